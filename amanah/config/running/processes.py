"""Programs that run beside each other: started, watched, started again when they fall, and ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from amanah.config.postgres import end_with_parent
from amanah.config.running.steps import LOGS, REPO

FALLS_ALLOWED = 5  # within a minute; then something is really wrong


class Program:
    """One program with its own log. Its whole process group ends with it."""

    def __init__(self, name: str, words: Sequence[str], *, env: dict[str, str] | None = None) -> None:
        self.name = name
        self.log: Path = LOGS / f"{name}.log"
        self._words = list(words)
        self._env = env
        self._process: subprocess.Popen[bytes] | None = None
        self._fell_at: list[float] = []

    def start(self) -> None:
        LOGS.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                self._words, cwd=REPO, env={**os.environ, **(self._env or {})},
                stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                start_new_session=True, preexec_fn=end_with_parent,
            )  # fmt: skip

    @property
    def has_fallen(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def start_again(self) -> bool:
        """False when it fell too often to go on."""
        now = time.monotonic()
        self._fell_at = [moment for moment in self._fell_at if now - moment < 60] + [now]
        if len(self._fell_at) > FALLS_ALLOWED:
            return False
        self.start()
        return True

    def stop(self, *, patience_s: float = 10) -> None:
        if self._process is None:
            return
        _signal_group(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(timeout=patience_s)
        except subprocess.TimeoutExpired:
            sys.stderr.write(f"{self.name}: SIGKILL\n")
        _signal_group(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=patience_s)
        self._process = None


def _signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return
