"""A house for benchmarks: a durable Postgres, fresh keys and the real server, all in one folder that goes afterwards.

`worked` tells the CPU seconds of a process with all its children, so that each bench can say who was busy.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class House:
    """Where it listens, and the process numbers of its two halves."""

    port: int
    server: int
    postgres: int
    socket: Path


@contextmanager
def house(*, workers: int = 2, threads: int = 2) -> Iterator[House]:
    """A house ready to be spoken to. Postgres is durable (fsync on) with the product's own settings."""
    home = Path(tempfile.mkdtemp(prefix="amanah-bench-"))
    home.chmod(0o755)  # Postgres' OS user must get to its own folder
    try:
        with database(home) as (postgres, where):
            set_up(home)
            port = _free_port()
            with _server(port, home, workers=workers, threads=threads) as server:
                yield House(port, server, postgres, where)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def say(text: str) -> None:
    """Progress, for whoever waits; the figures alone go to stdout."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stderr.flush()


def family(process: int) -> list[int]:
    """The process and all that it started and still has."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [process, *(one for child in children for one in family(int(child)))]


def worked(process: int) -> float:
    """CPU seconds, of its living family and of those of its children that have ended (proc(5): utime … cstime)."""
    ticks = 0
    for one in family(process):
        try:
            said = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        ticks += sum(map(int, said[11:15])) if one == process else sum(map(int, said[11:13]))
    return ticks / TICKS_A_SECOND


def resident_mb(process: int) -> float:
    """Resident memory of the process and its family that is theirs alone (smaps_rollup: Private, Pss for the rest)."""
    kilobytes = 0
    for one in family(process):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue
        kilobytes += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024


@contextmanager
def database(home: Path) -> Iterator[tuple[int, Path]]:
    """Its process number and socket; the environment then names it."""
    from amanah.config.postgres import Postgres

    postgres = Postgres(home / "postgres")
    postgres.start()
    try:
        postgres.ensure_database()
        os.environ["AMANAH_DATABASE_URL"] = postgres.url()
        assert postgres.process is not None
        yield postgres.process.pid, postgres.socket
    finally:
        postgres.stop()


def set_up(home: Path) -> None:
    """Django in this process, fresh keys and an empty house."""
    var = home / "var"
    os.environ.update(AMANAH_VAR=str(var), AMANAH_KEYS_FILE=str(var / "keys.json"), AMANAH_MEDIA=str(var / "media"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "amanah.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from amanah.vault.commands import make_keys

    make_keys(var / "keys.json")
    call_command("migrate", verbosity=0)


@contextmanager
def _server(port: int, home: Path, *, workers: int, threads: int) -> Iterator[int]:
    command = [sys.executable, "-m", "amanah.cli.main", "serve", "--port", str(port)]
    command += ["--workers", str(workers), "--threads", str(threads)]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=REPO, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait_for(port, server)
        yield server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if server.poll() is not None:
            raise SystemExit("the server ended before it answered")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server doesn't answer")


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
