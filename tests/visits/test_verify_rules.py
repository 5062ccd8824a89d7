"""When an outside verifier is asked, rests, and is asked again; and which face of the field may stand for a person."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.faces.types import Band
from amanah.registry.types import ReferenceNoted, Source
from amanah.visits.rules.looking import (
    REFERENCE_QUALITY,
    SPEAKS_AGAINST,
    Compared,
    becomes_reference,
    compared,
    likest,
)
from amanah.visits.rules.verifying import FAILURES_IN_A_ROW, MOST_ATTEMPTS, REST, is_wanted, resting_until, wait_s
from amanah.visits.types import Doubt
from amanah.visits.types.policy import Scale
from amanah.visits.types.verifying import Outcome
from tests.visits.cast import NOW

SCALE = Scale("m", same_above=0.45, different_below=0.3, ktp_same_above=0.36, calibration="test")
FAILURES = [outcome for outcome in Outcome if outcome is not Outcome.ANSWERED]


@pytest.mark.parametrize(("band", "wanted"), [("same", False), ("different", False), ("between", True), ("none", True)])
def test_only_what_the_house_is_unsure_of_is_asked_outside(band: str, wanted: bool) -> None:
    assert is_wanted(band) == wanted


def test_five_failures_in_a_row_bring_five_minutes_of_rest() -> None:
    failed = [(Outcome.TIMEOUT, NOW - timedelta(seconds=i)) for i in range(5)]
    assert resting_until(failed, now=NOW) == NOW + REST
    assert resting_until(failed, now=NOW + REST) is None
    assert resting_until(failed[:4], now=NOW) is None


@given(st.lists(st.sampled_from(list(Outcome)), max_size=12))
def test_an_answer_among_the_last_five_means_no_rest(outcomes: list[Outcome]) -> None:
    said = [(outcome, NOW) for outcome in outcomes]
    rests = resting_until(said, now=NOW) is not None
    assert rests == (len(outcomes) >= FAILURES_IN_A_ROW and Outcome.ANSWERED not in outcomes[:FAILURES_IN_A_ROW])


@given(st.uuids())
def test_each_wait_is_longer_than_the_last_and_there_is_a_last(visit: UUID) -> None:
    waits = [wait_s(attempt, visit=visit) for attempt in range(1, MOST_ATTEMPTS + 1)]
    assert waits[-1] is None
    known = [wait for wait in waits if wait is not None]
    assert known == sorted(known)
    assert 30 <= known[0] <= 45
    assert all(2.5 < later / sooner < 4.1 for sooner, later in pairwise(known))


def test_a_portrait_off_a_ktp_has_a_threshold_of_its_own() -> None:
    assert compared(None, Source.KTP, 0.40, SCALE).band is Band.SAME
    assert compared(None, Source.LIST, 0.40, SCALE).band is Band.BETWEEN
    assert compared(None, Source.KTP, 0.29, SCALE).band is Band.DIFFERENT


@given(st.floats(-1, 1), st.sampled_from(list(Source)))
def test_bands_never_cross(score: float, source: Source) -> None:
    scale = Scale("m", same_above=0.45, different_below=0.40, ktp_same_above=0.36, calibration="test")
    one = compared(None, source, score, scale)
    assert (one.band is Band.SAME) == (score >= one.same_above)


def test_the_likest_is_the_one_most_clearly_the_same_on_its_own_scale() -> None:
    ktp, photo = compared(None, Source.KTP, 0.44, SCALE), compared(None, Source.LIST, 0.46, SCALE)
    assert likest([photo, ktp]) is ktp
    assert likest([]) is None


def like(source: Source, score: float = 0.8) -> Compared:
    return compared(UUID(int=1), source, score, SCALE)


def may(*all_: Compared, doubts: set[Doubt] | None = None, quality: float = 80, age_days: int = 400) -> bool:
    newest = ReferenceNoted(
        UUID(int=1), UUID(int=2), "m", "ab" * 32, "list", NOW - timedelta(days=age_days), quality=75
    )
    return becomes_reference(all_, doubts=doubts or set(), quality=quality, at=NOW, newest=newest)


def test_a_good_face_that_is_the_same_as_an_anchor_becomes_a_reference() -> None:
    assert may(like(Source.LIST))
    assert may(like(Source.KTP), like(Source.FIELD, 0.1))


def test_a_face_that_follows_only_other_field_photos_does_not() -> None:
    """Else one stranger taken for the person would bring in the next."""
    assert not may(like(Source.FIELD, 0.99), like(Source.LIST, 0.44))


@pytest.mark.parametrize("doubt", sorted(SPEAKS_AGAINST))
def test_a_face_that_was_doubted_becomes_nobodys_reference(doubt: Doubt) -> None:
    assert not may(like(Source.LIST), doubts={doubt})


def test_a_doubt_about_the_place_says_nothing_of_the_face() -> None:
    assert may(like(Source.LIST), doubts={Doubt.NO_FIX, Doubt.CLOCK_OFF})


def test_a_poor_photo_does_not_and_one_a_season_young_only_when_clearly_better() -> None:
    assert not may(like(Source.LIST), quality=REFERENCE_QUALITY - 1)
    assert not may(like(Source.LIST), age_days=30)
    assert may(like(Source.LIST), age_days=30, quality=95)
