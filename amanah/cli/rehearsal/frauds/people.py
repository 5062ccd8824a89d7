"""Frauds of photos, faces, endings and money, put into honest days. Pure; ranges are from how each is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from amanah.cli.rehearsal.frauds.places import Visits, marked, some_of
from amanah.cli.rehearsal.frauds.types import Fraud, Shot, Visit

CHANGES = ("saved again", "half the size", "a tenth off the left", "brighter", "darker", "cut and brighter")
STAFF = "staff"
"""Stands for the payer's own face, whoever that is."""


def same_photo(visits: Visits, some: Sequence[int], rng: Random) -> Visits:
    """The file of one door is sent for one to three more."""
    return _shown(visits, some, [visits[some[0]].house] * len(some), Fraud.SAME_PHOTO)


def near_copy(visits: Visits, some: Sequence[int], rng: Random) -> Visits:
    """As a messenger or a gallery's crop leaves it; who copies knows that the same file would be seen."""
    shot = visits[some[0]].house
    copies = [shot, *(replace(shot, change=change) for change in rng.sample(CHANGES, len(some) - 1))]
    return _shown(visits, some, copies, Fraud.NEAR_COPY)


def same_house(visits: Visits, some: Sequence[int], rng: Random) -> Visits:
    """One front, photographed anew for each family: the payer didn't go further than the first."""
    house, views = visits[some[0]].house.house, rng.sample(range(1, 9), len(some))
    return _shown(visits, some, [Shot(house, view) for view in views], Fraud.SAME_HOUSE)


def borrowed_house(visits: Visits, some: Sequence[int], lender: Shot, rng: Random) -> Visits:
    """A front that a colleague photographed on a day before, gone to again: it lies on the way home."""
    views = rng.sample([view for view in range(1, 9) if view != lender.view], len(some))
    return _shown(visits, some, [Shot(lender.house, view) for view in views], Fraud.SAME_HOUSE)


def same_face(visits: Visits, some: Sequence[int], rng: Random) -> Visits:
    """A friend stands before the camera for two to four families; the first is the friend's own door."""
    person = visits[some[0]].door.person
    return _faced(visits, some, person, Fraud.SAME_FACE, rng)


def staff_face(visits: Visits, some: Sequence[int], rng: Random) -> Visits:
    return _faced(visits, some, STAFF, Fraud.STAFF_FACE, rng)


def failures(visits: Visits, rng: Random) -> Visits:
    """Doors that weren't gone to, 45-85 % of the list: told as "not home" in half a minute, in whatever order."""
    skipped = some_of(range(len(visits)), rng.uniform(0.45, 0.85), rng)
    told = [_skipped(visit, rng) if i in skipped else visit for i, visit in enumerate(visits)]
    return [marked(visit, Fraud.FAILURES) for visit in told]


def _skipped(visit: Visit, rng: Random) -> Visit:
    ended = min(visit.ended, visit.started + timedelta(seconds=rng.uniform(15, 60)))
    return replace(visit, ended=ended, ending="not_home", face=None, witness="")


def collusion(visits: Visits, colleagues: Sequence[str], rng: Random) -> Visits:
    """Money for people who weren't met, in one of the ways in which officers and friends share it."""
    paid = [i for i, visit in enumerate(visits) if visit.ending == "paid"]
    told = rng.choice((_vouched, _received, _unseen, _lent))(visits, paid, colleagues, rng)
    return [marked(visit, Fraud.COLLUSION) for visit in told]


def _vouched(visits: Visits, paid: Sequence[int], colleagues: Sequence[str], rng: Random) -> Visits:
    """One friend is the witness at 40-90 % of the doors, whatever the village, and calls himself anything."""
    name, role = f"Saksi {rng.randrange(10_000)}", rng.choice(("tetangga", "tetangga", "kepala_lingkungan"))
    some = some_of(paid, rng.uniform(0.4, 0.9), rng)
    return [replace(v, witness=name, witness_role=role) if i in some else v for i, v in enumerate(visits)]


def _received(visits: Visits, paid: Sequence[int], colleagues: Sequence[str], rng: Random) -> Visits:
    """One friend receives on behalf of 40-90 % of the families, as everybody's cousin."""
    name, some = f"Wakil {rng.randrange(10_000)}", some_of(paid, rng.uniform(0.4, 0.9), rng)
    return [replace(v, witness="", member=name) if i in some else v for i, v in enumerate(visits)]


def _unseen(visits: Visits, paid: Sequence[int], colleagues: Sequence[str], rng: Random) -> Visits:
    """Copies of cards lie in the drawer: papers instead of a face for 50-90 % of the families."""
    some = some_of(paid, rng.uniform(0.5, 0.9), rng)
    return [replace(v, witness="", is_papers=True) if i in some else v for i, v in enumerate(visits)]


def _lent(visits: Visits, paid: Sequence[int], colleagues: Sequence[str], rng: Random) -> Visits:
    """A colleague lends the name, for 3-6 families, and borrows this payer's another day."""
    some = set(rng.sample(paid, min(len(paid), rng.randint(3, 6))))
    name = rng.choice(colleagues)
    return [replace(v, witness=name, witness_role="tetangga") if i in some else v for i, v in enumerate(visits)]


def short(visits: Visits, some: Sequence[int], rng: Random) -> Visits:
    """ "For the petrol": 20,000-150,000 kept of each. Two families of three say so when the office calls."""
    told = list(visits)
    for place, i in enumerate(some):
        kept = rng.randrange(20, 151, 10) * 1000
        told[i] = marked(replace(visits[i], short_rp=kept, complained=place == 0 or rng.random() < 0.67), Fraud.SHORT)
    return told


def _shown(visits: Visits, some: Sequence[int], shots: Sequence[Shot], fraud: Fraud) -> Visits:
    told = list(visits)
    for i, shot in zip(some, shots, strict=True):
        told[i] = marked(replace(visits[i], house=shot), fraud)
    return told


def _faced(visits: Visits, some: Sequence[int], person: str, fraud: Fraud, rng: Random) -> Visits:
    told = list(visits)
    for place, i in enumerate(some):
        told[i] = marked(replace(visits[i], face=(person, 1 + place % 2)), fraud)
    return told
