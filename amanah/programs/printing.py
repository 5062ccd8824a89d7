"""Entitlements and families onto paper: what each letter and each line of a nominative list says. Private here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from amanah.access import queries as access
from amanah.access.types import Village
from amanah.geo.pluscode import short_code
from amanah.geo.types import Fix
from amanah.papers import queries as papers
from amanah.papers.types import DanomRow, Item, Letter, Sender
from amanah.programs import problems
from amanah.programs.types import Entitlement, Stage
from amanah.registry import queries as registry
from amanah.registry.types import Family, KnownPlace
from amanah.values.clock import utc_now
from amanah.values.problem import Language
from amanah.vault import queries as vault


def letters(
    due: Sequence[Entitlement], stage: Stage, nopen: str, only: Collection[UUID] | None, language: Language
) -> bytes:
    owed: dict[UUID, list[Entitlement]] = {}
    for entitlement in due:
        if only is None or entitlement.family in only:
            owed.setdefault(entitlement.family, []).append(entitlement)
    if not owed:
        raise problems.letters_none(nopen)
    families, villages, homes = registry.families(owed), _villages(), registry.homes(owed)
    key, at = vault.letter_key(), utc_now()
    written = []
    for family_id, entitlements in owed.items():
        letter, items = vault.letter_id(family_id, stage.id), tuple(_item(entitlement) for entitlement in entitlements)
        secret = vault.letter_secret(letter)
        code = papers.letter_qr(letter, family=family_id, items=items, stage=stage.label, key=key, at=at, secret=secret)
        family = families[family_id]
        written.append(Letter(
            letter, family_id, family.name, _address(family, villages), family.kk_tail, stage.label, items, code,
            plus_code=_plus_code(homes.get(family_id), villages.get(family.village or "")),
        ))  # fmt: skip
    return papers.letters(written, sender=_sender(nopen), language=language)


def danom(due: Sequence[Entitlement], stage: Stage, nopen: str, language: Language) -> bytes:
    if not due:
        raise problems.letters_none(nopen)
    families, villages = registry.families({entitlement.family for entitlement in due}), _villages()
    rows = [_row(entitlement, families[entitlement.family], villages) for entitlement in due]
    rows.sort(key=lambda row: (row.address.rsplit(", ", 1)[-1], row.name))
    return papers.danom(rows, stage=stage.label, sender=_sender(nopen), language=language)


def _row(entitlement: Entitlement, family: Family, villages: dict[str, Village]) -> DanomRow:
    address = ", ".join(_address(family, villages))
    nik, card = _masked(family.manager.nik), _masked(family.card)
    return DanomRow(entitlement.id_salur, family.name, nik, card, address, entitlement.label, entitlement.amount)


def _item(entitlement: Entitlement) -> Item:
    return Item(entitlement.id, entitlement.programme, entitlement.label, entitlement.amount)


def _address(family: Family, villages: dict[str, Village]) -> tuple[str, ...]:
    ward = f"RT {family.rt} RW {family.rw}" if family.rt or family.rw else ""
    place = ", ".join(part for part in (family.banjar, ward) if part)
    village = villages.get(family.village or "")
    return tuple(part for part in (family.address, place, village.name if village else "") if part)


def _plus_code(home: KnownPlace | None, village: Village | None) -> str:
    """Only of a trusted place: who reads a letter can't know how sure it is."""
    if home is None or village is None or not home.is_trusted:
        return ""
    near, place = Fix(village.lat, village.lng), Fix(home.lat, home.lng)
    return short_code(place, near=near, name=village.name, accuracy_m=home.accuracy_m)


def _villages() -> dict[str, Village]:
    return {village.code: village for village in access.villages()}


def _sender(nopen: str) -> Sender:
    office = access.office(nopen)
    return Sender(nopen, office.name, office.hotline) if office else Sender(nopen, "", "")


def _masked(number: str) -> str:
    return f"{number[:4]}{'•' * 8}{number[12:]}"
