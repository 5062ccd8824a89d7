"""What was shown: one photo, one house front or one face for several families; and what families say they got."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from amanah.oversight.rules.patterns import places
from amanah.oversight.rules.patterns.ground import far_m, flag, surely_far_m
from amanah.oversight.rules.patterns.limits import Limits
from amanah.oversight.rules.patterns.types import Call, Flag, Pattern, PayerDay, Scene, Spot


def same_photo(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """The same bytes (SHA-256) as evidence of two families: no camera makes them twice."""
    families: dict[str, set[UUID]] = defaultdict(set)
    for day in (*scene.earlier, *scene.days):
        for call in day.calls:
            for _, sha256 in call.photos:
                families[sha256].add(call.family)
    for day in scene.days:
        calls = [call for call in day.calls if any(len(families[sha256]) > 1 for _, sha256 in call.photos)]
        if calls:
            most = max(len(families[sha256]) for call in calls for _, sha256 in call.photos)
            yield flag(Pattern.SAME_PHOTO, day, calls, {"families": most}, held_to)


def near_copy(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """One photo, cut or saved anew, for two families; two shots of a gate they share may be as like as that."""
    yield from _of_others(scene, Pattern.NEAR_COPY, held_to, gate_m=held_to.copy_gate_m)


def same_house(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Two photos of one front for families that live apart. A compound's families share a gate, honestly."""
    yield from _of_others(scene, Pattern.SAME_HOUSE, held_to, apart_m=held_to.front_apart_m)


def _of_others(
    scene: Scene, kind: Pattern, held_to: Limits, *, apart_m: float = 0.0, gate_m: float = 0.0
) -> Iterator[Flag]:
    """Where several photos of a front are of neighbours, it is theirs: only who lives elsewhere is doubted."""
    calls = _by_visit(scene, kind, held_to)
    at_home = _at_home(scene, kind, calls, held_to)
    for day, met in _paired(scene, kind, calls, apart_m=apart_m, gate_m=gate_m):
        if found := {call: likeness for call, likeness in met.items() if call.visit not in at_home}:
            most = max(found.values())
            yield flag(kind, day, found, {"likeness": most}, held_to)


def _at_home(scene: Scene, kind: str, calls: dict[UUID, Call], held_to: Limits) -> set[UUID]:
    """Visits of which another family beside them was shown at the same front, where somebody further off was too."""
    of: dict[UUID, set[UUID]] = defaultdict(set)
    for pair in scene.photos:
        if pair.kind == kind and pair.visit in calls and pair.other in calls:
            of[pair.visit].add(pair.other)
            of[pair.other].add(pair.visit)
    found = set()
    for visit, others in of.items():
        shown = {one for other in others for one in of[other]} | others
        beside = {one for one in shown - {visit} if _beside(calls[visit], calls[one], held_to.copy_gate_m)}
        if any(calls[one].family != calls[visit].family for one in beside):
            found.add(visit)
    return found


def _by_visit(scene: Scene, kind: str, held_to: Limits) -> dict[UUID, Call]:
    """Visits of photos that are alike, without the marks of days whose marks are doubted themselves.

    A family whose home nobody knows, marked where it can't be, would seem to live apart from its own gate.
    """
    alike = {visit for pair in scene.photos if pair.kind == kind for visit in (pair.visit, pair.other)}
    days = tuple(
        day for day in (*scene.earlier, *scene.days) if any(call.visit in alike and not call.home for call in day.calls)
    )
    asked = replace(scene, days=days, earlier=())
    doubted = {(one.payer, one.day) for rule in places.RULES for one in rule(asked, held_to)} if days else set()
    return {
        call.visit: replace(call, spot=None) if (day.payer, day.day) in doubted else call
        for day in (*scene.earlier, *scene.days)
        for call in day.calls
        if call.visit in alike
    }


def _paired(
    scene: Scene, kind: str, calls: dict[UUID, Call], *, apart_m: float = 0.0, gate_m: float = 0.0
) -> Iterator[tuple[PayerDay, dict[Call, float]]]:
    likest: dict[UUID, float] = {}
    for pair in scene.photos:
        one, other = calls.get(pair.visit), calls.get(pair.other)
        if pair.kind != kind or one is None or other is None or one.family == other.family:
            continue
        if (apart_m and not _apart(one, other, apart_m)) or (gate_m and _beside(one, other, gate_m)):
            continue
        for visit in (pair.visit, pair.other):
            likest[visit] = max(pair.likeness, likest.get(visit, 0.0))
    for day in scene.days:
        if found := {call: likest[call.visit] for call in day.calls if call.visit in likest}:
            yield day, found


def _apart(one: Call, other: Call, apart_m: float) -> bool:
    here, there = _where(one), _where(other)
    return here is not None and there is not None and surely_far_m(here, there) > apart_m


def _beside(one: Call, other: Call, gate_m: float) -> bool:
    here, there = _where(one), _where(other)
    return here is not None and there is not None and far_m(here, there) <= gate_m


def _where(call: Call) -> Spot | None:
    """The home where it is known, else where the visit was marked."""
    return call.home or call.spot


def same_face(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Pairs of faces found already (`FacePair`), as part of a payer's score."""
    likest: dict[UUID, float] = {}
    for pair in scene.faces:
        for family in (pair.family, pair.other):
            if pair.other is not None and family is not None:
                likest[family] = max(pair.likeness, likest.get(family, 0.0))
    for day in scene.days:
        if calls := [call for call in day.calls if call.family in likest]:
            most = max(likest[call.family] for call in calls)
            yield flag(Pattern.SAME_FACE, day, calls, {"likeness": most}, held_to)


def staff_face(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """A family's face like that of somebody who works here."""
    likest = {pair.family: pair.likeness for pair in scene.faces if pair.other is None}
    for day in scene.days:
        if calls := [call for call in day.calls if call.family in likest]:
            most = max(likest[call.family] for call in calls)
            yield flag(Pattern.STAFF_FACE, day, calls, {"likeness": most}, held_to)


def short_paid(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Families that say they got less than their letter."""
    short = {one.visit: one.due - one.received for one in scene.complaints if one.received < one.due}
    for day in scene.days:
        if calls := [call for call in day.calls if call.visit in short]:
            missing = sum(short[call.visit] for call in calls)
            yield flag(Pattern.SHORT_PAID, day, calls, {"missing": missing}, held_to)


RULES = (same_photo, near_copy, same_house, same_face, staff_face, short_paid)
