"""The phone's own core (Node) against the real house over HTTP: one day, one bad network, nothing lost."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from django.apps import apps
from pytest_django.live_server_helper import LiveServer

from amanah.access import commands as access
from amanah.access.types import Grant, Role
from amanah.ledger import queries as ledger
from amanah.values.clock import utc_now
from amanah.values.money import Money
from amanah.visits import commands as visits
from tests.visits import cast

PHONE = Path(__file__).parents[2] / "phone"
Ask = Callable[..., dict[str, Any]]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        shutil.which("node") is None or not (PHONE / "node_modules").exists(),
        reason="the phone's packages aren't installed: ./run test does it",
    ),
]


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Simulated phones, built from today's source."""
    out = tmp_path_factory.mktemp("driver")
    vite = PHONE / "node_modules" / ".bin" / "vite"
    command = [str(vite), "build", "--config", "vite.sim.config.ts", "--outDir", str(out), "--logLevel", "error"]
    subprocess.run(command, cwd=PHONE, check=True, timeout=120)
    return out / "driver.mjs"


@pytest.fixture
def ask(driver: Path) -> Iterator[Ask]:
    node = subprocess.Popen(["node", str(driver)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    stdin, stdout = node.stdin, node.stdout
    assert stdin is not None
    assert stdout is not None

    def answer(do: str, phone: str = "p1", **words: Any) -> dict[str, Any]:
        stdin.write(json.dumps({"do": do, "phone": phone, **words}) + "\n")
        stdin.flush()
        while (said := json.loads(stdout.readline())).get("progress"):
            pass
        return dict(said)

    yield answer
    stdin.write('{"do":"quit"}\n')
    stdin.flush()
    node.wait(timeout=20)


@pytest.fixture
def photo(tmp_path: Path) -> Callable[[int], str]:
    def take(number: int) -> str:
        noise = np.random.default_rng(number).integers(0, 255, (120, 120, 3), dtype=np.uint8)
        path = tmp_path / f"{number}.jpg"
        cv2.imwrite(str(path), noise)
        return str(path)

    return take


@pytest.fixture
def code() -> str:
    """An office with one payer, and the code that enrols this payer's phone."""
    cast.an_office()
    person = access.hire("made", "Made", cast.PASSWORD, [Grant(Role.PAYER, f"nopen:{cast.OFFICE}")], by="test")
    return access.open_enrolment(person.id, office=cast.OFFICE, by="test", now=utc_now())


def lease_five(*, day: date) -> None:
    for number in range(1, 6):
        cast.a_debt(number)
    phone = apps.get_model("access", "Phone").objects.get()
    now = utc_now()
    planned = visits.plan_rounds(cast.OFFICE, day, [phone.user_id], cast.a_stage(), by="user:head", now=now)
    (round_id,) = planned.rounds
    visits.lease_round(round_id, phone.id, by="user:head", now=now)
    visits.hand_cash(round_id, Money(3_000_000), by="user:cashier", now=now)


def plan(families: list[str], photo: Callable[[int], str]) -> list[dict[str, Any]]:
    place = {"lat": cast.HOME[0], "lng": cast.HOME[1], "accuracy_m": 8, "spread_m": 2, "fixes": 5}
    face = {"likeness": 0.71, "band": "same", "live": 0.9}
    doors = [
        {
            "family": family,
            "ending": "paid",
            "place": place,
            "face": face,
            "photos": {"face": photo(2 * i), "house": photo(2 * i + 1)},
        }
        for i, family in enumerate(families)
    ]
    doors[3].update(ending="failed", reason="moved", next="return", hazard={"kind": "dog", "note": "galak"})
    doors[4].update(ending="voided", note="batal", reason="refuses")
    return doors


def test_a_day_on_a_bad_network_arrives_whole(
    live_server: LiveServer, ask: Ask, code: str, photo: Callable[[int], str]
) -> None:
    assert ask("enrol", base=live_server.url, code=code, seed=3)["ok"]
    lease_five(day=utc_now().date())
    pack = ask("pull")
    assert pack["end"] == "new"
    assert len(pack["families"]) == 5
    assert ask("pull")["end"] == "unchanged"

    told = ask(
        "day",
        float=3_000_000,
        plan=plan([f["family"] for f in pack["families"]], photo),
        **{"return": "all"},
        close=True,
    )
    assert (told["paid"], told["failed"], told["voided"], told["refused"]) == (3, 1, 1, [])
    synced = ask("sync", mangle={"duplicate": 0.5, "reorder": 0.7, "lose_answer": 0.2})
    assert (synced["left"], synced["held"], synced["stopped"]) == ({"events": 0, "media": 0}, [], None)

    remembered = ask("memory")
    stored = apps.get_model("visits", "Event").objects.order_by("seq")
    assert [str(event.id) for event in stored] == [event["id"] for event in remembered["events"]]
    assert remembered["acked_seq"] == len(remembered["events"])
    paid = apps.get_model("visits", "Settlement").objects.filter(is_paid=True)
    assert {str(row.entitlement) for row in paid} == {p["entitlement"] for p in remembered["payments"]}
    media = apps.get_model("visits", "Media").objects
    assert media.count() == 10
    assert not media.exclude(state="complete").exists()
    assert not apps.get_model("visits", "Incident").objects.exists()
    assert remembered["bag"] == {"float": 3_000_000, "paid": 1_800_000, "returned": 1_200_000}
    assert ledger.total() == 0
    assert list(ledger.balances("bag:").values()) == [0]
    assert ledger.balances("suspense:") == {}


def test_a_code_opens_once_and_the_refusal_is_told_in_the_houses_words(
    live_server: LiveServer, ask: Ask, code: str
) -> None:
    assert ask("enrol", "p1", base=live_server.url, code=f"{live_server.url}/app/#enrol={code}")["ok"]
    refused = ask("enrol", "p2", base=live_server.url, code=code)
    assert (refused["ok"], refused["code"]) == (False, "code_refused")
    assert refused["id"]
    assert refused["id"] != refused["en"]


def test_a_revoked_phones_payments_wait_in_the_inbox(
    live_server: LiveServer, ask: Ask, code: str, photo: Callable[[int], str]
) -> None:
    ask("enrol", base=live_server.url, code=code)
    lease_five(day=utc_now().date())
    families = [family["family"] for family in ask("pull")["families"]]
    ask("day", float=3_000_000, plan=plan(families, photo))
    phone = apps.get_model("access", "Phone").objects.get()
    access.revoke_phone(phone.id, reason="test", by="user:head", now=utc_now())

    synced = ask("sync")
    assert (synced["stopped"], synced["acked"]) == ("phone_revoked", 0)
    assert synced["said"]["id"]
    assert apps.get_model("visits", "Inbox").objects.count() == 1
    assert ask("pull")["end"] == "phone_revoked"


def test_a_copied_phone_is_noticed_and_no_payment_of_either_is_lost(
    live_server: LiveServer, ask: Ask, code: str, photo: Callable[[int], str]
) -> None:
    ask("enrol", base=live_server.url, code=code)
    lease_five(day=utc_now().date())
    families = [family["family"] for family in ask("pull")["families"]]
    ask("day", float=3_000_000, plan=[])
    ask("copy", **{"as": "p2"})
    first, second = plan(families, photo)[:2]
    assert ask("day", "p1", open=False, plan=[first])["paid"] == 1
    assert ask("day", "p2", open=False, plan=[second])["paid"] == 1

    assert ask("sync", "p1")["stopped"] is None
    told = ask("sync", "p2")
    assert told["stopped"] == "chain_differs"
    assert told["held"]
    paid = [
        event["id"] for phone in ("p1", "p2") for event in ask("memory", phone)["events"] if "paid" in event["type"]
    ]
    stored = {str(id_) for id_ in apps.get_model("visits", "Event").objects.values_list("id", flat=True)}
    aside = b" ".join(bytes(one.body) for one in apps.get_model("visits", "Incident").objects.all()).decode()
    assert len(paid) == 2
    assert all(id_ in stored or id_ in aside for id_ in paid)


def test_a_phone_whose_clock_says_1970_is_heard(
    live_server: LiveServer, ask: Ask, code: str, photo: Callable[[int], str]
) -> None:
    ask("enrol", base=live_server.url, code=code)
    lease_five(day=utc_now().date())
    families = [family["family"] for family in ask("pull")["families"]]
    ask("clock", offset_ms=-int(utc_now().timestamp() * 1000))
    assert ask("day", float=3_000_000, plan=plan(families, photo), **{"return": "all"}, close=True)["paid"] == 3
    assert ask("sync")["left"] == {"events": 0, "media": 0}
    assert apps.get_model("visits", "Settlement").objects.filter(is_paid=True).count() == 3
