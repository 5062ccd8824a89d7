"""Writes what is made of events: visits, judgements, photos expected."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from django.db import connection

from amanah.values.ids import new_id
from amanah.values.money import Money
from amanah.visits import models
from amanah.visits.store import policies
from amanah.visits.types import (
    Against,
    Doubt,
    Event,
    Failed,
    HomeTagged,
    KnownHome,
    Owed,
    Paid,
    PaymentPaid,
    Photo,
    Policy,
    Settlement,
    Suspended,
    Visit,
    VisitEvidence,
    VisitFailed,
    ending_word,
)

_VISITS = """
INSERT INTO visits_visit (id, phone_id, office_id, family, village, stage, day, started_at, ending, reason, band,
                          compared, way, total, lat, lng, ended_seq, received_at)
SELECT id, %s, %s, family, village, stage, day, started_at, ending, reason, band, compared, way, total, lat, lng,
       ended_seq, received_at
FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::uuid[], %s::date[], %s::timestamptz[], %s::text[], %s::text[],
            %s::text[], %s::text[], %s::text[], %s::bigint[], %s::float8[], %s::float8[], %s::bigint[],
            %s::timestamptz[])
     AS v(id, family, village, stage, day, started_at, ending, reason, band, compared, way, total, lat, lng,
          ended_seq, received_at)
ON CONFLICT (id) DO UPDATE SET
    family = excluded.family, village = excluded.village, stage = excluded.stage, day = excluded.day,
    started_at = excluded.started_at, ending = excluded.ending, reason = excluded.reason, band = excluded.band,
    compared = excluded.compared, way = excluded.way, total = excluded.total,
    lat = excluded.lat, lng = excluded.lng, ended_seq = excluded.ended_seq, received_at = excluded.received_at
-- a visit belongs to the phone that first told of it: another phone's claim to its id changes nothing
WHERE visits_visit.phone_id = excluded.phone_id
RETURNING id
"""
_RETIRE = "UPDATE visits_judgement SET is_current = false WHERE visit_id = ANY(%s) AND is_current"
_JUDGE = "COPY visits_judgement (id, visit_id, doubts, policy, against, at, is_current) FROM STDIN"
_EXPECT = """
INSERT INTO visits_media (sha256, phone_id, visit, kind, size_bytes, received_bytes, state)
SELECT sha256, %s, visit, kind, size_bytes, 0, 'expected'
FROM unnest(%s::text[], %s::uuid[], %s::text[], %s::int[]) AS m(sha256, visit, kind, size_bytes)
ON CONFLICT ON CONSTRAINT photo_named_once_a_phone
    -- the signed event knows what a photo is, the upload's own word was only a hint; who named it first keeps it
    DO UPDATE SET visit = excluded.visit, kind = excluded.kind
    WHERE visits_media.visit IS NULL
       OR (visits_media.visit = excluded.visit AND visits_media.kind <> excluded.kind)
"""
_MOST_BYTES = 2**31 - 1


def keep(
    visits: Sequence[Visit],
    *,
    phone: UUID,
    office: str,
    owed: Mapping[UUID, Owed],
    villages: Mapping[UUID, str] = MappingProxyType({}),
) -> set[UUID]:
    """Writes the visits as they now stand; gives those that are this phone's. `villages`: as in `village_of`."""
    if not visits:
        return set()
    debts = [_debt(visit, owed) for visit in visits]
    columns: list[list[object]] = [
        [v.id for v in visits],
        [v.family for v in visits],
        [village_of(v, owed, villages) or "" for v in visits],
        [debt.stage if debt else None for debt in debts],
        [v.day for v in visits],
        [v.started_at for v in visits],
        [ending_word(v.ending) for v in visits],
        [v.ending.reason.value if isinstance(v.ending, Failed) else "" for v in visits],
        [v.face.band.value if v.face else "" for v in visits],
        [compared_with(v) for v in visits],
        [v.other_way.way.value if v.other_way else "" for v in visits],
        [v.ending.total.rupiah if isinstance(v.ending, Paid) else 0 for v in visits],
        [v.place.lat if v.place else None for v in visits],
        [v.place.lng if v.place else None for v in visits],
        [v.ended_seq for v in visits],
        [v.received_at for v in visits],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_VISITS, [phone, office, *columns])
        return {id_ for (id_,) in cursor.fetchall()}


def compared_with(visit: Visit) -> Literal["reference", "ktp", ""]:
    """What the phone held the face against."""
    if visit.face is None or visit.face.reference is None:
        return ""
    return "ktp" if visit.face.reference == "ktp" else "reference"


def named_by(visit: Visit) -> tuple[UUID, ...]:
    """The entitlements a visit's ending names."""
    match visit.ending:
        case Paid(items=items):
            return tuple(item.entitlement for item in items)
        case Failed(entitlements=entitlements):
            return entitlements
        case _:
            return ()


def _debt(visit: Visit, owed: Mapping[UUID, Owed]) -> Owed | None:
    return next((owed[e] for e in named_by(visit) if e in owed and owed[e].family == visit.family), None)


def village_of(
    visit: Visit, owed: Mapping[UUID, Owed], villages: Mapping[UUID, str] = MappingProxyType({})
) -> str | None:
    """Where the entitlement it names is paid; of a visit that names none, the family's own (`villages`: by family)."""
    debt = _debt(visit, owed)
    return debt.village if debt else villages.get(visit.family)


def judgements(visits: Iterable[UUID]) -> dict[UUID, tuple[frozenset[Doubt], Against]]:
    """Current judgements by visit."""
    rows = models.Judgement.objects.filter(visit__in=list(visits), is_current=True)
    return {
        visit: (frozenset(map(Doubt, doubts)), against_of(against))
        for visit, doubts, against in rows.values_list("visit_id", "doubts", "against")
    }


def judge(
    judged: Sequence[tuple[UUID, frozenset[Doubt], Against]], *, retired: Sequence[UUID], policy: Policy, now: datetime
) -> None:
    """Adds judgements and keeps the policy they name; those they replace are kept, no longer current."""
    if not judged:
        return
    policies.keep(policy, now=now)
    with connection.cursor() as cursor:
        if retired:
            cursor.execute(_RETIRE, [list(retired)])
        with connection.wrap_database_errors, cursor.copy(_JUDGE) as copy:
            for visit, doubts, against in judged:
                said = json.dumps(asdict(against))
                copy.write_row((new_id(), visit, sorted(doubts), policy.version, said, now, True))


def against_of(kept: Mapping[str, object]) -> Against:
    home = kept.get("home")
    outside, second = kept.get("outside_m"), kept.get("second_likeness")
    band, live, right = kept.get("second_band"), kept.get("second_live"), kept.get("code_right")
    disputed, letter = kept.get("contested"), kept.get("letter_right")
    approval, edition = kept.get("approval_right"), kept.get("edition")
    return Against(
        edition=edition if isinstance(edition, int) else None,
        contested="proven" if disputed == "proven" else "unproven" if disputed == "unproven" else None,
        letter_right=letter if isinstance(letter, bool) else None,
        letter_twice=kept.get("letter_twice") is True,
        approval_right=approval if isinstance(approval, bool) else None,
        house_elsewhere=kept.get("house_elsewhere") is True,
        second_band=band if isinstance(band, str) else None,
        second_live=float(live) if isinstance(live, int | float) else None,
        by_card=kept.get("by_card") is True,
        code_right=right if isinstance(right, bool) else None,
        home=KnownHome(**home) if isinstance(home, dict) else None,
        outside_m=float(outside) if isinstance(outside, int | float) else None,
        second_likeness=float(second) if isinstance(second, int | float) else None,
    )


def settlements_of(visits: Iterable[UUID], *, phone: UUID | None = None) -> dict[UUID, list[Settlement]]:
    """By visit. Asked by the visits alone: by its phone, all that it ever paid would be read."""
    rows = models.Settlement.objects.filter(visit__in=list(visits)).order_by("visit", "entitlement")
    found: dict[UUID, list[Settlement]] = defaultdict(list)
    for row in rows:
        if phone in (None, row.phone_id):
            found[row.visit].append(as_settlement(row))
    return found


def as_settlement(row: models.Settlement) -> Settlement:
    return Settlement(
        id=row.id,
        payment=row.payment,
        entitlement=row.entitlement,
        visit=row.visit,
        family=row.family,
        phone=row.phone_id,
        office=row.office_id,
        day=row.day,
        amount=Money(row.amount),
        why=Suspended(row.why) if row.why else None,
        doubts=frozenset(map(Doubt, row.doubts)),
        event=row.event_id,
        at=row.at,
    )


def expect_photos(phone: UUID, events: Iterable[Event]) -> None:
    """Notes the photos that events name: their bytes are to follow."""
    named: dict[str, tuple[UUID, str, int]] = {}
    for event in events:
        for sha256, visit, kind, size_bytes in _photos_named(event):
            named.setdefault(sha256, (visit, kind, size_bytes))
    if not named:
        return
    visits, kinds, sizes = zip(*named.values(), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_EXPECT, [phone, list(named), list(visits), list(kinds), list(sizes)])


def _photos_named(event: Event) -> Iterable[tuple[str, UUID, str, int]]:
    match event.body:
        case (
            VisitEvidence(visit=visit, photos=photos)
            | VisitFailed(visit=visit, photos=photos)
            | HomeTagged(visit=visit, photos=photos)
        ):
            for photo in photos:
                yield from _with_thumb(photo, visit)
        case PaymentPaid(visit=visit, signature=str(signature)):
            yield signature, visit, "signature", 0
        case _:
            return


def _with_thumb(photo: Photo, visit: UUID) -> Iterable[tuple[str, UUID, str, int]]:
    yield photo.sha256, visit, photo.kind.value, min(photo.size_bytes, _MOST_BYTES)
    if photo.thumb:
        yield photo.thumb, visit, f"{photo.kind.value}_thumb", 0


def missing_photos(phone: UUID, *, most: int = 500) -> tuple[str, ...]:
    """Hashes of every photo this phone's events named that isn't here, sorted."""
    rows = models.Media.objects.filter(phone=phone).exclude(state__in=["complete", "aside"])
    return tuple(rows.order_by("sha256").values_list("sha256", flat=True)[:most])
