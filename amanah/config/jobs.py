"""What follows from what: journal word -> jobs of the rooms above. The one map; rooms themselves call nobody upwards.

A room tells its words in its own transaction (`visits.commands.telling`); the worker finds here what to do. Every
job may run twice: each command it asks is quiet the second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from amanah.config.homes import learn_places
from amanah.eligibility import commands as eligibility
from amanah.oversight import commands as oversight
from amanah.oversight.types import CaseKind
from amanah.receipts import commands as receipts
from amanah.registry import commands as registry
from amanah.registry import queries as known_by_us
from amanah.values.clock import utc_now
from amanah.visits import commands as visits
from amanah.visits import queries as seen
from amanah.visits.commands import later
from amanah.visits.queries.given import receipts_asked
from amanah.visits.types import QUIET, Doubt, Paid

Said = Mapping[str, Any]
BY = "job:follow"


def open_doubt_cases(said: Said, now: datetime) -> None:
    """One case a visit; a doubt that only says "first time here" opens none."""
    found = seen.judged(_ids(said))
    known = known_by_us.families({one.family for one in found})
    for one in found:
        if one.doubts - QUIET:
            oversight.open_case(
                CaseKind.DOUBT, about=f"visit:{one.visit}", office=one.office, doubts=sorted(one.doubts - QUIET),
                by=BY, now=now, family=one.family if one.family in known else None, visit=one.visit,
            )  # fmt: skip


def _ids(said: Said) -> list[UUID]:
    return [UUID(visit) for visit in said["visits"]]


def learn_homes(said: Said, now: datetime) -> None:
    learn_places(_ids(said), by=BY)


def assess_families(said: Said, now: datetime) -> None:
    stages: dict[UUID, set[UUID]] = {}
    for one in seen.judged(_ids(said)):
        if one.stage:
            stages.setdefault(one.stage, set()).add(one.family)
    for stage, families in stages.items():
        eligibility.assess_stage(stage, by=BY, now=now, families=families)


def open_suspense_cases(said: Said, now: datetime) -> None:
    known = known_by_us.families({UUID(one["family"]) for one in said["suspended"]})
    for one in said["suspended"]:
        family = UUID(one["family"])  # a claim: the phone may name one that nobody knows
        kind = CaseKind.DOUBLE_PAID if one["why"] == Doubt.DOUBLE_PAID else CaseKind.SUSPENSE
        oversight.open_case(
            kind, about=f"settlement:{one['settlement']}", office=one["office"], doubts=[one["why"]], by=BY, now=now,
            family=family if family in known else None, visit=UUID(one["visit"]),
        )  # fmt: skip


def open_float_cases(said: Said, now: datetime) -> None:
    for one in said["floats"]:
        oversight.open_case(
            CaseKind.FLOAT, about=f"round:{one['round']}", office=one["office"], doubts=[Doubt.FLOAT_DIFFERS], by=BY,
            now=now,
        )  # fmt: skip


def open_late_cases(said: Said, now: datetime) -> None:
    """Cash moved in a bag that was counted: one case a counting, whatever was answered about the bag before."""
    counted = seen.closings([UUID(one["round"]) for one in said["floats"]])
    for one in said["floats"]:
        last = counted.get(UUID(one["round"]))
        since = last.at.isoformat() if last else ""
        oversight.open_case(
            CaseKind.FLOAT, about=f"round:{one['round']}:late:{since}", office=one["office"],
            doubts=[Doubt.FLOAT_DIFFERS], by=BY, now=now,
        )  # fmt: skip


def open_variance_case(said: Said, now: datetime) -> None:
    """A bag that was counted short or over: a case of this counting, though the morning's word had one too."""
    if said["variance"]:
        oversight.open_case(
            CaseKind.FLOAT, about=f"round:{said['round']}:counted:{said['closing']}", office=said["office"],
            doubts=[Doubt.FLOAT_DIFFERS], by=BY, now=now,
        )  # fmt: skip


def open_incident_cases(said: Said, now: datetime) -> None:
    for one in said["incidents"]:
        oversight.open_case(
            CaseKind.INCIDENT, about=f"incident:{one['incident']}", office=one["office"], doubts=[one["code"]], by=BY,
            now=now,
        )  # fmt: skip


def open_letter_case(said: Said, now: datetime) -> None:
    """A revoked phone sent something: somebody must read it. Strangers' letters have no office to ask."""
    if said["office"]:
        oversight.open_case(
            CaseKind.INCIDENT, about=f"letter:{said['letter']}", office=said["office"], doubts=["letter_kept"], by=BY,
            now=now,
        )  # fmt: skip


def open_unbooked_case(said: Said, now: datetime) -> None:
    """Money may have moved that the books don't know of: the office must hear of it before it counts the bag."""
    oversight.open_case(
        CaseKind.INCIDENT, about=f"unbooked:{said['unbooked']}", office=said["office"], doubts=["not_booked"], by=BY,
        now=now,
    )  # fmt: skip


def book_again(said: Said, now: datetime) -> None:
    """Comes back by itself until it is booked: at the latest with the version of us that is mended."""
    wait_s = later.book_again(UUID(said["unbooked"]), by=BY, now=now)
    if wait_s is not None:
        do.configure(schedule_in={"seconds": round(wait_s)}).defer(job="book_again", said=dict(said))


def note_hazards(said: Said, now: datetime) -> None:
    for one in seen.hazards_told([UUID(event) for event in said["events"]]):
        try:
            with transaction.atomic():
                registry.note_hazard(
                    one.family, kind=one.kind, note=one.note, helped=one.helped, gone=one.gone, at=one.at, by=BY
                )
        except IntegrityError:
            continue  # a phone named a family nobody knows


def take_up_receipts(said: Said, now: datetime) -> None:
    """Each message is kept and its sending deferred in one step: none is lost between the two."""
    for asked in receipts_asked([UUID(event) for event in said["events"]]):
        with transaction.atomic():
            message = receipts.take_up(asked, by="job:receipts", now=now)
            if message:
                do.defer(job="send_receipt", said={"message": str(message)})


def send_receipt(said: Said, now: datetime) -> None:
    """Tries once, and comes back later by itself as long as it isn't sent: nobody waits for it meanwhile."""
    wait_s = receipts.send(UUID(said["message"]), by="job:receipts", now=now)
    if wait_s is not None:
        do.configure(schedule_in={"seconds": round(wait_s)}).defer(job="send_receipt", said=dict(said))


def look_at_complete(said: Said, now: datetime) -> None:
    """Visits whose photos came before their ending; the others are looked at when the last photo comes."""
    for id_ in _ids(said):
        found = seen.evidence(id_)
        if found and found.photos and not found.missing:
            visits.look_again(id_, by="job:second look", now=now)


def look_again(said: Said, now: datetime) -> None:
    found = seen.visit(UUID(said["visit"]))
    if found and isinstance(found.visit.ending, Paid):
        visits.look_again(found.visit.id, by="job:second look", now=now)


def ask_verifier(said: Said, now: datetime) -> None:
    """Asks, and comes back later by itself as long as there is no answer: nobody waits for it meanwhile."""
    attempt = int(said.get("attempt", 1))
    wait_s = visits.ask_verifier(UUID(said["visit"]), attempt=attempt, by="job:verifier", now=now)
    if wait_s is not None:
        again = {**said, "attempt": attempt + 1}
        do.configure(schedule_in={"seconds": round(wait_s)}).defer(job="ask_verifier", said=again)


def open_outside_case(said: Said, now: datetime) -> None:
    """An outside verifier says it is somebody else: for a person to look at, beside what is doubted already."""
    found = seen.visit(UUID(said["visit"]))
    if found:
        family = found.visit.family
        oversight.open_case(
            CaseKind.DOUBT, about=f"visit:{found.visit.id}", office=found.office, doubts=[Doubt.OUTSIDE_DIFFERS],
            by=BY, now=now, family=family if known_by_us.family(family) else None, visit=found.visit.id,
        )  # fmt: skip


def look_at_day(said: Said, now: datetime) -> None:
    """A payer's day is over: the office's day is looked at across its visits. What comes late is seen at night."""
    found = seen.round_of(UUID(said["round"]))
    if found:
        oversight.look(found.office, found.day, by="job:patterns", now=now)


FOLLOWS: dict[str, tuple[Callable[[Said, datetime], None], ...]] = {
    "visits.judged": (open_doubt_cases, learn_homes, assess_families, look_at_complete),
    "visits.suspended": (open_suspense_cases,),
    "visits.float_differed": (open_float_cases,),
    "visits.bag_moved_late": (open_late_cases,),
    "visits.round_closed": (open_variance_case, look_at_day),
    "visits.incident_raised": (open_incident_cases,),
    "visits.letter_kept": (open_letter_case,),
    "visits.not_booked": (open_unbooked_case, book_again),
    "visits.hazards_noted": (note_hazards,),
    "visits.receipts_asked": (take_up_receipts,),
    "visits.evidence_complete": (look_again,),
    "visits.look_unsure": (ask_verifier,),
    "visits.outside_differs": (open_outside_case,),
}
"""Words with nothing behind them (visits.accepted, visits.rounds_planned, …) are for the journal alone."""


JOBS = {job.__name__: job for jobs in (*FOLLOWS.values(), (send_receipt,)) for job in jobs}
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)


@app.task(name="amanah.follow", queue="follow", retry=AGAIN)
def follow(told: list[Said]) -> None:
    """Defers what follows from each word, each as a job of its own: one that fails holds up no other."""
    with transaction.atomic():
        for one in told:
            for job in FOLLOWS.get(one["word"], ()):
                do.defer(job=job.__name__, said=dict(one["details"]))


@app.task(name="amanah.do", queue="follow", retry=AGAIN)
def do(job: str, said: Said) -> None:
    JOBS[job](said, utc_now())


@app.periodic(cron="* * * * *")
@app.task(name="amanah.tend", queue="follow", queueing_lock="amanah.tend", pass_context=True)
async def tend(context: JobContext, timestamp: int) -> None:
    """Each minute: jobs left behind by a worker that died begin again; jobs done three days ago are let go."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=60):
        if job.queueing_lock is None:  # this very task: the next minute brings another
            await jobs.retry_job(job)
    await jobs.delete_old_jobs(nb_hours=72)


@app.periodic(cron="* * * * *")
@app.task(name="amanah.search_areas", queue="follow", queueing_lock="amanah.search_areas")
def search_areas(timestamp: int) -> None:
    """Each minute: faces that came in, however they came, beside those of their regency; cases as people have room."""
    oversight.search_areas(by="job:face search", now=utc_now())
    oversight.open_waiting_pairs(by="job:face search", now=utc_now(), most_open=settings.AMANAH_PAIRS_OPEN)
