"""Areas are searched each by itself: one that fails holds up no other, and is taken up again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.apps import apps

from amanah.access import commands as access
from amanah.access.types import Village
from amanah.oversight import commands
from amanah.oversight.store import crowds
from amanah.vault.types import SealBroken
from tests.oversight.faces import WHO, a_family, again, known_by
from tests.visits import cast

pytestmark = pytest.mark.django_db


def test_a_regency_whose_search_failed_holds_up_no_other_and_is_searched_the_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast.an_office()
    access.load_villages([Village("51.08.01.2001", "Banyuasri", -8.11, 115.08, office=cast.OFFICE)], by="test")
    known_by(a_family(1, village="51.08.01.2001"), WHO, name="one")
    known_by(a_family(2), again(WHO), name="other")
    gather, now = crowds.gather, datetime.now(UTC).replace(year=2099)  # every row is older than these searches

    def fails_in_one(regencies: list[str], **how: object) -> crowds.Crowd:
        if regencies == ["5108"]:
            raise SealBroken
        return gather(regencies, **how)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(crowds, "gather", fails_in_one)
    monkeypatch.setattr("amanah.oversight.commands.searching.TAKEN_UP", now - datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(ExceptionGroup, match="not searched"):
        commands.search_areas(by="job:test", now=now)
    searches = apps.get_model("oversight", "FaceSearch").objects
    assert list(searches.values_list("scope", flat=True)) == ["5171"]
    monkeypatch.setattr(crowds, "gather", gather)
    assert [run.scope for run in commands.search_areas(by="job:test", now=now)] == ["5108"]
    assert commands.search_areas(by="job:test", now=now) == []
