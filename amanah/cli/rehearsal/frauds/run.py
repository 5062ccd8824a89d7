"""The rehearsal with frauds inside its house: the town, its days lived, the house's own look, and the count."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from uuid import UUID

from django.core.management import call_command

from amanah.cli.answer import write_json
from amanah.cli.rehearsal.count import Remembered, count
from amanah.cli.rehearsal.frauds import found, score
from amanah.cli.rehearsal.frauds.draw import plant
from amanah.cli.rehearsal.frauds.honest import habits, honest_day, together
from amanah.cli.rehearsal.frauds.live import Life
from amanah.cli.rehearsal.frauds.telling import Teller
from amanah.cli.rehearsal.frauds.town import Town, build
from amanah.cli.rehearsal.frauds.types import Day, Fraud, Planting
from amanah.cli.rehearsal.gallery import open_gallery
from amanah.cli.rehearsal.phones import Phones
from amanah.cli.rehearsal.show import Show, holds
from amanah.values.clock import utc_now
from amanah.visits import queries as seen

WORKING_DAYS = 2


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
    town = build(
        families=asked.families, payers=asked.payers, seed=asked.seed, working_days=WORKING_DAYS, now=utc_now(),
        tell=show.part,
    )  # fmt: skip
    days, plantings = _drawn(town, asked.fraud, asked.seed)
    show.part(f"{len(plantings)} kecurangan ditanam · frauds planted")
    staff = _staff(town, plantings)
    show.part("Foto orang rekaan dilihat model · the models look at invented people")
    gallery = open_gallery({door.person for door in town.doors.values()} | set(staff.values()))
    found.keep_staff({town.usernames[payer]: gallery.ids[gallery.number_of[who]] for payer, who in staff.items()})
    phones = Phones(log=folder / "phones.log", on_progress=show.walked)
    try:
        life = Life(town, phones, Teller(gallery, folder, staff), base, show.part)
        memories = life.live(days)
    finally:
        phones.quit()
    show.part("Pekerja menuntaskan tugas · the worker finishes")
    call_command("procrastinate", "worker", wait=False, concurrency=1)
    show.part("Pengawasan melihat · oversight looks")
    begun = time.process_time()
    flagged = found.look(town, days, _visits(town))
    looked_s = time.process_time() - begun
    twins = town.twins() | {name for name, door in town.doors.items() if door.person in staff.values()}
    counted = score.score(days, plantings, flagged, twins)
    honest, wrong = score.honest_flagged(days, flagged, twins)
    visits = sum(len(day.visits) for day in days)
    return {
        **_counted(memories, visits),
        **score.told(counted, honest=honest, flagged_honest=wrong),
        "seed": asked.seed,
        "fraud_share": asked.fraud,
        "fraud_visits": sum(len(each.families) for each in plantings),
        "look_cpu_s": round(looked_s, 2),
        "refused_on_phone": len(life.refused),
        "missed": found.missed(days, plantings, flagged),
        "false": found.false(days, flagged, twins),
    }


def _drawn(town: Town, share: float, seed: int) -> tuple[list[Day], list[Planting]]:
    """Days as they would have been, then with frauds in them; a chance of its own for each, so that one more deed
    doesn't change who was at home."""
    honest, deeds = Random(f"honest {seed}"), Random(f"frauds {seed}")  # noqa: S311  # scenarios, not secrets
    own = {payer: habits(honest) for payer in range(len(town.payers))}
    midnights = {day: town.midnight(day) for day in range(len(town.days))}
    days = [honest_day(*key, town.doors_of(key), midnights[key[1]], own[key[0]], honest) for key in sorted(town.rounds)]
    return plant(
        together(days, own, honest), share, deeds, habits=own, midnights=midnights, names=town.names,
        holidays=frozenset({town.holiday}),
    )  # fmt: skip


def _staff(town: Town, plantings: Sequence[Planting]) -> dict[int, str]:
    """Payers who show their own face, each as one of the invented people, those first whom fewest families share."""
    payers = sorted({each.payer for each in plantings if each.fraud is Fraud.STAFF_FACE})
    shown = {town.doors[family].person for each in plantings for family in each.families}
    people = sorted({door.person for door in town.doors.values()} - shown) or sorted(shown)
    return dict(zip(payers, people, strict=False))


def _visits(town: Town) -> dict[tuple[int, str], UUID]:
    """(day, family) -> the visit as the house knows it; the last where there were several."""
    number = {date: day for day, date in enumerate(town.days)}
    return {
        (number[one.visit.day], str(one.visit.family)): one.visit.id
        for one in seen.visits_of_stage(town.stage)
        if one.visit.day in number
    }


def _counted(memories: Sequence[Remembered], visits: int) -> dict[str, object]:
    return {**count(memories), "replay_same_state": seen.replay().same_state, "visits_told": visits}
