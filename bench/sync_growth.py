"""Does a batch take longer when more is stored? Batches into a house filled to each of the asked sizes.

At each size one phone sends alone (what a batch takes: p50, p95), then ten at once (events a second). CPU a batch is
told too: it doesn't move when another program takes the machine's time. `grows`: the last p50 over the first.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from django.db import connection

from bench.sync import BATCH, told, warm
from bench.sync_fill import Filling, fill
from bench.sync_house import House, say
from bench.talks import talks
from tests.visits import cast

PHONES = 10


def curve(at: House, sizes: Sequence[int], *, batches: int) -> dict[str, Any]:
    """`sizes`: stored events, rising. `batches` are sent alone and as many again at once, at each size."""
    warm(at)
    told(at, talks("first", phones=1, batches_each=4))
    steps = [_step(at, size, batches=batches, turns_left=len(sizes) - number) for number, size in enumerate(sizes)]
    first, last = steps[0], steps[-1]
    return {
        "grows": round(last["p50_ms"] / first["p50_ms"], 3),
        "grows_p95": round(last["p95_ms"] / first["p95_ms"], 3),
        "grows_cpu": round(last["cpu_ms"] / first["cpu_ms"], 3),
        "growth": steps,
    }


def _step(at: House, size: int, *, batches: int, turns_left: int) -> dict[str, Any]:
    missing = size - _stored("count(*)", "visits_event")
    if missing > 0:
        say(f"filling to {size} events")
        url = os.environ["AMANAH_DATABASE_URL"].replace("amanah@", "postgres@")
        fill(url, _filling(turns_left), events=missing)
    say("signing")
    alone = talks(f"alone{size}-", phones=1, batches_each=batches)
    many = talks(f"many{size}-", phones=PHONES, batches_each=max(1, batches // PHONES))
    stored, megabytes = _stored("count(*)", "visits_event"), _stored("pg_database_size(current_database()) >> 20", "")
    say(f"{stored} events, {megabytes} MB; sending")
    told(at, talks(f"again{size}-", phones=PHONES, batches_each=1))  # caches are warm on an ordinary day
    one, all_ = told(at, alone), told(at, many)
    spent = one["cpu_s"]["server"] + one["cpu_s"]["postgres"]
    step = {
        "stored": stored, "p50_ms": one["p50_ms"], "p95_ms": one["p95_ms"], "events_per_s": all_["events_per_s"],
        "cpu_ms": round(spent * 1000 / (one["events"] / BATCH), 2),
        "postgres_cpu_ms": round(one["cpu_s"]["postgres"] * 1000 / (one["events"] / BATCH), 2),
        "database_mb": megabytes,
    }  # fmt: skip
    say(str(step))
    return step


def _filling(turns_left: int) -> Filling:
    """The fuller the house gets, the nearer to today is what is filled in."""
    from amanah.visits.queries.policies import in_force

    name = f"filled{turns_left}-"
    return Filling(name, turns_left, cast.a_stage(), in_force().version, days_ago=100 * turns_left)


def _stored(what: str, table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {what} {'FROM ' + table if table else ''}")
        return int(cursor.fetchone()[0])
