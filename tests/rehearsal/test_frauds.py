"""Frauds that are planted: each where it can be, none that breaks a day, and a count that can't flatter itself."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amanah.cli.rehearsal import frauds
from amanah.cli.rehearsal.frauds.draw import plant
from amanah.cli.rehearsal.frauds.naming import NAMES
from amanah.cli.rehearsal.frauds.score import Flagged, honest_flagged, score
from amanah.cli.rehearsal.frauds.types import BY_DAY, Day, Fraud, Planting
from amanah.oversight.rules.patterns.types import Pattern
from bench.oversight_town import Office, drawn

FOLDER = Path(frauds.__file__).parent
TOWN = drawn(10, 9, seed=4)


def planted(town: Office, share: float, seed: int) -> tuple[list[Day], list[Planting]]:
    return plant(
        town.days,
        share,
        Random(seed),
        habits=town.habits,
        midnights=town.midnights,
        names=town.names,
        holidays=town.holidays,
    )


def test_who_plants_knows_no_rule_and_no_threshold() -> None:
    """A fraudster doesn't know how he is looked for; a planting that did would measure itself."""
    asks_the_house = {"found.py"}
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [f"{node.module}.{a.name}" for a in node.names] if isinstance(node, ast.ImportFrom) else []
            known = [name for name in names if "oversight" in name and "frauds" not in name]
            if path.name in asks_the_house:
                known = [n for n in known if n not in ("amanah.oversight.commands", "amanah.oversight.queries")]
            assert not known, f"{path.name} knows {known}"


def test_every_word_of_oversight_speaks_of_a_deed() -> None:
    assert set(NAMES) == {str(pattern) for pattern in Pattern}
    assert set(NAMES.values()) == set(Fraud)


def test_every_kind_is_planted_where_there_is_room() -> None:
    _, plantings = planted(TOWN, 0.05, 1)
    assert {each.fraud for each in plantings} == set(Fraud)


def test_a_small_town_says_what_it_had_no_room_for() -> None:
    _, plantings = planted(drawn(2, 1, seed=1), 0.05, 1)
    assert {each.fraud for each in plantings} < set(Fraud)


@given(seed=st.integers(0, 10_000), share=st.sampled_from((0.01, 0.05, 0.2)))
@settings(max_examples=15, deadline=None)
def test_a_day_with_frauds_is_still_a_day(seed: int, share: float) -> None:
    """The same doors, once each; times that go on; and every deed's visits carry its name, honest ones none."""
    days, plantings = planted(TOWN, share, seed)
    assert [(d.payer, d.day, {v.door.family for v in d.visits}) for d in days] == [
        (d.payer, d.day, {v.door.family for v in d.visits}) for d in TOWN.days
    ]
    named = {(p.fraud, p.payer, p.day, family) for p in plantings for family in p.families}
    assert named == {(f, v.payer, v.day, v.door.family) for d in days for v in d.visits for f in v.planted}
    for day in days:
        assert all(a.ended <= b.started for a, b in zip(day.visits, day.visits[1:], strict=False))
        assert all(v.started < v.ended and v.elapsed_s > 0 for v in day.visits)
        assert all(v.face is None for v in day.visits if v.ending != "paid")


def test_the_same_seed_plants_the_same() -> None:
    assert planted(TOWN, 0.05, 7) == planted(TOWN, 0.05, 7)


def test_a_day_of_one_deed_holds_no_other() -> None:
    days, _ = planted(TOWN, 0.05, 3)
    for day in days:
        kinds = {kind for visit in day.visits for kind in visit.planted}
        assert not kinds & BY_DAY or len(kinds) == 1


def everything(days: list[Day]) -> list[Flagged]:
    return [
        Flagged(frozenset({kind}), v.payer, v.day, v.door.family) for d in days for v in d.visits for kind in v.planted
    ]


def test_who_finds_everything_and_no_more_has_found_all() -> None:
    days, plantings = planted(TOWN, 0.05, 1)
    counted = score(days, plantings, everything(days))
    assert all(one.found == one.planted > 0 and not one.false_flags for one in counted.values())


def test_who_finds_nothing_has_found_nothing() -> None:
    days, plantings = planted(TOWN, 0.05, 1)
    assert all(one.found == 0 < one.planted for one in score(days, plantings, []).values())


def test_a_flag_of_another_kind_finds_nothing() -> None:
    days, plantings = planted(TOWN, 0.05, 1)
    wrong = [replace(one, kinds=frozenset({Fraud.NIGHT})) for one in everything(days)]
    assert [kind for kind, one in score(days, plantings, wrong).items() if one.found] == [Fraud.NIGHT]


def test_an_honest_day_flagged_whole_costs_all_its_visits() -> None:
    days, plantings = planted(TOWN, 0.01, 1)
    honest = next(day for day in days if not any(v.planted for v in day.visits))
    flagged = [Flagged(frozenset({Fraud.PACE}), honest.payer, honest.day, None)]
    assert score(days, plantings, flagged)[Fraud.PACE].false_flags == len(honest.visits)
    assert honest_flagged(days, flagged)[1] == len(honest.visits)


def test_twins_are_excused_for_their_faces_alone() -> None:
    days, plantings = planted(TOWN, 0.01, 1)
    visit = next(v for d in days for v in d.visits if not v.planted)
    flagged = [Flagged(frozenset({Fraud.SAME_FACE, Fraud.NIGHT}), visit.payer, visit.day, visit.door.family)]
    counted = score(days, plantings, flagged, twins={visit.door.family})
    assert (counted[Fraud.SAME_FACE].false_flags, counted[Fraud.NIGHT].false_flags) == (0, 1)
    assert score(days, plantings, flagged)[Fraud.SAME_FACE].false_flags == 1


@pytest.mark.parametrize("seed", [2, 5])
def test_what_nobody_complained_of_is_not_asked_for(seed: int) -> None:
    days, plantings = planted(TOWN, 0.05, seed)
    told = [v for d in days for v in d.visits if v.short_rp and v.complained]
    assert score(days, plantings, [])[Fraud.SHORT].planted == len(told) > 0
