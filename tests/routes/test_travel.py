"""Travel times learnt in a simulated town whose true values are known."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from amanah.routes.travel import DEFAULT_MIN_A_KM, FEWEST, Hop, Travel, believable, calibrate, fit

TRUE_MIN_A_KM, TRUE_FIXED = 3.1, 1.4
DAY = date(2026, 11, 1)


def hops(count: int, *, regency: str = "51.71", pauses: float = 0.0, seed: int = 1) -> list[Hop]:
    """Ways of a town, 15 % noise, some broken by a pause of up to an hour and a half."""
    rng = np.random.default_rng(seed)
    km = rng.lognormal(-0.5, 0.7, count)
    minutes = (TRUE_FIXED + TRUE_MIN_A_KM * km) * rng.lognormal(0, 0.15, count)
    minutes += np.where(rng.random(count) < pauses, rng.uniform(15, 80, count), 0)
    return [
        Hop(regency, DAY + timedelta(days=i * 20 // count), float(a), float(b))
        for i, (a, b) in enumerate(zip(km, minutes, strict=True))
    ]


@pytest.mark.parametrize("pauses", [0.0, 0.1])
def test_the_towns_true_pace_is_found_even_with_pauses(pauses: float) -> None:
    pace = fit(believable(hops(2_000, pauses=pauses)))["51.71"]
    assert pace.min_a_km == pytest.approx(TRUE_MIN_A_KM, rel=0.12)
    assert pace.fixed_min == pytest.approx(TRUE_FIXED, abs=0.45)


def test_held_out_days_are_foretold_better_than_before() -> None:
    fitted = calibrate(hops(1_000, pauses=0.05))
    assert fitted.before is not None
    assert fitted.after is not None
    assert fitted.after.median_pct < 15 < fitted.before.median_pct
    assert fitted.after.mae_min < fitted.before.mae_min


def test_ways_over_roads_are_learnt_as_so_many_times_the_graphs_minutes() -> None:
    rng = np.random.default_rng(3)
    road_min = rng.lognormal(1, 0.6, 600)
    took = (0.8 + 1.5 * road_min) * rng.lognormal(0, 0.1, 600)
    some = [
        Hop("51.71", DAY + timedelta(days=i // 60), float(r / 5 * rng.uniform(0.7, 1.3)), float(t), float(r))
        for i, (r, t) in enumerate(zip(road_min, took, strict=True))
    ]
    fitted = calibrate(some)
    assert fitted.roads["51.71"].times == pytest.approx(1.5, rel=0.08)
    assert fitted.roads_after is not None
    assert fitted.roads_before is not None
    assert fitted.after is not None
    assert fitted.roads_after.median_pct < fitted.after.median_pct
    assert fitted.roads_after.mae_min < fitted.roads_before.mae_min
    learnt = Travel(roads=fitted.roads)
    assert learnt.road_minutes(np.array([0.0]), "51.71").tolist() == [0.0]
    assert learnt.road_minutes(np.array([10.0]), "64.71").tolist() == [10.0]  # never measured there


def test_a_regency_with_few_ways_borrows_its_provinces_and_an_unknown_one_the_default() -> None:
    paces = fit(hops(500) + hops(FEWEST - 1, regency="51.03", seed=2))
    travel = Travel(paces=paces)
    assert "51.03" not in paces
    assert travel.pace("51.03") == paces["51"]
    assert travel.pace("64.71").min_a_km == DEFAULT_MIN_A_KM


def test_ways_that_cannot_be_are_not_learnt_from() -> None:
    absurd = [Hop("51.71", DAY, 0.05, 3), Hop("51.71", DAY, 5, 200), Hop("51.71", DAY, 5, 1), Hop("51.71", DAY, 5, -4)]
    assert believable(absurd) == []


def test_nobody_moves_in_no_time() -> None:
    assert Travel().minutes(np.array([0.0, 1.0]), "51.71").tolist() == [0.0, DEFAULT_MIN_A_KM]
