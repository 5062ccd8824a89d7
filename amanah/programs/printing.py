"""Entitlements and families onto paper: what each letter and each line of a nominative list says. Private here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from amanah.access import queries as access
from amanah.papers import queries as papers
from amanah.papers.types import DanomRow, Item, Letter, Sender
from amanah.programs import problems
from amanah.programs.types import Entitlement, Stage
from amanah.registry import queries as registry
from amanah.registry.types import Family
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
    families, villages = registry.families(owed), _villages()
    key, at = vault.letter_key(), utc_now()
    written = []
    for family_id, entitlements in owed.items():
        letter, items = vault.letter_id(family_id, stage.id), tuple(_item(entitlement) for entitlement in entitlements)
        secret = vault.letter_secret(letter)
        code = papers.letter_qr(letter, family=family_id, items=items, stage=stage.label, key=key, at=at, secret=secret)
        family = families[family_id]
        address = _address(family, villages)
        written.append(Letter(letter, family_id, family.name, address, family.kk_tail, stage.label, items, code))
    return papers.letters(written, sender=_sender(nopen), language=language)


def danom(due: Sequence[Entitlement], stage: Stage, nopen: str, language: Language) -> bytes:
    if not due:
        raise problems.letters_none(nopen)
    families, villages = registry.families({entitlement.family for entitlement in due}), _villages()
    rows = [_row(entitlement, families[entitlement.family], villages) for entitlement in due]
    rows.sort(key=lambda row: (row.address.rsplit(", ", 1)[-1], row.name))
    return papers.danom(rows, stage=stage.label, sender=_sender(nopen), language=language)


def _row(entitlement: Entitlement, family: Family, villages: dict[str, str]) -> DanomRow:
    address = ", ".join(_address(family, villages))
    nik, card = _masked(family.manager.nik), _masked(family.card)
    return DanomRow(entitlement.id_salur, family.name, nik, card, address, entitlement.label, entitlement.amount)


def _item(entitlement: Entitlement) -> Item:
    return Item(entitlement.id, entitlement.programme, entitlement.label, entitlement.amount)


def _address(family: Family, villages: dict[str, str]) -> tuple[str, ...]:
    ward = f"RT {family.rt} RW {family.rw}" if family.rt or family.rw else ""
    place = ", ".join(part for part in (family.banjar, ward) if part)
    return tuple(part for part in (family.address, place, villages.get(family.village or "", "")) if part)


def _villages() -> dict[str, str]:
    return {village.code: village.name for village in access.villages()}


def _sender(nopen: str) -> Sender:
    office = access.office(nopen)
    return Sender(nopen, office.name, office.hotline) if office else Sender(nopen, "", "")


def _masked(number: str) -> str:
    return f"{number[:4]}{'•' * 8}{number[12:]}"
