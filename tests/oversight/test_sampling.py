"""The audit sample: nobody chooses it, anybody can draw it again, and its bounds hold the truth."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from amanah.cli.main import main
from amanah.journal import queries as journal
from amanah.oversight import commands, models
from amanah.oversight.commands.calling_back import call_back
from amanah.oversight.queries import sampling as seen
from amanah.oversight.rules.sampling import chances, draw, estimate, seed_print
from amanah.oversight.types import Asked, CaseKind, CaseOutcome, Said
from amanah.values.ids import new_id
from amanah.values.problem import Problem
from tests.visits import cast
from tests.web.cast import World
from tests.web.conftest import world as world

SEED, OTHER = "ab" * 32, "cd" * 32
weights = st.dictionaries(st.text("abcdef", min_size=1, max_size=6), st.floats(0.5, 50), min_size=1, max_size=30)


@given(weights, st.integers(1, 30))
def test_as_many_are_drawn_as_asked_and_chances_add_up_to_them(frame: dict[str, float], size: int) -> None:
    size = min(size, len(frame))
    assert sum(chances(frame, size).values()) == pytest.approx(size)
    assert all(0 < chance <= 1 for chance in chances(frame, size).values())
    assert len(draw(frame, size, SEED)) == size


@given(weights, st.randoms(use_true_random=False))
def test_the_same_seed_draws_the_same_in_any_order(frame: dict[str, float], chance: random.Random) -> None:
    turned = list(frame.items())
    chance.shuffle(turned)
    assert draw(dict(turned), 1, SEED) == draw(frame, 1, SEED)


def test_each_is_drawn_as_often_as_its_chance_says() -> None:
    frame = {"a": 1.0, "b": 2.0, "c": 3.0, "d": 30.0}
    times = dict.fromkeys(frame, 0)
    for i in range(4_000):
        for name in draw(frame, 2, f"{i:064x}"):
            times[name] += 1
    assert {name: n / 4_000 for name, n in times.items()} == pytest.approx(chances(frame, 2), abs=0.03)


@pytest.mark.parametrize(("is_skewed", "rate"), [(False, 0.02), (True, 0.02), (True, 0.1), (False, 0.3)])
def test_the_bounds_hold_the_truth_at_least_so_often_as_they_promise(is_skewed: bool, rate: float) -> None:
    chance = random.Random(5)
    frame = {str(i): chance.choice((1.0, 2.0, 4.0)) if is_skewed else 1.0 for i in range(600)}
    wrong = {name for name, weight in frame.items() if chance.random() < rate * (weight if is_skewed else 1)}
    truth, held = len(wrong) / len(frame), 0
    for i in range(300):
        drawn = draw(frame, 60, f"{i:064x}")
        found = estimate({name: name in wrong for name in drawn}, drawn)
        held += found.low <= truth <= found.high
    assert held / 300 >= 0.94


def test_equal_chances_give_clopper_and_pearsons_bounds_and_no_answers_say_nothing() -> None:
    found = estimate({str(i): i < 1 for i in range(20)}, dict.fromkeys(map(str, range(20)), 0.1))
    assert (found.rate, found.low, found.high) == pytest.approx((0.05, 0.00126509, 0.248733), abs=1e-5)
    assert (estimate({}, {}).low, estimate({}, {}).high) == (0, 1)


def test_more_answers_narrow_the_bounds() -> None:
    widths = [
        (found := estimate({str(i): i % 10 == 0 for i in range(n)}, dict.fromkeys(map(str, range(n)), 0.5))).high
        - found.low
        for n in (20, 80, 320)
    ]
    assert all(wide > narrow for wide, narrow in pairwise(widths))


def sealed(size: int = 1) -> models.SampleSeal:
    id_, day = new_id(), cast.NOW.date()
    commands.seal_sample(
        id_, office=cast.OFFICE, first=day - timedelta(days=400), last=day + timedelta(days=400), size=size,
        seed_sha256=seed_print(SEED), by="user:auditor", now=cast.NOW,
    )  # fmt: skip
    return models.SampleSeal.objects.get(pk=id_)


LATER = cast.NOW + timedelta(hours=1)


def drawn_case() -> models.Case:
    commands.draw_sample(sealed().pk, seed=SEED, by="user:auditor", now=LATER)
    return models.Case.objects.get(kind=CaseKind.SAMPLE)


def asked(
    case: UUID, said: Said, *, how: Asked = Asked.TELEPHONE, received: int | None = None, by: str = "user:head"
) -> CaseOutcome | None:
    return call_back(case, said=said, how=how, received=received, note="she said so", by=by, now=LATER)


def test_a_drawn_visit_becomes_a_case_and_its_answer_an_error_rate(world: World) -> None:
    seal = sealed()
    drawn = commands.draw_sample(seal.pk, seed=SEED, by="user:auditor", now=LATER)
    (case,) = models.Case.objects.filter(kind=CaseKind.SAMPLE)
    assert {case.visit} == set(drawn) == set(seen.drawn_again(seal.pk))
    assert seen.is_as_drawn(seal.pk)
    assert seen.error_rate(seal.pk).answered == 0
    asked(case.pk, Said.SHORT, received=550_000)
    assert (seen.error_rate(seal.pk).answered, seen.error_rate(seal.pk).rate) == (1, 1.0)
    assert main(["oversight", "sample-check", str(seal.pk)]) == 0


def test_the_seeds_print_is_in_the_journal_before_the_seed(world: World) -> None:
    seal = sealed()
    said = journal.entries(about=f"sample:{seal.pk}")
    assert [entry.details["seed_sha256"] for entry in said] == [seed_print(SEED)]
    assert SEED not in str(said)


def test_another_seed_draws_nothing(world: World) -> None:
    seal = sealed()
    for seed in (OTHER, "", "zz"):
        with pytest.raises(Problem, match="seed_not_sealed"):
            commands.draw_sample(seal.pk, seed=seed, by="user:auditor", now=LATER)
    commands.draw_sample(seal.pk, seed=SEED, by="user:auditor", now=LATER)
    with pytest.raises(Problem, match="sample_drawn"):
        commands.draw_sample(seal.pk, seed=SEED, by="user:auditor", now=LATER)


def test_the_database_refuses_a_draw_by_a_seed_that_was_not_sealed_before(world: World) -> None:
    seal = sealed()
    for seed, at in ((OTHER, LATER), (SEED, cast.NOW - timedelta(hours=1))):
        with pytest.raises(IntegrityError, match="not sealed before"), transaction.atomic():
            models.SampleDraw.objects.create(seal=seal, seed=seed, frame=[], by="user:x", at=at)
    with pytest.raises(IntegrityError, match="not sealed before"), transaction.atomic():
        models.SampleDraw.objects.create(seal_id=new_id(), seed=SEED, frame=[], by="user:x", at=LATER)


def test_the_database_refuses_to_change_a_seal_or_a_draw(world: World) -> None:
    seal = sealed()
    commands.draw_sample(seal.pk, seed=SEED, by="user:auditor", now=LATER)
    for rows, change in ((models.SampleSeal, {"seed_sha256": seed_print(OTHER)}), (models.SampleDraw, {"seed": OTHER})):
        with pytest.raises(IntegrityError, match="samples are kept"), transaction.atomic():
            rows.objects.update(**change)
        with pytest.raises(IntegrityError, match="samples are kept"), transaction.atomic():
            rows.objects.all()._raw_delete("default")
