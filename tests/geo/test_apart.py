from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.geo.apart import Fits, apart
from amanah.geo.types import Fix

HOME = Fix(-8.65, 115.22)
METRES = st.floats(0, 2000)


def north(metres: float) -> Fix:
    return Fix(HOME.lat + metres / 111_195, HOME.lng)


@pytest.mark.parametrize(
    ("metres", "accuracy_m", "says"),
    [(10, 20, Fits.FITS), (400, 20, Fits.ELSEWHERE), (10, 200, Fits.CANT_SAY), (140, 20, Fits.CANT_SAY)],
)
def test_it_says_what_the_uncertainty_allows(metres: float, accuracy_m: float, says: Fits) -> None:
    assert apart(HOME, north(metres), a95_m=accuracy_m, b95_m=10, far_m=150).fits is says


@given(METRES, METRES, METRES, METRES)
def test_less_certain_places_never_say_the_opposite(metres: float, a95_m: float, b95_m: float, more: float) -> None:
    sure = apart(HOME, north(metres), a95_m=a95_m, b95_m=b95_m, far_m=150).fits
    unsure = apart(HOME, north(metres), a95_m=a95_m + more, b95_m=b95_m, far_m=150).fits
    assert unsure in (sure, Fits.CANT_SAY)


@given(METRES, METRES)
def test_it_is_the_same_both_ways(metres: float, accuracy_m: float) -> None:
    there = apart(HOME, north(metres), a95_m=accuracy_m, b95_m=5, far_m=150)
    back = apart(north(metres), HOME, a95_m=5, b95_m=accuracy_m, far_m=150)
    assert there.fits is back.fits
    assert there.apart_m == pytest.approx(back.apart_m)
