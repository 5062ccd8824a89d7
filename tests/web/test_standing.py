"""The sentence beside a visit's map: where its place lies, and how sure that is."""

from __future__ import annotations

import pytest
import shapely
from django.urls import reverse

from amanah.access import commands as access
from amanah.access.types import Role, Village
from amanah.visits.types import Place
from amanah.web.standing import said
from tests.visits.cast import NOW, VILLAGE
from tests.web.cast import World, shown, signed_in

pytestmark = pytest.mark.django_db
BESIDE = Village(VILLAGE[:9] + "1099", "Sumerta", -8.6, 115.22, area=shapely.box(115.21, -8.61, 115.23, -8.59))


def at(lat: float, lng: float, accuracy_m: float) -> Place:
    return Place(lat, lng, accuracy_m, spread_m=2, fixes=5, taken_at=NOW)


def english(lat: float, lng: float, accuracy_m: float) -> str:
    found = said(VILLAGE, at(lat, lng, accuracy_m))
    return found.en if found else ""


def test_it_says_inside_beside_or_in_no_village(world: World) -> None:
    access.load_villages([BESIDE], by="test")
    assert english(-8.6, 115.2, 8) == "The place lies inside its village."
    assert english(-8.6, 115.22, 8) == "The place lies 1099 metres outside its village, in the neighbouring Sumerta."
    assert english(-8.5, 115.2, 8).endswith("in no village of that regency.")


def test_it_says_when_the_border_is_nearer_than_the_accuracy(world: World) -> None:
    assert "Not certain" not in english(-8.6, 115.2095, 54)
    assert "Not certain" in english(-8.6, 115.2095, 56)


def test_nothing_is_said_without_a_place_or_an_area(world: World) -> None:
    assert said(VILLAGE, None) is None
    assert said("51.99.01.1001", at(-8.6, 115.2, 8)) is None


def test_the_visits_page_shows_it(world: World) -> None:
    page = shown(signed_in(Role.SUPERVISOR).get(reverse("visit", args=[world.visit])))
    assert "di dalam desanya" in page or "di luar desanya" in page
