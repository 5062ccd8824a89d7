"""Simulated phones: the phone's own core in Node, spoken to in JSON lines. One process holds many phones."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from amanah.values.problem import Problem, Sentence

BUILT = Path(__file__).resolve().parents[3] / "phone" / "dist-sim"
DRIVER = BUILT / "driver.mjs"


class Phones:
    """A Node process with simulated phones. `ask` is one question and its answer; several phones may be asked at
    once from several threads, since each answer names its phone."""

    def __init__(
        self, *, log: Path, on_progress: Callable[[dict[str, Any]], None] | None = None, driver: str = "driver"
    ) -> None:
        """`driver`: which of the built programs, `driver` for a day or `field` for days with faults. Another folder
        of such programs may be named by AMANAH_SIM_BUILT."""
        self._on_progress = on_progress
        self._answers: dict[str, queue.Queue[dict[str, Any]]] = {}
        self._log = log.open("wb")
        self._node = subprocess.Popen(
            [_node(), str(_driver(driver))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            encoding="utf-8",
        )
        self._lock = threading.Lock()
        threading.Thread(target=self._read, daemon=True).start()

    def ask(self, do: str, phone: str, *, wait_s: float = 180, **words: Any) -> dict[str, Any]:
        """Raises RuntimeError with the driver's own words when the phone says no."""
        box = self._answers.setdefault(phone, queue.Queue())
        self._tell({"do": do, "phone": phone, **words})
        answer = box.get(timeout=wait_s)
        if not answer.get("ok", False):
            raise RuntimeError(f"phone {phone}, {do}: {answer}")
        return answer

    def quit(self) -> None:
        if self._node.poll() is None:
            try:
                self._tell({"do": "quit"})
                self._node.wait(timeout=10)
            except (OSError, subprocess.TimeoutExpired):
                self._node.kill()
                self._node.wait()
        self._log.close()

    def _tell(self, line: dict[str, Any]) -> None:
        assert self._node.stdin is not None
        with self._lock:
            self._node.stdin.write(json.dumps(line) + "\n")
            self._node.stdin.flush()

    def _read(self) -> None:
        assert self._node.stdout is not None
        for line in self._node.stdout:
            said = json.loads(line)
            if said.get("progress"):
                if self._on_progress:
                    self._on_progress(said)
            elif "phone" in said:
                self._answers.setdefault(said["phone"], queue.Queue()).put(said)
        for box in list(self._answers.values()):  # the process ended: nobody waits in vain
            box.put({"ok": False, "code": "driver_ended"})


def _node() -> str:
    found = shutil.which("node")
    if found is None:
        raise Problem(
            "node_missing",
            Sentence("Node tidak ditemukan. Jalankan lewat ./run rehearse.", "Node isn't there. Use ./run rehearse."),
        )
    return found


def _driver(name: str) -> Path:
    path = Path(os.environ.get("AMANAH_SIM_BUILT", BUILT)) / f"{name}.mjs"
    if not path.exists():
        raise Problem(
            "driver_missing",
            Sentence(
                "HP tiruan belum dibangun. Jalankan lewat ./run rehearse.",
                "The simulated phone isn't built. Use ./run rehearse.",
            ),
        )
    return path
