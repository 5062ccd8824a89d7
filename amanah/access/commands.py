"""Hiring, offices and villages, enrolling and revoking phones, and looking at personal data on the record."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from amanah.access import editions, intake, models, problems, queries, rules
from amanah.access.types import Actor, Edition, Enrolled, Grant, Office, Person, PhoneState, Village
from amanah.journal import commands as journal
from amanah.values.clock import utc_now
from amanah.values.ids import new_id
from amanah.values.problem import Sentence
from amanah.vault import queries as vault
from amanah.vault.signing import b64url

TICKET_LIFE = timedelta(minutes=15)


@transaction.atomic
def hire(username: str, name: str, password: str, grants: Sequence[Grant], *, by: str, language: str = "id") -> Person:
    """A new user with their grants.

    Raises Problem `username_unusable`, `username_taken`, `area_unknown` or `password_too_weak`.
    """
    if not rules.is_username(username):
        raise problems.username_unusable()
    _refuse_unknown_areas(grants)
    if models.User.objects.filter(username=username).exists():
        raise problems.username_taken(username)
    user = models.User(id=new_id(), username=username, name=name, language=language)
    _refuse_weak_password(password, user)
    user.password = make_password(password)
    user.save(force_insert=True)
    models.Grant.objects.bulk_create(models.Grant(user=user, role=g.role, area=g.area) for g in grants)
    _note("access.hired", by=by, about=f"user:{username}", details={"grants": [f"{g.role} {g.area}" for g in grants]})
    return Person(user.id, user.username, user.name)


@transaction.atomic
def grant(username: str, given: Grant, *, by: str) -> None:
    """Gives a role in an area. Given already: quiet. Raises Problem `user_unknown` or `area_unknown`."""
    _refuse_unknown_areas([given])
    user = _user(username)
    _, is_new = models.Grant.objects.get_or_create(user=user, role=given.role, area=given.area)
    if is_new:
        _note("access.granted", by=by, about=f"user:{username}", details={"grant": f"{given.role} {given.area}"})


@transaction.atomic
def withdraw(username: str, taken: Grant, *, by: str) -> None:
    """Takes a role in an area back. Not held: quiet."""
    gone, _ = models.Grant.objects.filter(user=_user(username), role=taken.role, area=taken.area).delete()
    if gone:
        _note("access.withdrawn", by=by, about=f"user:{username}", details={"grant": f"{taken.role} {taken.area}"})


@transaction.atomic
def dismiss(username: str, *, by: str) -> None:
    """Somebody no longer works here: no log-in, nothing they may do. What they did stays."""
    user = _user(username)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _note("access.dismissed", by=by, about=f"user:{username}", details={})


@transaction.atomic
def add_office(office: Office, *, by: str) -> None:
    """Adds an office, or corrects one with the same number."""
    values = {
        "name": office.name,
        "kind": office.kind,
        "parent_id": office.parent,
        "lat": office.lat,
        "lng": office.lng,
        "hotline": office.hotline,
    }
    models.Office.objects.update_or_create(nopen=office.nopen, defaults=values)
    _note("access.office_added", by=by, about=f"nopen:{office.nopen}", details={"name": office.name})


@transaction.atomic
def load_villages(source: Path | Sequence[Village], *, by: str, edition: Edition | None = None) -> int:
    """Adds or corrects villages, from values or from a CSV with columns code, name, lat, lng and optionally nopen.

    A village keeps the office or area it has where the source names none. Areas become an edition of their own, beside
    the older ones; `edition` says which file they came from. Gives how many villages there were.
    Raises Problem `villages_unreadable` naming the line.
    """
    villages = intake.read_villages(source) if isinstance(source, Path) else source
    for fields, rows in intake.by_known_fields(villages).items():
        models.Village.objects.bulk_create(
            [_village_row(v) for v in rows],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=fields,
        )
    kept = editions.keep([village for village in villages if village.area], edition, by=by, now=utc_now())
    details = {"count": len(villages)} | ({"edition": kept.number, "sha256": kept.sha256} if kept else {})
    _note("access.villages_loaded", by=by, about="villages", details=details)
    return len(villages)


@transaction.atomic
def assign_villages(offices: Mapping[str, str], *, by: str) -> None:
    """Says which office serves which village: village code -> nopen."""
    for nopen in set(offices.values()):
        codes = [code for code, office in offices.items() if office == nopen]
        models.Village.objects.filter(code__in=codes).update(office=nopen)
    _note("access.villages_assigned", by=by, about="villages", details=dict(offices))


@transaction.atomic
def open_enrolment(payer_id: UUID, *, office: str, by: str, now: datetime, replaces: UUID | None = None) -> str:
    """A code with which one phone may enrol for this payer, once, within 15 minutes: `ABCDE-FGHJK`.

    `replaces`: the payer's phone whose work the new one goes on with. Supervisors and geotaggers carry phones too.
    Raises Problem `payer_unknown` for somebody who carries no phone of this office.
    """
    if payer_id not in {person.id for person in queries.carriers(office)}:
        raise problems.payer_unknown()
    code = "".join(secrets.choice(rules.CODE_LETTERS) for _ in range(rules.CODE_LENGTH))
    models.EnrolmentTicket.objects.create(
        code_print=_code_print(code), user_id=payer_id, office_id=office, opened_by=by, expires_at=now + TICKET_LIFE,
        replaces_id=replaces,
    )  # fmt: skip
    _note("access.enrolment_opened", by=by, about=f"person:{payer_id}", details={"office": office}, now=now)
    return rules.spaced_code(code)


@transaction.atomic
def enrol_phone(
    code: str, *, public_key: str, name: str, device: str = "", had_seq: int = 0, now: datetime
) -> Enrolled:
    """Enrols a phone by its code and its own new key (SPKI base64url, P-256); `device` is its model, if it tells.

    `had_seq`: how far the chain reached that was lost on this very device, for the journal and whoever looks for it.

    Raises Problem `code_unknown` (401), `code_used` (409), `code_expired` (401), `public_key_unusable` (400),
    `phone_known` (409).
    """
    ticket = models.EnrolmentTicket.objects.select_for_update().filter(code_print=_code_print(code)).first()
    _refuse_ticket(ticket, now=now)
    assert ticket is not None  # _refuse_ticket raised otherwise
    if not vault.is_public_key(public_key):
        raise problems.public_key_unusable()
    if models.Phone.objects.filter(public_key=public_key).exists():
        raise problems.phone_known()
    token = secrets.token_bytes(32)
    row = models.Phone.objects.create(
        user_id=ticket.user_id,
        office_id=ticket.office_id,
        name=name[:80],
        device=device[:80],
        public_key=public_key,
        token_hash=sha256(token).digest(),
        enrolled_at=now,
        had_seq=had_seq,
        replaces_id=ticket.replaces_id,
        tags_only=ticket.user_id in {person.id for person in queries.geotaggers(ticket.office_id)},
    )
    ticket.used_at = now
    ticket.save(update_fields=["used_at"])
    _note("access.phone_enrolled", by=ticket.opened_by, about=f"phone:{row.id}", details=_enrolment(row), now=now)
    return _enrolled(row.id, b64url(token))


@transaction.atomic
def revoke_phone(phone_id: UUID, *, by: str, now: datetime, reason: str, is_lost: bool = False) -> None:
    """The phone gets nothing more from the house; what it still sends is kept aside. Revoked already: quiet.

    A revoked phone can still be declared lost. Raises Problem `phone_unknown`.
    """
    row = models.Phone.objects.select_for_update().filter(pk=phone_id).first()
    if row is None:
        raise problems.phone_unknown()
    state = PhoneState.LOST if is_lost else PhoneState.REVOKED
    if row.state in (state, PhoneState.LOST):
        return
    row.state = state
    row.save(update_fields=["state"])
    word = "access.phone_lost" if is_lost else "access.phone_revoked"
    _note(word, by=by, about=f"phone:{phone_id}", details={"reason": reason}, now=now)


def _enrolment(row: models.Phone) -> dict[str, object]:
    lost = {"had_seq": row.had_seq} if row.had_seq else {}
    return {"name": row.name, **lost, **({"replaces": str(row.replaces_id)} if row.replaces_id else {})}


def see_phone(phone_id: UUID, *, now: datetime) -> None:
    """Remembers to the minute when a phone last spoke to us: most calls write nothing."""
    stale = Q(last_seen_at=None) | Q(last_seen_at__lt=now - timedelta(minutes=1))
    models.Phone.objects.filter(stale, pk=phone_id).update(last_seen_at=now)


def look(actor: Actor, *, what: str, about: str, reason: str, now: datetime) -> None:
    """Puts on record that somebody looks at personal data: `what` such as `face` or `nik`, `about` such as
    `family:<uuid>`. Call it before showing. Raises Problem `reason_missing`.
    """
    if not reason.strip():
        raise problems.reason_missing()
    details = {"what": what, "reason": reason.strip()}
    journal.append("access.looked", by=actor.label, about=about, details=details, now=now)


def _note(word: str, *, by: str, about: str, details: Mapping[str, object], now: datetime | None = None) -> None:
    journal.append(word, by=by, about=about, details=details, now=now or utc_now())


def _user(username: str) -> models.User:
    user = models.User.objects.filter(username=username).first()
    if user is None:
        raise problems.user_unknown(username)
    return user


def _refuse_unknown_areas(grants: Sequence[Grant]) -> None:
    for each in grants:
        if not rules.is_area(each.area):
            raise problems.area_unknown(each.area)


def _refuse_weak_password(password: str, user: models.User) -> None:
    said = {language: _weakness(password, user, language) for language in ("id", "en")}
    if said["en"]:
        raise problems.password_too_weak(Sentence(**said))


def _weakness(password: str, user: models.User, language: str) -> str:
    """Django's own words about what is weak, in one language; empty when nothing is."""
    with translation.override(language):
        try:
            validate_password(password, user)
        except ValidationError as weak:
            return " ".join(weak.messages)
    return ""


def _code_print(code: str) -> bytes:
    return vault.fingerprint("enrolment code", rules.tidy_code(code))


def _refuse_ticket(ticket: models.EnrolmentTicket | None, *, now: datetime) -> None:
    if ticket is None:
        raise problems.code_unknown()
    if ticket.used_at is not None:
        raise problems.code_used()
    if ticket.expires_at <= now:
        raise problems.code_expired()


def _enrolled(phone_id: UUID, token: str) -> Enrolled:
    phone = queries.phone(phone_id)
    assert phone is not None  # stored in this transaction
    office = queries.office(phone.office)
    assert office is not None  # held by its foreign key
    return Enrolled(phone=phone, token=token, house_key=vault.house_public_key(), office=office)


def _village_row(village: Village) -> models.Village:
    return models.Village(
        code=village.code,
        name=village.name,
        lat=village.lat,
        lng=village.lng,
        office_id=village.office,
    )
