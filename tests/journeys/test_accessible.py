"""Every screen of the app: no serious finding of axe, nothing smaller than a thumb, no sideways scroll at 320 px."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from amanah.cli.rehearsal.house import House
from tests.journeys import camera, desk, letters, tagger, town
from tests.journeys.accessible import AXE, SCHEMES, Looks, grave_findings
from tests.journeys.conftest import FAMILIES, SEED
from tests.journeys.field import Opener, known, phone_page, revoke
from tests.journeys.payer import PayersPhone, met_by
from tests.journeys.test_lock import THROWN_AWAY
from tests.journeys.test_supervisor import SUPERVISOR, shown, supervisors_link
from tests.journeys.walks import Walk

pytestmark = pytest.mark.journey
SMALL = {"width": 360, "height": 740}
NEVER_KEPT = "navigator.serviceWorker.register = () => new Promise(() => {})"


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """Its own: a phone of it is replaced, one revoked, and a round is walked to its end."""
    with House() as made:
        made.run("demo", "load", "--families", str(FAMILIES), "--seed", str(SEED), "--payers", "2")
        made.serve()
        yield made


@pytest.fixture(scope="module")
def head(house: House, open_browser: Opener) -> Page:
    page = desk.signed_in(open_browser(), house, "kepala")
    page.on("dialog", lambda asked: asked.accept())
    return page


def small(browser: Browser, film: Path) -> PayersPhone:
    phone = PayersPhone(browser, film)
    phone.page.set_viewport_size(SMALL)  # type: ignore[arg-type]  # playwright's own TypedDict has no public name
    return phone


def test_no_screen_has_a_serious_finding(
    head: Page, open_browser: Opener, snap: Callable[[Page, str], Path], tmp_path: Path
) -> None:
    if not AXE.is_file():
        pytest.skip("NO AXE: npm ci in phone/ first")
    looks = Looks(snap)
    films = [tmp_path / "payer.mjpeg", tmp_path / "supervisor.mjpeg"]
    front = next(iter(town.homes(FAMILIES, SEED).values())).front
    payers, supervisors = (small(open_browser(camera=camera.show(film, front), draws=True), film) for film in films)
    broken = small(open_browser(), tmp_path / "none.mjpeg")

    link = replaced(head, broken)
    supervise(looks, supervisors, head)
    walk_the_day(looks, payers, supervisors, head, link)
    lose_all(looks, broken)
    mark_homes(looks, small(open_browser(camera=films[1]), films[1]), head)
    withdrawn(looks, supervisors, head)
    unfetched(looks, small(open_browser(), tmp_path / "none.mjpeg"), head)

    assert looks.wrong == {}, "\n".join(f"{screen}: {said}" for screen, said in looks.wrong.items())
    assert looks.never_came() == [], "add the way there to tests/journeys/walks.py"
    assert payers.errors == supervisors.errors == []


def replaced(head: Page, broken: PayersPhone) -> str:
    """A phone opens its day unheard and is replaced; gives the link for the one that goes on, all of it contested."""
    broken.enrol(desk.enrolment_link(head, payer=0))
    desk.give_round(head, payer=0)
    broken.tap("pull")
    expect(broken.see("morning-families")).to_be_visible()
    broken.lose_network()
    broken.open_day(broken.amount("morning-total"))
    phone_page(head, desk.name_of(head, payer=0))
    head.get_by_label("Apa yang terjadi").fill("layarnya pecah")
    head.get_by_role("button", name="Ganti dan tampilkan kode").click()
    return head.get_by_test_id("enrol-link").get_attribute("href") or ""


def supervise(looks: Looks, phone: PayersPhone, head: Page) -> None:
    phone.enrol(supervisors_link(head))
    phone.tap("pull")
    phone.on("supervisor")
    phone.see("request-number").fill("123456")
    expect(phone.see("supervisor-code")).to_be_visible()
    looks.at(phone, "supervisor")
    phone.tap("supervisor-scan")
    looks.at(phone, "supervisor-scan")
    phone.tap("back")


def walk_the_day(looks: Looks, phone: PayersPhone, supervisor: PayersPhone, head: Page, link: str) -> None:
    def approve() -> bytes:
        supervisor.look_at(shown(phone, "request-qr"))
        supervisor.tap("supervisor-scan")
        looks.at(supervisor, "supervisor-ok")
        word = shown(supervisor, "approval-qr")
        supervisor.tap("approval-done")
        return word

    walk = Walk(phone, lambda screen, name=None: looks.at(phone, screen, name))
    walk.begin(link)
    walk.open_day()
    flood_form(looks, head)
    met = [one for one in met_by(phone, town.homes(FAMILIES, SEED)) if one.home.is_home_known]
    family = known(met)
    letter, _ = letters.letter_of(family.id, letters.codes_in(letters.printed(head)))
    walk.look_at_the_letter(family, letter)
    walk.note_and_give_up()
    walk.pay(family, approve)
    walk.granted(known([one for one in met if one != family]))
    walk.close_day()


def flood_form(looks: Looks, head: Page) -> None:
    """The office tells of a lost road while a round is out."""
    head.goto("/offices/80000/rounds/")
    expect(head.locator("#flood")).to_be_visible()
    for scheme in SCHEMES:
        head.emulate_media(color_scheme=scheme)
        if found := grave_findings(head):
            looks.wrong[f"flood form, {scheme}"] = str(found)


def mark_homes(looks: Looks, phone: PayersPhone, head: Page) -> None:
    """A round without money has its own look at every door."""

    def at(screen: str, name: str | None = None) -> None:
        looks.at(phone, screen, name)

    phone.enrol(tagger.link(head))
    tagger.send_out(head, most=2)
    tagger.begin(phone, at)
    marked, missed, *_ = tagger.homes_of(phone, list(town.homes(FAMILIES, SEED).values()))
    tagger.mark(phone, marked, at)
    tagger.miss(phone, missed, at)
    tagger.end(phone, at)


def lose_all(looks: Looks, phone: PayersPhone) -> None:
    """First a second window, then the last events, then the whole store."""
    first, phone.page = phone.page, phone.context.new_page()
    phone.page.set_viewport_size(SMALL)  # type: ignore[arg-type]  # playwright's own TypedDict has no public name
    phone.page.goto(first.url)
    phone.on("pin")
    phone.enter_pin()
    expect(phone.see("other-page")).to_be_visible()
    looks.at(phone, "stopped", "other-page")
    phone.page.close()
    phone.page = first
    phone.page.evaluate("localStorage.setItem('amanah.kept_seq', '9')")
    phone.reload()
    expect(phone.see("lost")).to_be_visible()
    looks.at(phone, "stopped", "lost-some")
    phone.page.evaluate(THROWN_AWAY)
    phone.page.reload()
    expect(phone.see("lost")).to_be_visible()
    looks.at(phone, "stopped", "lost")
    phone.tap("lost-go-on")
    looks.at(phone, "pin", "pin-rescue")


def withdrawn(looks: Looks, phone: PayersPhone, head: Page) -> None:
    revoke(head, SUPERVISOR, why="Dipinjamkan kepada orang lain")
    phone.tap("settings")
    phone.tap("sync")
    phone.tap("back")
    expect(phone.see("wiped")).to_be_visible(timeout=30_000)
    looks.at(phone, "stopped", "wiped")


def unfetched(looks: Looks, phone: PayersPhone, head: Page) -> None:
    """The network goes before the service worker has kept the app."""
    phone.page.add_init_script(NEVER_KEPT)
    phone.page.route("**/assets/Enrol-*", lambda route: route.abort())
    phone.page.goto(desk.enrolment_link(head, payer=1))
    phone.on("pin")
    phone.enter_pin()
    phone.enter_pin()
    expect(phone.see("unfetched")).to_be_visible(timeout=30_000)
    looks.at(phone, "stopped", "unfetched")
