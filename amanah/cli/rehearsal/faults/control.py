"""The line between the rehearsal and the house it runs in: who is inside tells how each seed ended, and asks; the house
outside kills and restores."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connections

Deeds = Mapping[str, Callable[[], None]]
Hear = Callable[[dict[str, Any]], None]


class Control:
    """The inner end. `ask` returns when the deed is done and the house answers again."""

    def __init__(self, fd: int) -> None:
        self._line = socket.socket(fileno=fd).makefile("rw", encoding="utf-8")
        self._lock = threading.Lock()

    def ask(self, deed: str) -> float:
        """Seconds it took. Raises RuntimeError with the house's own words."""
        begun = time.monotonic()
        with self._lock:
            self._say({"deed": deed})
            answer = json.loads(self._line.readline() or '{"wrong": "the house is gone"}')
        if answer["wrong"]:
            raise RuntimeError(f"{deed}: {answer['wrong']}")
        return time.monotonic() - begun

    def tell(self, end: Mapping[str, Any]) -> None:
        """How one seed ended; nobody answers."""
        with self._lock:
            self._say({"end": end})

    def _say(self, words: Mapping[str, Any]) -> None:
        self._line.write(json.dumps(words) + "\n")
        self._line.flush()


def obey(line: socket.socket, deeds: Deeds, hear: Hear) -> None:
    """The outer end: hears, and does what is asked, one deed at a time, until the line is closed.

    In the caller's own thread: Postgres ends with the thread that started it."""
    with line, line.makefile("rw", encoding="utf-8") as heard:
        for words in map(json.loads, heard):
            if "end" in words:
                hear(words["end"])
                continue
            heard.write(json.dumps({"wrong": _done(deeds, words["deed"])}) + "\n")
            heard.flush()


def _done(deeds: Deeds, asked: str) -> str:
    if asked not in deeds:
        return f"no such deed: {asked}"
    try:
        deeds[asked]()
    except (OSError, RuntimeError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def connect_anew() -> None:
    """After the database was ended or set back."""
    connections.close_all()
    connections["default"].close_pool()  # type: ignore[attr-defined]  # Django's stubs don't know of pools yet
