import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from amanah.config.running import processes
from amanah.config.running.processes import FALLS_ALLOWED, Program

HAS_A_CHILD = """
import subprocess, time
print(subprocess.Popen(["sleep", "60"]).pid, flush=True)
time.sleep(60)
"""
IS_DEAF = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> type[Program]:
    monkeypatch.setattr(processes, "LOGS", tmp_path)
    return Program


def _wait_for(program: Program) -> str:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if program.log.exists() and (said := program.log.read_text().strip()):
            return said
        time.sleep(0.02)
    raise AssertionError("it never spoke")


def _is_alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_what_a_program_started_ends_with_it(program: type[Program]) -> None:
    parent = program("parent", [sys.executable, "-c", HAS_A_CHILD])
    parent.start()
    child = int(_wait_for(parent))
    assert _is_alive(child)
    parent.stop()
    time.sleep(0.1)
    assert not _is_alive(child)


def test_one_that_will_not_listen_is_ended_all_the_same(program: type[Program]) -> None:
    deaf = program("deaf", [sys.executable, "-c", IS_DEAF])
    deaf.start()
    _wait_for(deaf)
    deaf.stop(patience_s=0.5)
    assert not deaf.has_fallen  # it is known to be stopped, not fallen


def test_one_that_falls_is_started_again_but_not_for_ever(program: type[Program]) -> None:
    weak = program("weak", [sys.executable, "-c", "raise SystemExit(1)"])
    weak.start()
    started = 0
    while started < 100:
        until = time.monotonic() + 5
        while not weak.has_fallen and time.monotonic() < until:
            time.sleep(0.01)
        assert weak.has_fallen
        if not weak.start_again():
            break
        started += 1
    assert started == FALLS_ALLOWED


@pytest.mark.parametrize("started", ["SIG_DFL", "SIG_IGN"])  # in the foreground, and by a shell's `&`
def test_nothing_outlives_a_parent_that_was_killed(started: str, tmp_path: Path) -> None:
    code = (
        f"import signal; signal.signal(signal.SIGINT, signal.{started});"
        "import sys, time; from pathlib import Path; from amanah.config.running import processes;"
        f"processes.LOGS = Path({str(tmp_path)!r});"
        "it = processes.Program('it', ['sleep', '60']); it.start(); print(it._process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert _is_alive(child)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait(timeout=10)
    until = time.monotonic() + 5  # the kernel's signal may wait for a busy machine
    while _is_alive(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _is_alive(child)
