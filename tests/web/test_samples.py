"""Drawn visits are answered by the head: neither by the payer nor by the payer's own supervisor."""

from __future__ import annotations

import pytest
from django.urls import reverse

from amanah.access.types import Role
from amanah.oversight import commands, models
from amanah.oversight.types import CaseKind
from tests.visits.cast import NOW, OFFICE
from tests.web.cast import World, shown, signed_in

pytestmark = pytest.mark.django_db
ANSWER = {"outcome": "wrong", "note": "received Rp 50,000 less"}


def test_a_drawn_visit_is_closed_by_the_head_alone(world: World) -> None:
    case = commands.open_case(
        CaseKind.SAMPLE, about=f"sample:x:{world.visit}", office=OFFICE, doubts=[], by="test", now=NOW,
        family=world.family, visit=world.visit,
    )  # fmt: skip
    supervisor = signed_in(Role.SUPERVISOR)
    assert "Terundi untuk diperiksa" in shown(supervisor.get(reverse("case", args=[case])))
    assert supervisor.post(reverse("case_close", args=[case]), ANSWER).status_code == 403
    assert not models.Closing.objects.exists()
    signed_in(Role.OFFICE_HEAD).post(reverse("case_close", args=[case]), ANSWER)
    assert models.Closing.objects.get().case_id == case
