"""Letters as visits tell of them: whether the code told is that of this family's letter."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from uuid import UUID

from amanah.papers.codes import letter_code, tidy
from amanah.vault import queries as vault
from amanah.visits.types import Owed, Paid, Visit


def code_of(letter: UUID) -> str:
    """What belongs on this letter once it is paid."""
    return letter_code(vault.letter_secret(letter), letter)


def letter_is_right(visit: Visit, owed: Mapping[UUID, Owed]) -> bool | None:
    """None where the payment told of no letter. Right: this family's letter of one of the stages paid, and its code."""
    if visit.marked is None or not isinstance(visit.ending, Paid):
        return None
    stages = {owed[i.entitlement].stage for i in visit.ending.items if i.entitlement in owed}
    own = {vault.letter_id(visit.family, stage) for stage in stages if stage}
    told = tidy(visit.marked.code).encode()
    return visit.marked.letter in own and hmac.compare_digest(told, code_of(visit.marked.letter).encode())
