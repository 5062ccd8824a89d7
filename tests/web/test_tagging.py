"""Planning rounds that only mark homes, and how far they are, as the office sees it."""

from __future__ import annotations

from django.urls import reverse

from amanah.access.types import Role
from amanah.visits import commands, models
from tests.visits import cast
from tests.visits.test_geotag import a_tagger, tags
from tests.web.cast import World, shown, signed_in


def test_the_head_plans_marking_and_sees_how_far_it_is(world: World) -> None:
    phone, handset = a_tagger()
    cast.a_debt(70)
    head = signed_in(Role.OFFICE_HEAD)
    page = shown(head.get(reverse("rounds"), {"day": str(cast.DAY)}))
    assert "Susun penandaan" in page
    said = {"day": str(cast.DAY), "person": str(phone.payer.id), "village": cast.VILLAGE, "most": "2"}
    head.post(reverse("tagging_plan", args=[cast.OFFICE]), said)
    row = models.Round.objects.get(kind="tag")
    assert row.stops.count() == 2

    commands.lease_round(row.id, phone.id, by="user:head", now=cast.NOW)
    family = row.stops.order_by("order").first().family_id  # type: ignore[union-attr]  # two stops
    visit = tags(handset, cast.Debt(family, family), note="pagar biru")
    commands.accept(phone, handset.said, now=cast.NOW)
    assert "1 / 2" in shown(head.get(reverse("rounds"), {"day": str(cast.DAY)}))
    page = shown(head.get(reverse("round", args=[row.id])))
    assert "1 / 2" in page
    assert "Panjar" not in page
    assert reverse("visit", args=[visit]) in page
    page = shown(head.get(reverse("visit", args=[visit])))
    assert "Rumah ditandai" in page
    assert "tetangga" in page
    assert "pagar biru" in page


def test_a_bag_that_does_not_exist_is_not_counted(world: World) -> None:
    phone, _ = a_tagger()
    cast.a_debt(70)
    head = signed_in(Role.OFFICE_HEAD)
    before = shown(head.get(reverse("cash"), {"day": str(cast.DAY)})).count("<tr>")
    said = {"day": str(cast.DAY), "person": str(phone.payer.id), "most": "100"}
    head.post(reverse("tagging_plan", args=[cast.OFFICE]), said)
    assert models.Round.objects.filter(kind="tag").exists()
    assert shown(head.get(reverse("cash"), {"day": str(cast.DAY)})).count("<tr>") == before
