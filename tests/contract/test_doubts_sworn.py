"""Every doubt has a vector: the events of a visit, what surrounds it, and exactly what the house doubts then."""

from __future__ import annotations

import json
import runpy
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from amanah.values.money import Money
from amanah.visits.rules import cash, doubts, fold, settle
from amanah.visits.types import CURRENT, Against, Doubt, Event, KnownHome, LeaseOf, Owed, PaymentPaid, read_event

FOLDER = Path(__file__).parents[2] / "contract" / "vectors"
SWORN: dict[str, Any] = json.loads((FOLDER / "doubts.json").read_text(encoding="utf-8"))
BEFORE = datetime.fromisoformat("2026-11-23T20:00:00Z")


def named(vector: dict[str, Any]) -> str:
    return " ".join(vector["doubts"]) or "nothing"


def heard(vector: dict[str, Any]) -> tuple[list[Event], datetime]:
    return [read_event(text) for text in vector["events"]], datetime.fromisoformat(vector["received_at"])


def books(vector: dict[str, Any], events: list[Event], at: datetime) -> settle.Books:
    """What the house knows of the one entitlement before it hears of the payment."""
    phone, paid = events[0].envelope.phone, next((e.body for e in events if isinstance(e.body, PaymentPaid)), None)
    if paid is None or vector["owed"] == "unknown":
        return settle.Books({}, {}, {}, ())
    id_ = paid.items[0].entitlement
    taken = vector["lease"] == "taken"
    lease = LeaseOf(id_, phone, 1, min(BEFORE, at), at if taken else None, "lost" if taken else "")
    leases = {} if vector["lease"] == "none" else {id_: [lease]}
    settled = {id_: UUID(int=1)} if vector["owed"] == "paid" else {}
    return settle.Books({id_: Owed(id_, paid.family, Money(600_000), is_due=True)}, leases, settled, ())


@pytest.mark.parametrize("vector", SWORN["visits"], ids=named)
def test_the_house_doubts_exactly_this(vector: dict[str, Any]) -> None:
    events, at = heard(vector)
    told = vector["against"]
    home = KnownHome(**told["home"]) if told.get("home") else None
    against = Against(**{"outside_m": None, **told, "home": home})
    (visit,) = fold.visits_in([fold.Heard(event, at) for event in events], policy=CURRENT).values()
    settlements = settle.settle(events, books(vector, events, at), office="80000", now=at)
    found = doubts.doubts(visit, settlements=settlements, against=against, policy=CURRENT)
    assert sorted(found) == sorted(vector["doubts"])


def test_a_float_that_the_office_recorded_otherwise_is_doubted() -> None:
    (event,) = (read_event(text) for text in SWORN["float"]["events"])
    round_ = UUID(json.loads(SWORN["float"]["events"][0])["body"]["round"])
    handed = cash.Handed(round_, event.envelope.phone, date(2026, 11, 24), "80000", Money(SWORN["float"]["handed"]))
    _, differing = cash.of_openings([event], {round_: handed}, claimed=(), own="80000", now=BEFORE)
    assert [one.handed.rupiah for one in differing] == [SWORN["float"]["handed"]]


def test_every_doubt_has_a_vector() -> None:
    sworn = {doubt for vector in [*SWORN["visits"], SWORN["float"]] for doubt in vector["doubts"]}
    assert sworn | set(SWORN["elsewhere"]) == {doubt.value for doubt in Doubt}


def test_the_vectors_are_what_their_script_makes() -> None:
    assert runpy.run_path(str(FOLDER / "doubts.py"))["made"]() == SWORN
