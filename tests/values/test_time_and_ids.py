from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from amanah.values.clock import said, utc_now
from amanah.values.ids import new_id
from amanah.values.problem import Problem, Sentence


def test_a_moment_is_said_as_people_say_it() -> None:
    assert said(datetime(2026, 11, 24, 6, 5, tzinfo=UTC)) == "Selasa, 24 November 2026, 14.05 WITA"


def test_now_knows_its_zone() -> None:
    assert utc_now().tzinfo is UTC


@given(st.integers(min_value=0, max_value=(1 << 48) - 1))
def test_an_id_is_a_uuid7_of_its_moment(now_ms: int) -> None:
    made = new_id(now_ms=now_ms)
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert made.int >> 80 == now_ms


def test_ids_sort_by_time_and_never_repeat() -> None:
    made = [new_id(now_ms=moment) for moment in range(1000)]
    assert made == sorted(made)
    assert len({new_id(now_ms=7) for _ in range(10_000)}) == 10_000


def test_a_problem_speaks_both_languages() -> None:
    problem = Problem("list_total_differs", Sentence(id="Jumlah berbeda.", en="The total differs."))
    assert problem.sentence.in_("id") == "Jumlah berbeda."
    assert problem.sentence.in_("en") == "The total differs."
    assert "list_total_differs" in str(problem)
