"""A judgement names the edition of areas it was made by: a border drawn anew changes neither it nor its page."""

from __future__ import annotations

import pytest
import shapely

from amanah.access import commands as access
from amanah.access import queries as places
from amanah.access.types import Village
from amanah.geo.queries import outside_m
from amanah.geo.types import Area, Areas, Position
from amanah.visits import models, queries
from amanah.visits.types import Against, Doubt
from amanah.web.evidence import gather
from tests.visits import cast
from tests.visits.cast import a_place, pays
from tests.visits.conftest import Field

WIDE = shapely.box(115.1, -8.7, 115.3, -8.5)
FAR = (-8.55, 115.2)
"""4.4 km outside the village as first drawn, inside as drawn anew."""


def judged(field: Field) -> tuple[Against, list[str]]:
    seen = queries.visit(models.Visit.objects.get().id)
    assert seen is not None
    assert seen.against is not None
    return seen.against, sorted(seen.doubts)


def drawn_anew() -> None:
    village = Village(cast.VILLAGE, "Dangin Puri", *cast.HOME, office=cast.OFFICE, area=WIDE)
    access.load_villages([village], by="test")


def test_a_border_drawn_anew_leaves_an_older_judgement_and_its_replay_as_they_were(field: Field) -> None:
    pays(field.handset, field.debts[0], place=a_place(lat=FAR[0], lng=FAR[1]))
    field.sends()
    before = judged(field)
    assert Doubt.OUTSIDE_VILLAGE in before[1]
    drawn_anew()
    field.sends()
    assert judged(field) == before
    done = queries.replay()
    assert done.same_state, done.differences


def test_what_a_judgement_measured_can_be_measured_again_by_its_edition(field: Field) -> None:
    pays(field.handset, field.debts[0], place=a_place(lat=FAR[0], lng=FAR[1]))
    field.sends()
    against, _ = judged(field)
    drawn_anew()
    assert against.edition is not None
    for edition, far_m in ((against.edition, against.outside_m), (places.newest_area_edition() or 0, 0)):
        area = places.area_of(cast.VILLAGE, edition=edition)
        assert area is not None
        assert outside_m(Areas([Area(cast.VILLAGE, area)]), cast.VILLAGE, Position(*FAR)) == pytest.approx(far_m)


def test_a_border_drawn_anew_counts_from_the_next_visit_on(field: Field) -> None:
    drawn_anew()
    pays(field.handset, field.debts[0], place=a_place(lat=FAR[0], lng=FAR[1]))
    field.sends()
    assert judged(field)[0].outside_m == 0


def test_a_visits_page_says_where_it_lay_by_the_borders_it_was_judged_by(field: Field) -> None:
    visit = pays(field.handset, field.debts[0], place=a_place(lat=FAR[0], lng=FAR[1])).visit
    field.sends()
    drawn_anew()
    seen = queries.visit(visit)
    assert seen is not None
    shown = gather(seen, field.debts[0].family, purpose="test")
    assert shown.stands is not None
    assert "outside its village" in shown.stands.en
    assert shown.village is not None
    assert shapely.geometry.shape(shown.village).equals(cast.BOX)
