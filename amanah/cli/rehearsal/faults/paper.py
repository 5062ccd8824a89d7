"""The letters in the families' hands, as the office prints them: their QR texts."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from amanah.papers import queries as papers
from amanah.papers.types import Item
from amanah.programs import queries as programs
from amanah.vault import queries as vault


def letters_of(office: str, stage_id: UUID, *, now: datetime) -> dict[str, str]:
    """Family -> the text of the QR on its letter, for everything due at this office."""
    stage = programs.stage(stage_id)
    assert stage is not None
    owed = defaultdict(list)
    for one in programs.due(office, stage_id):
        owed[one.family].append(Item(one.id, one.programme, one.label, one.amount))
    key = vault.letter_key()
    return {
        str(family): papers.letter_qr(
            letter := vault.letter_id(family, stage_id), family=family, items=items, stage=stage.label, key=key, at=now,
            secret=vault.letter_secret(letter),
        )
        for family, items in owed.items()
    }  # fmt: skip
