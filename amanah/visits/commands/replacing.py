"""A phone that broke, was lost or forgot its vault is replaced in one flow: lost, a new code, the round taken over.

The new round has a bag of its own: the old one is counted like any other, and its cash handed out anew.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from amanah.access import commands as access_commands
from amanah.access import queries as access
from amanah.access.types import Enrolled, Phone, PhoneState
from amanah.programs import queries as programs
from amanah.values.problem import Problem, Sentence
from amanah.visits import models
from amanah.visits.commands.leasing import declare_lost, lease_stops
from amanah.visits.commands.telling import Told, tell
from amanah.visits.store import books
from amanah.visits.store.rounds import done_stops
from amanah.visits.types import RoundKind


@transaction.atomic
def replace(phone_id: UUID, *, by: str, now: datetime, reason: str) -> str:
    """Declares the phone lost and opens an enrolment for the one that goes on with its work; gives the code.

    Lost already: only the code, so that one that ran out can be asked for again.
    Problems: `phone_unknown`, `phone_revoked` (409), `payer_unknown`.
    """
    old = access.phone(phone_id)
    if old is None:
        raise Problem("phone_unknown", Sentence("HP ini tidak terdaftar.", "There is no such phone."), status=404)
    if old.state is PhoneState.REVOKED:
        raise Problem(
            "phone_revoked",
            Sentence(
                "HP ini sudah dicabut. Nyatakan hilang lebih dulu, baru ganti.",
                "This phone was revoked. Declare it lost first, then replace it.",
            ),
            status=409,
        )
    if old.is_active:
        declare_lost(phone_id, by=by, now=now, reason=reason)
    return access_commands.open_enrolment(old.payer.id, office=old.office, by=by, now=now, replaces=old.id)


@transaction.atomic
def enrol(code: str, *, public_key: str, name: str, device: str = "", had_seq: int = 0, now: datetime) -> Enrolled:
    """Enrols a phone; one that replaces another takes its round over in the same breath. Problems: `enrol_phone`."""
    done = access_commands.enrol_phone(code, public_key=public_key, name=name, device=device, had_seq=had_seq, now=now)
    if done.phone.replaces:
        _go_on(done.phone, done.phone.replaces, now=now)
    return done


def _go_on(phone: Phone, old: UUID, *, now: datetime) -> None:
    """The newest round the old phone was out with goes on with what isn't settled; its leases are contested."""
    rounds = models.Round.objects.select_for_update().filter(phone=old, state="out").order_by("-day", "-id")
    before = rounds.first()
    if before is None or models.Round.objects.filter(goes_on=before).exists():
        return
    if phone.tags_only != (before.kind == RoundKind.TAG):
        return  # the person has another duty by now
    families = _unsettled(before)
    row = models.Round.objects.create(
        office_id=before.office_id, day=before.day, stage_id=before.stage_id, kind=before.kind,
        payer_id=before.payer_id, phone_id=phone.id, state="out", goes_on=before,
    )  # fmt: skip
    models.Stop.objects.bulk_create(
        models.Stop(round=row, family_id=family, order=place) for place, family in enumerate(families, start=1)
    )
    leased = lease_stops(row, families, now=now)
    details = {"old": str(old), "from": str(before.id), "families": len(families), "leased": leased.leased}
    tell([Told("visits.phone_replaced", f"round:{row.id}", details)], by=phone.label, now=now)


def _unsettled(row: models.Round) -> list[UUID]:
    """Families of a round that are still owed something, or still to be marked, in the round's order."""
    stops = list(row.stops.order_by("order").values_list("family_id", flat=True))
    if row.stage_id is None:
        done = done_stops(row)
        return [family for family in stops if family not in done]
    due = programs.due(row.office_id, row.stage_id)
    settled = set(books.settled([e.id for e in due]))
    owed = {e.family for e in due if e.id not in settled}
    return [family for family in stops if family in owed]
