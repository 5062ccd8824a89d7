"""What happens to the house from outside: processes killed, the database set back. Only what this house started."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from amanah.cli.rehearsal.faults.control import Deeds, Hear, obey
from amanah.cli.rehearsal.house import House

MOST_SAID = 1_500  # characters of a log


def live_seeds(house: House, faults: str, seeds: Sequence[int], hear: Hear) -> None:
    """Lives these seeds, one after the other, inside the house, and does to it what they ask; each end is heard.

    A seed that wasn't lived to its end, as the rehearsal itself broke, is heard as `fell` with the log's end."""
    told: set[int] = set()

    def heard(end: dict[str, Any]) -> None:
        told.add(end["seed"])
        hear(end)

    outer, inner = socket.socketpair()
    with inner:
        words = ["rehearse", "--faults", faults, "--inside", house.base, str(house.folder)]
        words += ["--control", str(inner.fileno()), "--these", *map(str, seeds)]
        inside = house.start(*words, pass_fds=(inner.fileno(),))
    obey(outer, deeds(house), heard)
    inside.wait()
    log = (house.folder / "rehearse.log").read_text(errors="replace")
    for seed in sorted(set(seeds) - told):
        hear(end_of(seed, broken=[("fell", f"not lived to its end: {log[-MOST_SAID:]}")]))


def end_of(
    seed: int, *, events: int = 0, payments: int = 0, handed_twice: int = 0, happened: Mapping[str, int] | None = None,
    broken: Sequence[tuple[str, str]],
) -> dict[str, Any]:  # fmt: skip
    """One seed's end, as `Sum.add` hears it."""
    return {
        "seed": seed, "events": events, "payments": payments, "handed_twice": handed_twice, "happened": happened or {},
        "broken": broken,
    }  # fmt: skip


def deeds(house: House) -> Deeds:
    """By name, as `Control.ask` calls them. Each returns when the house answers again."""
    return {
        "kill_web": lambda: kill_web(house),
        "kill_worker": lambda: kill_worker(house),
        "kill_postgres": lambda: kill_postgres(house),
        "backup": lambda: back_up(house),
        "restore": lambda: restore(house),
    }


def kill_web(house: House) -> None:
    """kill -9 of the web and of all its processes, and a new one in its place."""
    _kill(house.web)
    house.web = house.start("serve", "--port", str(house.port))
    house.wait()


def kill_worker(house: House) -> None:
    _kill(house.worker)
    house.worker = house.start("worker")


def kill_postgres(house: House) -> None:
    """kill -9 of the server; it recovers from its log, as after a power cut."""
    server = house.postgres.process
    assert server is not None
    server.kill()
    server.wait()
    house.postgres.start()


def back_up(house: House) -> None:
    """A whole copy of the database while it works."""
    target = _backup(house)
    shutil.rmtree(target, ignore_errors=True)
    house.postgres.back_up(target)


def restore(house: House) -> None:
    """The backup takes the place of the database, and the epoch is raised: phones push again what it lacks."""
    _kill(house.web)
    _kill(house.worker)
    house.postgres.restore(_backup(house))
    house.epoch += 1
    house.web = house.start("serve", "--port", str(house.port))
    house.worker = house.start("worker")
    house.wait()


def _backup(house: House) -> Path:
    return house.postgres.home / "backup"


def _kill(process: subprocess.Popen[bytes]) -> None:
    for child in [*_children(process.pid), process.pid]:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    process.wait()


def _children(pid: int) -> list[int]:
    """Linux alone tells; elsewhere a web process whose parent is gone ends by itself."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in listed.read_text().split()] if listed.exists() else []
