"""A supervisor's word: the codes and signed approvals there are, and whether a visit was told a right one."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from amanah.access import queries as access
from amanah.access.types import Phone
from amanah.vault import queries as vault
from amanah.vault.signing import b64url
from amanah.visits.rules import approvals, codes
from amanah.visits.types import Visit

DAYS_AHEAD = 7
"""How long a supervisor's phone gives codes without having been in the network."""


def code_for(family: UUID, day: date) -> str:
    """Eight digits. Whoever shows it must journal that (`commands.codes.give_code`)."""
    return codes.code_of(vault.fingerprint("supervisor", codes.subject(family, day)))


def day_key(office: str, day: date) -> bytes:
    """32 bytes, from which a supervisor's phone makes that office's codes of that day, without network."""
    return vault.fingerprint("supervisor.day", f"{office} {day.isoformat()}")


def day_keys(office: str, first: date) -> list[Mapping[str, str]]:
    """For a supervisor's own phone and nobody else's: whoever has a key can make every code of its day."""
    days = [first + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
    return [{"day": day.isoformat(), "key": b64url(day_key(office, day))} for day in days]


def code_on_the_phone(visit: UUID, office: str, day: date) -> str:
    """What a supervisor's phone answers to the number of this visit's request."""
    number = approvals.request_number(visit)
    return codes.code_of(hmac.digest(day_key(office, day), f"visit {number}".encode(), "sha256"))


def code_is_right(visit: Visit) -> bool | None:
    """None when the visit was told no code. By the visit's own day: a code given yesterday is wrong today.

    Right is the family's code, which the office's page gives, or the visit's, which a supervisor's phone gives.
    """
    told = visit.other_way.code if visit.other_way else None
    if told is None:
        return None
    phone = access.phone(visit.phone)
    right = [code_for(visit.family, visit.day)]
    right += [code_on_the_phone(visit.id, phone.office, visit.day)] if phone else []
    return any(hmac.compare_digest(told.encode(), code.encode()) for code in right)


def approval_is_right(visit: Visit) -> bool | None:
    """None when no approval was shown. Right: signed by a supervisor's phone of the office, for this visit and day."""
    shown = visit.other_way.approval if visit.other_way else None
    if shown is None:
        return None
    said, payers = approvals.read(shown, visit=visit.id, day=visit.day), access.phone(visit.phone)
    if said is None or payers is None or (said.visit, said.day) != (visit.id, visit.day):
        return False
    by = next((one for one in approvers(payers.office) if one.id == said.phone), None)
    return by is not None and vault.is_signed(said.signed, signature=said.signature, by=by.public_key)


def approvers(office: str) -> Sequence[Phone]:
    """The supervisors' phones of this very office that are in use: whose signed word counts there."""
    return access.supervisors_phones(office)
