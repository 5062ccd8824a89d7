"""The pack: everything a phone needs for its day without network (contract, A3)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.timezone import get_default_timezone

from amanah.access import queries as access
from amanah.access.types import Phone
from amanah.faces import disguise
from amanah.programs import queries as programs
from amanah.programs.types import Entitlement
from amanah.registry import queries as registry
from amanah.registry.types import Family
from amanah.values.ids import new_id
from amanah.vault import queries as vault
from amanah.visits import models
from amanah.visits.queries import marking, places
from amanah.visits.queries.codes import approvers, day_keys
from amanah.visits.queries.contested import contested
from amanah.visits.queries.failed import LastFailed, last_failed
from amanah.visits.queries.known_faces import in_disguise, known_faces, text
from amanah.visits.queries.maps import maps_of
from amanah.visits.queries.policies import in_force
from amanah.visits.queries.thumbs import house_thumbs
from amanah.visits.types import CONTRACT, Policy

Json = dict[str, Any]
MOST_TAGS = 3


def pack_for(
    phone: Phone, *, now: datetime, epoch: int, leases: str | None = None, policy: Policy | None = None
) -> Json | None:
    """The phone's pack; None when it said the hash of its open leases and nothing in the pack has changed since.

    The round is the newest that is out with this phone; without one the pack says `round: null` and no families.
    """
    round_ = models.Round.objects.filter(phone=phone.id, state="out").order_by("-day", "-id").first()
    held = list(models.Lease.objects.filter(phone=phone.id, ended_at__isnull=True)) if round_ else []
    content = _content(phone, round_, held, policy or in_force(), now)
    print_ = sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    known = models.PhoneChain.objects.filter(phone=phone.id).values_list("pack_print", flat=True).first()
    if leases is not None and leases == lease_hash(held) and known == print_:
        return None
    models.PhoneChain.objects.update_or_create(phone_id=phone.id, defaults={"pack_print": print_})
    made_at = _iso(now)
    secret = secrets.token_bytes(disguise.SECRET_BYTES)
    content |= {"face_secret": text(secret), "families": in_disguise(content["families"], secret=secret)}
    return {"v": 1, "pack": str(new_id()), "made_at": made_at, "server_time": made_at, "epoch": epoch, **content}


def lease_hash(held: Sequence[models.Lease]) -> str:
    """SHA-256 over sorted lines `entitlement:fence`."""
    lines = sorted(f"{lease.entitlement_id}:{lease.fence}" for lease in held)
    return sha256("\n".join(lines).encode()).hexdigest()


def _content(
    phone: Phone, round_: models.Round | None, held: Sequence[models.Lease], policy: Policy, now: datetime
) -> Json:
    office = access.office(phone.office)
    families = _stops(phone, round_, held, now) if round_ else []
    return {
        "contract": CONTRACT,
        "language": "id",
        "phone": str(phone.id),
        "payer": {"id": str(phone.payer.id), "name": phone.payer.name},
        "office": {
            "nopen": phone.office,
            "name": office.name if office else "",
            "hotline": office.hotline if office else "",
        },
        "round": _round(round_) if round_ else None,
        "policy": policy.for_phone(),
        "letter_key": None if phone.tags_only else vault.letter_public_key(),
        "families": families,
        "seal_key": None if phone.tags_only else vault.seal_public_key(),
        **_supervisors(phone, now),
        "map": maps_of(phone.office, families),
    }


def _round(row: models.Round) -> Json:
    opened = models.Event.objects.filter(phone=row.phone_id, type="day.opened", day=row.day).exists()
    return {"id": str(row.id), "day": row.day.isoformat(), "float": row.float, "opened": opened, "kind": row.kind}


def _supervisors(phone: Phone, now: datetime) -> Json:
    """Whose signed word counts in this office; and on a supervisor's own phone, the keys of its codes."""
    if phone.tags_only:
        return {"approvers": [], "supervisor": None}
    known = approvers(phone.office)
    is_one = any(one.id == phone.id for one in known)
    today = now.astimezone(get_default_timezone()).date()
    return {
        "approvers": [{"phone": str(p.id), "name": p.payer.name, "public_key": p.public_key} for p in known],
        "supervisor": {"keys": day_keys(phone.office, today)} if is_one else None,
    }


def _stops(phone: Phone, round_: models.Round, held: Sequence[models.Lease], now: datetime) -> list[Json]:
    return marking.families_to_mark(round_, now=now) if phone.tags_only else _families(round_, held, now)


def _families(round_: models.Round, held: Sequence[models.Lease], now: datetime) -> list[Json]:
    """Families with something leased to this phone, in the order of its round; the rest behind."""
    fences = {lease.entitlement_id: lease.fence for lease in held}
    disputed = contested(fences)
    owed = programs.entitlements(list(fences))
    items: dict[UUID, list[Json]] = {}
    for entitlement in sorted(owed.values(), key=lambda e: (e.programme, e.id)):
        items.setdefault(entitlement.family, []).append(
            _item(entitlement, fences[entitlement.id]) | {"contested": entitlement.id in disputed}
        )
    order: dict[UUID, int] = {}
    for family, place in models.Stop.objects.filter(round=round_).values_list("family_id", "order"):
        order[family] = place
    behind = max(order.values(), default=0) + 1
    ids = sorted(items, key=lambda family: (order.get(family, behind), str(family)))
    return _described(ids, items, {family: order.get(family, behind) for family in ids}, now)


def _described(
    ids: Sequence[UUID], items: Mapping[UUID, list[Json]], order: Mapping[UUID, int], now: datetime
) -> list[Json]:
    known, failed = registry.families(ids), last_failed(ids)
    homes, hazards, faces = registry.homes(ids), registry.hazards(ids, now=now), known_faces(ids)
    tags = registry.tags(ids, most=MOST_TAGS)
    thumbs, villages = house_thumbs(ids), {village.code: village.name for village in access.villages()}
    return [
        {
            **_family(known[id_], villages),
            "order": order[id_],
            "home": places.home(homes.get(id_)),
            "house_thumb": thumbs.get(id_),
            "hazards": [places.hazard(note) for note in hazards.get(id_, [])],
            "reference": None,  # phones that knew of one only had another model
            "references": faces.get(id_, []),
            "items": items[id_],
            "tags": [places.tag(tag) for tag in tags.get(id_, [])],
            "last_failed": _failed(failed.get(id_)),
        }
        for id_ in ids
        if id_ in known
    ]


def _family(family: Family, villages: Mapping[str, str]) -> Json:
    manager = family.manager
    code = family.village or family.village_code
    return {
        "family": str(family.id),
        "name": manager.name,
        "born_year": manager.born.year if manager.born else None,
        "sex": manager.sex,
        "nik_tail": family.nik_tail,
        "kk_tail": family.kk_tail,
        "address": family.address,
        "banjar": family.banjar,
        "village": {"code": code, "name": villages.get(code, "")},
        "needs": list(family.needs),
        "members": [{"name": p.name, "relation": p.relation} for p in family.persons if p.id != manager.id],
    }


def _item(entitlement: Entitlement, fence: int) -> Json:
    return {
        "entitlement": str(entitlement.id),
        "programme": entitlement.programme,
        "label": entitlement.label,
        "amount": entitlement.amount.rupiah,
        "fence": fence,
    }


def _failed(last: LastFailed | None) -> Json | None:
    if last is None:
        return None
    again_on = last.again_on.isoformat() if last.again_on else None
    return {"day": last.day.isoformat(), "reason": last.reason, "again_on": again_on, "again_part": last.again_part}


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
