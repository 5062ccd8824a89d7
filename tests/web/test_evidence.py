"""What a person who decides a case reads beside the photos: what the face was compared with, and who else was asked."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.urls import reverse

from amanah.access.types import Role
from amanah.values.clock import utc_now
from amanah.values.ids import new_id
from amanah.visits.commands import accept
from amanah.visits.queries import desk
from amanah.web.templatetags.words import ago
from tests.registry.faces import a_reference
from tests.visits import cast
from tests.web.cast import World, shown, signed_in

pytestmark = pytest.mark.django_db


def test_the_evidence_says_what_kind_of_reference_a_match_rests_on_and_how_old_it_is(world: World) -> None:
    long_ago = utc_now() - timedelta(days=3 * 366)
    reference = a_reference(world.family, at=long_ago, photo="cd" * 32, source="list")
    apps.get_model("visits", "SecondLook").objects.create(
        visit_id=world.visit, likeness=0.61, band="same", model="m", reference=reference, reference_kind="list",
        calibration="calib-1234abcd", at=cast.NOW,
    )  # fmt: skip
    page = shown(signed_in(Role.SUPERVISOR).get(reverse("case", args=[world.case])))
    assert "Dibandingkan dengan: foto daftar, 3 tahun lalu" in " ".join(page.split())
    assert "calib-1234abcd" in page


def test_the_evidence_says_what_an_outside_verifier_answered_or_that_it_did_not(world: World) -> None:
    asks = apps.get_model("visits", "OutsideAsk").objects
    asks.create(visit_id=world.visit, verifier="registri", outcome="timeout", took_ms=10_000, at=cast.NOW)
    asks.create(
        id=new_id(), visit_id=world.visit, verifier="registri", outcome="answered", answer="unknown", ref="R-77",
        took_ms=300, at=cast.NOW + timedelta(minutes=1),
    )  # fmt: skip
    page = " ".join(shown(signed_in(Role.SUPERVISOR).get(reverse("case", args=[world.case]))).split())
    assert "registri menjawab: tidak tahu (R-77)" in page
    assert "registri tidak menjawab pada waktunya" in page


def test_the_evidence_shows_how_the_money_was_signed_for_as_the_visits_own_phone_told_it(world: World) -> None:
    supervisor = signed_in(Role.SUPERVISOR)

    def page(visit: UUID) -> str:
        return shown(supervisor.get(reverse("visit", args=[visit])))

    phone, handset = cast.a_phone("wayan")
    told = cast.pays(handset, cast.a_debt(7), signature="cd" * 32)
    foreign = {"visit": str(world.visit), "family": str(world.family), "payment": str(new_id())}
    money = {"items": [], "total": 0, "received_by": "self", "receipt": "7K3M9QXA", "letter": None}
    handset.say("payment.paid", {**foreign, **money, "signature": "ab" * 32})
    accept(phone, handset.said, now=cast.NOW)
    assert "Tidak ditandatangani." in page(world.visit)
    assert "Tidak ditandatangani." not in page(told.visit)


def test_one_photo_that_serves_as_house_and_as_signature_is_shown_as_both(world: World) -> None:
    phone, handset = cast.a_phone("wayan")
    debt = cast.a_debt(7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cast, "photos", lambda seed: [{"kind": "house", "sha256": "cd" * 32, "bytes": 9, "thumb": None}])
        visit = cast.pays(handset, debt, signature="cd" * 32).visit
    accept(phone, handset.said, now=cast.NOW)
    assert desk.signature_of(visit) == "cd" * 32


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (timedelta(seconds=20), "baru saja"), (timedelta(minutes=1), "1 menit lalu"),
        (timedelta(minutes=59), "59 menit lalu"), (timedelta(hours=2), "2 jam lalu"),
        (timedelta(hours=47), "47 jam lalu"), (timedelta(days=59), "59 hari lalu"),
        (timedelta(days=61), "2 bulan lalu"), (timedelta(days=729), "24 bulan lalu"),
        (timedelta(days=1100), "3 tahun lalu"),
    ],
)  # fmt: skip
def test_a_time_that_is_past_is_said_in_its_largest_unit(since: timedelta, said: str) -> None:
    assert ago(utc_now() - since - timedelta(seconds=2)) == said


@pytest.mark.parametrize(("home", "says"), [(cast.HOME[0], ": cocok"), (cast.HOME[0] + 0.004, ": di tempat lain")])
def test_the_evidence_says_whether_the_place_fits_the_known_home(world: World, home: float, says: str) -> None:
    phone, handset = cast.a_phone("ketut")
    debt = cast.a_debt(9)
    cast.a_home(debt, lat=home)
    told = cast.pays(handset, debt)
    accept(phone, handset.said, now=cast.NOW)
    page = shown(signed_in(Role.SUPERVISOR).get(reverse("visit", args=[told.visit])))
    assert says in " ".join(page.replace("<strong>", "").split())
    assert "Dangin Puri</span>" in page
