"""Letters as visits tell of them: whether the code told is that of this family's letter."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from uuid import UUID

from amanah.papers.codes import letter_code, tidy
from amanah.vault import queries as vault
from amanah.visits import models
from amanah.visits.types import Owed, Paid, PaymentPaid, Visit, read_event


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


def letters_again(visits: Sequence[Visit]) -> set[UUID]:
    """Of these visits, one batch's, those whose letter an earlier payment named: a letter is marked once.

    Looked for among the family's own payments: another family's letter is found by `letter_is_right`.
    """
    marked = sorted((v for v in visits if v.marked and isinstance(v.ending, Paid)), key=lambda v: v.ended_seq)
    if not marked:
        return set()
    named = _named_before({visit.family for visit in marked}, but={visit.id for visit in marked})
    again = set()
    for visit in marked:
        assert visit.marked is not None
        letter = (visit.family, visit.marked.letter)
        if letter in named:
            again.add(visit.id)
        named.add(letter)
    return again


def _named_before(families: set[UUID], *, but: set[UUID]) -> set[tuple[UUID, UUID]]:
    """Family and letter of every payment of these families, save those of `but`."""
    paid = models.Visit.objects.filter(family__in=families, ending="paid").exclude(id__in=but)
    texts = models.Event.objects.filter(visit__in=paid.values("id"), type="payment.paid", is_read=True)
    bodies = [read_event(text).body for text in texts.values_list("text", flat=True)]
    return {(b.family, b.letter.letter) for b in bodies if isinstance(b, PaymentPaid) and b.letter}
