"""Steps of a set-up: each has a name, shows its time, leaves a stamp when done, and says what to do when it fails.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

REPO = Path(__file__).resolve().parents[3]
VAR = REPO / "var"
LOGS = VAR / "log"
STAMPS = VAR / "stamps"


class StepFailed(Exception):
    """A step that can't go on: what happened, and what to do, in Indonesian and English."""

    def __init__(self, happened: str, *, todo_id: str, todo_en: str) -> None:
        super().__init__(happened)
        self.happened = happened
        self.todo_id = todo_id
        self.todo_en = todo_en


@dataclass(frozen=True)
class Step:
    """One step. `made_from` are files and texts whose change makes it run again; `makes` must exist afterwards."""

    key: str
    name: str
    work: Callable[[], None]
    made_from: Callable[[], Iterable[Path | str]] | None = None
    makes: Callable[[], Iterable[Path]] = tuple


def walk(steps: Sequence[Step], *, quiet: bool = False) -> None:
    """Runs what isn't done yet, in order; ends the program with a plain sentence at the first failure.

    `quiet` is for errands whose answer others read: only what really runs is shown, beside the answer on stderr.
    """
    for step in steps:
        try:
            _take(step, quiet=quiet)
        except StepFailed as failed:
            sys.stderr.write(f"\n  ✗ {step.name}\n\n{failed.happened.rstrip()}\n\n")
            sys.stderr.write(f"  → {failed.todo_id}\n  → {failed.todo_en}\n")
            sys.exit(1)


@contextmanager
def alone(name: str) -> Iterator[None]:
    """One at a time on this clone; the lock goes with the process that held it, so none is ever stale."""
    VAR.mkdir(exist_ok=True)
    with (VAR / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _take(step: Step, *, quiet: bool) -> None:
    began = time.monotonic()
    stamp = STAMPS / step.key
    print_now = _fingerprint(step.made_from()) if step.made_from else None
    is_done = print_now is not None and stamp.exists() and stamp.read_text() == print_now
    if is_done and all(made.exists() for made in step.makes()):
        if not quiet:
            _tick(step.name, "·", began, sys.stdout)
        return
    out = sys.stderr if quiet else sys.stdout
    if out.isatty():
        out.write(f"  … {step.name}")
        out.flush()
    stamp.unlink(missing_ok=True)
    step.work()
    if print_now is not None:
        STAMPS.mkdir(parents=True, exist_ok=True)
        stamp.write_text(print_now)
    if not quiet or print_now is not None:
        _tick(step.name, "✓", began, out)


def _tick(name: str, sign: str, began: float, out: TextIO) -> None:
    back = "\r" if out.isatty() else ""
    out.write(f"{back}  {sign} {name:<62}{time.monotonic() - began:7.1f} s\n")
    out.flush()


def _fingerprint(parts: Iterable[Path | str]) -> str:
    """Of texts and of files (a folder counts with all its files); a missing file counts as missing."""
    digest = hashlib.sha256()
    for part in parts:
        for piece in _pieces(part):
            digest.update(piece)
    return digest.hexdigest()


def _pieces(part: Path | str) -> Iterable[bytes]:
    if isinstance(part, str):
        yield part.encode()
        return
    files = sorted(path for path in part.rglob("*") if path.is_file()) if part.is_dir() else [part]
    for path in files:
        yield f"\0{path.relative_to(REPO)}\0".encode()
        yield hashlib.sha256(path.read_bytes()).digest() if path.exists() else b"missing"


def call(
    command: Sequence[str | Path],
    *,
    log: str,
    todo_id: str,
    todo_en: str,
    cwd: Path = REPO,
    env: Mapping[str, str] | None = None,
    timeout_s: int = 1800,
) -> None:
    """Runs a program quietly; everything it says goes to var/log/<log>.log, the end of it into the failure."""
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{log}.log"
    words = [str(word) for word in command]
    try:
        with path.open("wb") as out:
            done = subprocess.run(
                words, cwd=cwd, env={**os.environ, **(env or {})}, stdout=out, stderr=out,
                stdin=subprocess.DEVNULL, timeout=timeout_s,
            )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as broken:
        raise StepFailed(str(broken), todo_id=todo_id, todo_en=todo_en) from broken
    if done.returncode != 0:
        said = path.read_text(errors="replace").splitlines()[-25:]
        raise StepFailed("\n".join(f"    {line}" for line in said), todo_id=todo_id, todo_en=todo_en)
