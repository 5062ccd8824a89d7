"""Sends prepared requests over plain sockets from a process of its own, and times the answers.

    python bench/sync_load.py PORT < plan > answers        (`bench/sync.py` pickles the plan; answers are JSON)

A plan is a list of lines, one a phone: its requests in order, each whole HTTP bytes with the moment it is due, in
seconds from the beginning, or None for "as soon as the one before is answered". A phone speaks one request at a time.
Waits are counted from the moment a request was *due*: a request that had to queue behind a slow one has waited
since it was due (no coordinated omission). Nothing of the house is imported here, so that little CPU is used.
"""

from __future__ import annotations

import heapq
import json
import pickle
import resource
import selectors
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

Request = tuple[float | None, bytes]
GOOD = b"HTTP/1.1 200"
IDLE_S = 8.0  # servers close what is silent for long: such a line is opened anew, as a phone would


@dataclass(slots=True)
class Answers:
    """Seconds. `late`: how much after its due moment a request of an idle phone really left: this program's own."""

    waits: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    seconds: float = 0.0
    cpu_s: float = 0.0
    refused: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """One phone: what it still has to say, and the answer on its way."""

    requests: list[Request]
    next: int = 0
    due: float = 0.0
    spoke: float = 0.0
    wire: socket.socket | None = None
    unsent: memoryview = field(default_factory=lambda: memoryview(b""))
    heard: bytearray = field(default_factory=bytearray)


class Load:
    """All lines over one selector. `head` is the least that an answer must hold to be a good one."""

    def __init__(self, port: int, plan: Sequence[Sequence[Request]], *, must_hold: bytes = b'"held":[]') -> None:
        self.port, self.must_hold = port, must_hold
        self.lines = [Line(list(requests)) for requests in plan]
        self.answers = Answers()
        self.selector = selectors.DefaultSelector()
        self.waiting: list[tuple[float, int]] = []
        self.open = 0
        self.begun = 0.0

    def run(self) -> Answers:
        for number, line in enumerate(self.lines):
            self._open(line)
            self._next(number, now=0.0)
        cpu, self.begun = _cpu(), time.perf_counter()
        while self.waiting or self.open:
            self._speak()
            pause = max(0.0, self.waiting[0][0] - self._now()) if self.waiting else None
            for key, _ in self.selector.select(pause):
                self._go_on(key.data)
        self.answers.seconds, self.answers.cpu_s = self._now(), _cpu() - cpu
        return self.answers

    def _now(self) -> float:
        return time.perf_counter() - self.begun

    def _open(self, line: Line) -> None:
        if line.wire is not None:
            line.wire.close()
        line.wire = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        line.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.wire.setblocking(False)

    def _next(self, number: int, *, now: float) -> None:
        line = self.lines[number]
        if line.next == len(line.requests):
            return
        due = line.requests[line.next][0]
        line.due = now if due is None else due
        heapq.heappush(self.waiting, (max(line.due, now), number))

    def _speak(self) -> None:
        """Begins every request whose time has come."""
        while self.waiting and self.waiting[0][0] <= (now := self._now()):
            could, number = heapq.heappop(self.waiting)
            line = self.lines[number]
            self.answers.late.append(now - could)
            if now - line.spoke > IDLE_S:
                self._open(line)
            line.unsent, line.spoke = memoryview(line.requests[line.next][1]), now
            line.heard.clear()
            assert line.wire is not None
            self.selector.register(line.wire, selectors.EVENT_WRITE, number)
            self.open += 1
            self._go_on(number)

    def _go_on(self, number: int) -> None:
        line = self.lines[number]
        assert line.wire is not None
        try:
            if line.unsent:
                line.unsent = line.unsent[line.wire.send(line.unsent) :]
                if not line.unsent:
                    self.selector.modify(line.wire, selectors.EVENT_READ, number)
                return
            heard = line.wire.recv(1 << 18)
        except BlockingIOError:
            return
        line.heard += heard
        if not heard:
            raise SystemExit("the server hung up in the middle of an answer")
        if _is_whole(line.heard):
            self._answered(number)

    def _answered(self, number: int) -> None:
        line, now = self.lines[number], self._now()
        assert line.wire is not None
        self.selector.unregister(line.wire)
        self.open -= 1
        self.answers.waits.append(now - line.due)
        if not line.heard.startswith(GOOD) or self.must_hold not in line.heard:
            self.answers.refused.append(bytes(line.heard[:400]).decode(errors="replace"))
        line.next, line.spoke = line.next + 1, now
        self._next(number, now=now)


def _is_whole(heard: bytearray) -> bool:
    head, mark, body = heard.partition(b"\r\n\r\n")
    if not mark:
        return False
    length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
    return len(body) >= int(length or b"0")


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    json.dump(asdict(Load(int(sys.argv[1]), pickle.load(sys.stdin.buffer)).run()), sys.stdout)
