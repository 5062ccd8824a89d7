"""The line between the rehearsal and the house it runs in: who is inside asks, the house outside kills and restores."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Mapping

Deeds = Mapping[str, Callable[[], None]]


class Control:
    """The inner end. `ask` returns when the deed is done and the house answers again."""

    def __init__(self, fd: int) -> None:
        self._line = socket.socket(fileno=fd).makefile("rw", encoding="utf-8")
        self._lock = threading.Lock()

    def ask(self, deed: str) -> float:
        """Seconds it took. Raises RuntimeError with the house's own words."""
        begun = time.monotonic()
        with self._lock:
            self._line.write(deed + "\n")
            self._line.flush()
            answer = json.loads(self._line.readline() or '{"wrong": "the house is gone"}')
        if answer["wrong"]:
            raise RuntimeError(f"{deed}: {answer['wrong']}")
        return time.monotonic() - begun


def serve(line: socket.socket, deeds: Deeds) -> threading.Thread:
    """The outer end: does what is asked, one deed at a time, until the line is closed."""

    def obey() -> None:
        with line, line.makefile("rw", encoding="utf-8") as heard:
            for asked in heard:
                heard.write(json.dumps({"wrong": _done(deeds, asked.strip())}) + "\n")
                heard.flush()

    thread = threading.Thread(target=obey, daemon=True)
    thread.start()
    return thread


def _done(deeds: Deeds, asked: str) -> str:
    if asked not in deeds:
        return f"no such deed: {asked}"
    try:
        deeds[asked]()
    except (OSError, RuntimeError) as error:
        return f"{type(error).__name__}: {error}"
    return ""
