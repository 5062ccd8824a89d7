"""The rehearsal inside its house: the office made ready, the day, the ministry, the count."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from uuid import UUID

from django.core.management import call_command

from amanah.cli.answer import write_json
from amanah.cli.demonstration import load
from amanah.cli.rehearsal.count import Remembered, count
from amanah.cli.rehearsal.day import Day
from amanah.cli.rehearsal.gallery import open_gallery
from amanah.cli.rehearsal.phones import Phones
from amanah.cli.rehearsal.show import Show, holds
from amanah.eligibility import commands as eligibility
from amanah.eligibility import queries as verdicts
from amanah.eligibility.types import Outcome
from amanah.programs import commands as programs
from amanah.programs.types import NextDecision
from amanah.values.clock import utc_now
from amanah.visits import queries as seen

MINISTRY = "user:kemensos"


def run_inside(asked: argparse.Namespace) -> int:
    base, folder = asked.inside
    show = Show(doors=asked.families, begun=asked.begun)
    with show.progress:
        result = _rehearsed(asked, base, Path(folder), show)
    result = {**result, "seconds": round(time.time() - asked.begun, 1)}
    show.table(result)
    if asked.json:
        write_json(result, asked.json)
    return 0 if holds(result) else 1


def _rehearsed(asked: argparse.Namespace, base: str, folder: Path, show: Show) -> dict[str, object]:
    now = utc_now()
    show.part("Daftar, kantor, putaran · list, offices, rounds")
    loaded = load(families=asked.families, seed=asked.seed, payers=asked.payers, now=now, tell=show.part)
    show.part("Foto orang rekaan dilihat model · the models look at invented people")
    gallery = open_gallery({family.person for family in loaded.truth.families})
    phones = Phones(log=folder / "phones.log", on_progress=show.walked)
    try:
        planted = {family.number: family for family in loaded.truth.families}
        truth = {family: planted[number] for number, family in loaded.families.items()}
        day = Day(base, folder, gallery, truth, phones, Random(asked.seed), show.part)  # noqa: S311  # a scenario, not a secret
        memories = day.live(list(loaded.rounds), now=now)
    finally:
        phones.quit()
    show.part("Pekerja menuntaskan tugas · the worker finishes")
    _finish_jobs()
    show.part("Saran, keputusan, tahap berikut · verdicts, decisions, the next stage")
    opened = _ministry(loaded.stage, now=utc_now())
    show.part("Hitung · the count")
    return {
        **_counted(memories, day),
        "planted": day.planted,
        "refused_on_phone": dict(Counter(each["code"] for each in day.refused)),
        "next_stage": opened,
    }


def _finish_jobs() -> None:
    """Whatever the worker hasn't done yet is done here, so that the count is of a finished day."""
    call_command("procrastinate", "worker", wait=False, concurrency=1)


def _ministry(stage: UUID, *, now: datetime) -> dict[str, int]:
    """Every family is assessed; a person's decisions follow the advice where it is clear and keep the rest in."""
    eligibility.assess_stage(stage, by=MINISTRY, now=now)
    choices = {
        one.family: Outcome.NOT_ELIGIBLE if one.assessment.outcome is Outcome.NOT_ELIGIBLE else Outcome.ELIGIBLE
        for one in verdicts.verdicts(stage, undecided=True)
    }
    eligibility.decide_many(stage, choices, reason="Latihan: sesuai temuan lapangan", by=MINISTRY, now=now)
    decided = [
        NextDecision(family, outcome is Outcome.ELIGIBLE, "latihan")
        for family, outcome in verdicts.decisions(stage).items()
    ]
    opened = programs.open_next(stage, decided, by=MINISTRY, now=now)
    return {"carried": opened.carried, "excluded": opened.excluded}


def _counted(memories: Sequence[Remembered], day: Day) -> dict[str, object]:
    result = count(memories)
    sent = result["events_sent"]
    assert isinstance(sent, int)
    return {
        **result,
        "replay_same_state": seen.replay().same_state,
        "events_per_s": round(sent / day.sync_s, 1) if day.sync_s else None,
    }
