"""Phones that upload photos at once over a bad network, by tus, from a process of their own.

    python bench/media_load.py < plan > told        (`bench/media.py` writes the plan; both are JSON)

Each phone sends its photos one after another in pieces. By the dice of its seed the connection is cut in the middle
of a piece, or just before the answer; a piece is sent twice, or at a wrong offset; a photo is begun again. After each
break the phone does what phones do: it asks how much is there and goes on from that byte. Nothing of the house is
imported here.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import threading
import time
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

MOST_BREAKS = 20  # of one photo, before the phone gives it up: far beyond what the dice deal
BUSY = 503
BREAKS = ("cut", "deaf", "twice", "ahead", "begun_again")


@dataclass(frozen=True, slots=True)
class Plan:
    """`photos`: for each phone its token and what it sends: (file, kind, visit). `break_share`: of pieces."""

    port: int
    seed: int
    break_share: float
    phones: list[tuple[str, list[tuple[str, str, str]]]]


class Phone:
    """One phone with its dice. `met` counts what befell it."""

    def __init__(self, plan: Plan, number: int) -> None:
        self.token, self.photos = plan.phones[number]
        self.port, self.break_share = plan.port, plan.break_share
        self.dice = random.Random(plan.seed * 1000 + number)
        self.met: Counter[str] = Counter()
        self.wire: HTTPConnection | None = None

    def send_all(self) -> None:
        for file, kind, visit in self.photos:
            self._send(Path(file).read_bytes(), kind, visit)

    def _send(self, photo: bytes, kind: str, visit: str) -> None:
        name = sha256(photo).hexdigest()
        size, breaks, offset = self._piece_bytes(len(photo)), 0, self._begin(name, photo, kind, visit)
        while offset < len(photo):
            piece = photo[offset : offset + size]
            broken = self.dice.choice(BREAKS) if self.dice.random() < self.break_share else ""
            there = self._break(broken, name, photo, offset, piece, kind, visit) if broken else None
            if not broken:
                there = self._patch(name, offset, piece)
            if there is None:
                breaks += 1
                there = self._offset(name)
            if breaks > MOST_BREAKS:
                raise RuntimeError(f"{name} broke {breaks} times")
            offset = there
        self.met["photos"] += 1
        self.met["bytes"] += len(photo)

    def _piece_bytes(self, whole: int) -> int:
        """Most photos are cut finer than phones cut them (192 kB), so that there is a middle to break in."""
        return 192 * 1024 if self.dice.random() < 0.2 else self.dice.randint(max(1, whole // 8), max(2, whole // 2))

    def _break(self, how: str, name: str, photo: bytes, offset: int, piece: bytes, kind: str, visit: str) -> int | None:
        """One mishap. None: the phone doesn't know how far it came, and must ask."""
        self.met[how] += 1
        if how == "begun_again":
            return self._begin(name, photo, kind, visit)
        if how == "twice":
            self._patch(name, offset, piece)
            return self._patch(name, offset, piece)
        if how == "ahead":
            # refused, unless what was sent before has come whole meanwhile; a gap that is taken ends in another hash
            return self._patch(name, offset + 1, piece[1:])
        self._hang_up(name, offset, piece, after=self.dice.randrange(len(piece)) if how == "cut" else len(piece))
        return None

    def _begin(self, name: str, photo: bytes, kind: str, visit: str) -> int:
        said = {"sha256": name, "kind": kind, "visit": visit}
        metadata = ",".join(f"{word} {b64encode(value.encode()).decode()}" for word, value in said.items())
        status, offset = self._ask(
            "POST", "/api/sync/media", {"Upload-Length": str(len(photo)), "Upload-Metadata": metadata}
        )
        if status not in (200, 201):
            raise RuntimeError(f"a photo was refused: {status}")
        return offset

    def _patch(self, name: str, offset: int, piece: bytes) -> int | None:
        status, there = self._ask("PATCH", f"/api/sync/media/{name}", {"Upload-Offset": str(offset)}, piece)
        if status == 409:
            self.met["differing_offset"] += 1
            return None
        if status != 204:
            raise RuntimeError(f"a piece was refused: {status}")
        return there

    def _offset(self, name: str) -> int:
        status, there = self._ask("HEAD", f"/api/sync/media/{name}", {})
        if status != 200:
            raise RuntimeError(f"the offset was refused: {status}")
        self.met["asked_where"] += 1
        return there

    def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> tuple[int, int]:
        """Status and Upload-Offset. Asked again on a new connection when the old one died, later of a busy house."""
        for _ in range(MOST_BREAKS):
            wire = self._open()
            try:
                wire.request(method, path, body, {"Authorization": f"Bearer {self.token}", **headers})
                answer = wire.getresponse()
                answer.read()
            except (OSError, HTTPException):
                self.met["no_answer"] += 1
                self._close()
                continue
            if answer.status != BUSY:
                return answer.status, int(answer.headers.get("Upload-Offset", "0"))
            self.met["busy"] += 1
            time.sleep(self.dice.uniform(0.1, 1.0))
        raise RuntimeError(f"no answer to {method} {path}")

    def _hang_up(self, name: str, offset: int, piece: bytes, *, after: int) -> None:
        """Sends `after` bytes of the piece and drops the connection, whatever the house was about to say."""
        wire = self._open()
        wire.putrequest("PATCH", f"/api/sync/media/{name}")
        wire.putheader("Authorization", f"Bearer {self.token}")
        wire.putheader("Upload-Offset", str(offset))
        wire.putheader("Content-Length", str(len(piece)))
        wire.endheaders(piece[:after])
        self._close()

    def _open(self) -> HTTPConnection:
        self.wire = self.wire or HTTPConnection("127.0.0.1", self.port, timeout=60)
        return self.wire

    def _close(self) -> None:
        if self.wire:
            self.wire.close()
        self.wire = None


def run(plan: Plan) -> dict[str, Any]:
    """All phones at once. `failed`: those that gave up, and why."""
    phones = [Phone(plan, number) for number in range(len(plan.phones))]
    failed: list[str] = []

    def day(phone: Phone) -> None:
        try:
            phone.send_all()
        except (OSError, HTTPException, RuntimeError, AssertionError) as error:
            failed.append(repr(error))

    threads = [threading.Thread(target=day, args=[phone]) for phone in phones]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, used = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF)
    met = dict(sum((phone.met for phone in phones), Counter[str]()))
    return {"seconds": seconds, "cpu_s": used.ru_utime + used.ru_stime, "met": met, "failed": failed}


if __name__ == "__main__":
    json.dump(run(Plan(**json.load(sys.stdin))), sys.stdout)
