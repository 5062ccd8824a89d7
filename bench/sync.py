"""Signed 100-event batches over HTTP from many phones at once, on a throw-away house; beside it, a bare COPY.

    ./run bench sync --phones 100 --json -
    ./run bench sync --growth 10000,100000,1000000,5000000 --json - --draw docs/pictures/growth.svg

`full`: every phone sends its next batch as soon as the one before is answered: events a second, at most.
`half_full`, `half_asked`: batches *arrive* at half of that rate and at 1,500 events/s, answered or not; waits are
counted from the moment a batch was due. `copy_…`: what Postgres alone does with the same rows (bench/sync_copy.py);
`ratio` is full over a bare COPY on one connection, and `ceiling_ratio` what it would be if all cores did nothing but
check the signatures (bench/sync_signatures.py). `cpu_s`: seconds of the server, of Postgres, and of the phones,
whose signing was done before the clock started. Growth: bench/sync_growth.py. Everything sent is found booked.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amanah.cli.answer import write_json

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))

from bench.sync_house import House, house, say, worked  # noqa: E402 - the script's own folder comes first
from bench.sync_load import Answers, Request  # noqa: E402 - the script's own folder comes first

if TYPE_CHECKING:
    from bench.talks import Talk  # needs Django, which is set up with the house

LIMIT_MS = 150  # p95 of a batch at half of the load
ASKED_EVENTS_PER_S = 3000
ASKED_RATIO = 0.35
BATCH = 100
BOOKED = """
WITH said AS (SELECT unnest(%s::uuid[]) AS phone)
SELECT (SELECT count(*) FROM visits_event WHERE phone_id IN (SELECT phone FROM said)),
       (SELECT count(*) FROM visits_settlement WHERE phone_id IN (SELECT phone FROM said) AND is_paid),
       (SELECT count(*) FROM visits_judgement AS judged JOIN visits_visit AS visit ON visit.id = judged.visit_id
        WHERE visit.phone_id IN (SELECT phone FROM said) AND judged.is_current)
"""
Plan = Sequence[Sequence[Request]]


def main() -> int:
    asked = _asked()
    with house(workers=asked.workers, threads=asked.threads) as at:
        result = _grown(asked, at) if asked.growth else _measured(asked, at)
    write_json(result, asked.json)
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", default="-")
    parser.add_argument("--phones", type=int, default=100)
    parser.add_argument("--events", type=int, default=60_000, help="at full load, in all")
    parser.add_argument("--seconds", type=float, default=30, help="of arrivals at each half load")
    parser.add_argument("--workers", type=int, default=2, help="the server's")
    parser.add_argument("--threads", type=int, default=2, help="of each worker")
    parser.add_argument("--growth", default="", metavar="N,N,…", help="instead: batches' time beside N stored events")
    parser.add_argument("--draw", type=Path, metavar="FILE.svg", help="the growth's curve (docs/pictures/growth.py)")
    parser.add_argument("--batches", type=int, default=100, help="at each step of the growth")
    return parser.parse_args()


def _measured(asked: argparse.Namespace, at: House) -> dict[str, Any]:
    full = _full(at, phones=asked.phones, events=asked.events)
    halves = {
        "half_full": _arriving(at, "half", full["events_per_s"] / 2, phones=asked.phones, seconds=asked.seconds),
        "half_asked": _arriving(at, "asked", ASKED_EVENTS_PER_S / 2, phones=asked.phones, seconds=asked.seconds),
    }
    say("COPY of the same rows")
    from bench.sync_copy import copies

    copied = copies(os.environ["AMANAH_DATABASE_URL"], batch=BATCH, connections=asked.workers * asked.threads)
    from bench.sync_signatures import signatures_per_s

    rate, checks = full["events_per_s"], signatures_per_s()
    return {
        "events_per_s": rate, "asked_ratio": round(rate / ASKED_EVENTS_PER_S, 3),
        "p95_ms": halves["half_full"]["p95_ms"], "p95_of_limit": round(halves["half_full"]["p95_ms"] / LIMIT_MS, 3),
        "ratio": round(rate / copied["copy_bare_events_per_s"], 4), "wanted_ratio": ASKED_RATIO,
        "signatures_per_s": checks, "ceiling_ratio": round(checks / copied["copy_bare_events_per_s"], 4),
        "ratio_laws": round(rate / copied["copy_laws_events_per_s"], 4),
        "ratio_many": round(rate / copied["copy_bare_many_events_per_s"], 4),
        "ratio_laws_many": round(rate / copied["copy_laws_many_events_per_s"], 4),
        **copied, "phones": asked.phones, "full": full, **halves,
    }  # fmt: skip


def _full(at: House, *, phones: int, events: int) -> dict[str, Any]:
    from bench.talks import talks

    say(f"signing {events} events of {phones} phones")
    said = talks("full", phones=phones, batches_each=max(1, events // phones // BATCH))
    warm(at)
    say("full load")
    return told(at, said)


def _arriving(at: House, name: str, events_per_s: float, *, phones: int, seconds: float) -> dict[str, Any]:
    """Batches at a fixed rate, phones in turn, whether or not the ones before are answered."""
    from bench.talks import talks

    batches = max(phones, round(events_per_s * seconds / BATCH))
    each = -(-batches // phones)
    say(f"signing {each * phones * BATCH} events; then {events_per_s:.0f} a second arrive")
    said = talks(name, phones=phones, batches_each=each)
    every = BATCH / events_per_s
    plan = [
        [((turn * phones + number) * every, request) for turn, request in enumerate(one.requests)]
        for number, one in enumerate(said)
    ]
    return {"sent_per_s": round(events_per_s), **told(at, said, plan)}


def told(at: House, said: Sequence[Talk], plan: Plan | None = None) -> dict[str, Any]:
    """Sends from a process of its own (without a plan each batch as soon as the one before is answered); gives what
    it took, and whose CPU. Ends when anything wasn't stored, settled and judged."""
    plan = plan or [[(None, request) for request in one.requests] for one in said]
    server, postgres = worked(at.server), worked(at.postgres)
    answers = send(at, plan)
    cpu = {"server": worked(at.server) - server, "postgres": worked(at.postgres) - postgres, "phones": answers.cpu_s}
    events = sum(map(len, plan)) * BATCH
    assert _booked(said) == (events, events // 4, events // 4), f"{events} were sent, {_booked(said)} are booked"
    return {
        "events_per_s": round(events / answers.seconds), **waits(answers), "events": events,
        "seconds": round(answers.seconds, 2), "cpu_s": {who: round(seconds, 2) for who, seconds in cpu.items()},
    }  # fmt: skip


def send(at: House, plan: Plan) -> Answers:
    command = [sys.executable, str(REPO / "bench" / "sync_load.py"), str(at.port)]
    done = subprocess.run(command, input=pickle.dumps(plan), stdout=subprocess.PIPE, cwd=REPO, check=True)
    answers = Answers(**json.loads(done.stdout))
    if answers.refused:
        raise SystemExit(f"{len(answers.refused)} batches weren't taken: {answers.refused[0]}")
    return answers


def waits(answers: Answers) -> dict[str, float]:
    """Milliseconds; `late_ms` is the sending process' own tardiness, which the waits hold too."""
    sorted_ = sorted(answers.waits)
    at = {share: round(sorted_[int(len(sorted_) * share / 100)] * 1000, 1) for share in (50, 95, 99)}
    late = sorted(answers.late)[int(len(answers.late) * 0.95)]
    return {"p50_ms": at[50], "p95_ms": at[95], "p99_ms": at[99], "late_ms": round(late * 1000, 1)}


def warm(at: House) -> None:
    """All threads of all workers import the house and open their connection before the clock starts."""
    from bench.talks import asking, talks

    (one,) = talks("warm", phones=1, batches_each=1)
    nothing = asking(one.token, json.dumps({"phone": str(one.phone), "epoch": 1, "events": []}).encode())
    send(at, [[(None, nothing)] * 4] * 12)


def _booked(said: Sequence[Talk]) -> tuple[int, int, int]:
    """Events stored, payments settled and visits judged of these phones."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BOOKED, [[one.phone for one in said]])
        found: tuple[int, int, int] = cursor.fetchone()
        return found


def _grown(asked: argparse.Namespace, at: House) -> dict[str, Any]:
    from bench.sync_growth import curve

    grown = curve(at, [int(one) for one in asked.growth.split(",")], batches=asked.batches)
    if asked.draw:
        from docs.pictures import growth

        growth.draw(grown["growth"], asked.draw)
    return grown


if __name__ == "__main__":
    raise SystemExit(main())
