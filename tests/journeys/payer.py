"""A payer with a phone, as a journey drives it: only what a thumb can reach (`phone/README.md` lists the ids)."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Request, expect

from tests.journeys import camera
from tests.journeys.town import Home

SIZE = {"width": 390, "height": 844}
PIN = "271828"
HOLDS_BACK = re.compile("Lihat lurus|Cahaya dari satu sisi|lepas masker")  # some drawn people never content the phone
SEEN_MS = 30_000  # the first face waits for the runtime to start, on a shared machine

GZIP = b"\x1f\x8b"
# The draw takes one byte; 0 is the first of the three movements.
ALWAYS_LEFT = """() => {
  const fill = crypto.getRandomValues.bind(crypto);
  crypto.getRandomValues = (into) => (into instanceof Uint8Array && into.length === 1 ? into.fill(0) : fill(into));
}"""


class PayersPhone:
    """One installed app: its own storage, a camera made of a file, a place that the journey sets."""

    def __init__(self, browser: Browser, film: Path, *, dark: bool = False) -> None:
        self.film = film
        self.context = browser.new_context(
            viewport=SIZE,  # type: ignore[arg-type]  # playwright's own TypedDict has no public name
            device_scale_factor=2,
            has_touch=True,
            locale="id-ID",
            timezone_id="Asia/Makassar",
            permissions=["camera", "geolocation"],
            color_scheme="dark" if dark else "light",
        )
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.taps = 0  # what the thumb has done
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.sent: list[dict[str, Any]] = []  # the events put on the wire, again or not
        self.page.on("request", self._hear)

    def _hear(self, request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/api/sync/events"):
            body = request.post_data_buffer or b""
            if not body:  # chromium doesn't tell every body; what was sent so is heard when it is sent again
                return
            said = json.loads(gzip.decompress(body) if body.startswith(GZIP) else body)
            self.sent += [json.loads(each["e"]) for each in said["events"]]

    def see(self, testid: str) -> Locator:
        return self.page.get_by_test_id(testid)

    def tap(self, testid: str) -> None:
        self.taps += 1
        self.see(testid).click()

    def on(self, screen: str) -> None:
        expect(self.see(f"screen-{screen}")).to_be_visible(timeout=SEEN_MS)

    def stand_at(self, place: tuple[float, float], *, accuracy_m: float = 8) -> None:
        lat, lng = place
        self.context.set_geolocation({"latitude": lat, "longitude": lng, "accuracy": accuracy_m})

    def look_at(self, picture: bytes) -> None:
        """What the camera shows from its next opening on."""
        camera.show(self.film, picture)

    def look_at_one_who_turns_left(self, picture: bytes) -> None:
        """The movement is drawn at random and a film shows one only: here the draw is always left."""
        self.page.evaluate(ALWAYS_LEFT)
        camera.show(self.film, picture, camera.turned_left(picture), frames=45)

    def enter_pin(self) -> None:
        for digit in PIN:
            self.tap(f"pin-{digit}")

    def enrol(self, link: str) -> None:
        self.page.goto(link)
        self.on("pin")
        self.enter_pin()
        expect(self.see("pin-title")).to_contain_text("sekali lagi")
        self.enter_pin()
        self.on("enrol")
        self.tap("enrol-do")
        self.on("morning")

    def pull(self) -> None:
        self.tap("pull")
        expect(self.see("morning-families")).to_be_visible()
        expect(self.see("models")).to_have_attribute("data-ready", "yes", timeout=90_000)

    def open_day(self, float_rp: int) -> None:
        self.see("count").fill(str(float_rp))
        self.tap("day-open")
        self.on("round")

    def lose_network(self) -> None:
        self.context.set_offline(True)

    def find_network(self) -> None:
        self.context.set_offline(False)

    def reload(self) -> None:
        self.page.reload()
        self.on("pin")
        self.enter_pin()
        expect(self.see("screen-pin")).to_be_hidden(timeout=SEEN_MS)

    def open_family(self, name: str, address: str) -> None:
        self.tap("filter-all")
        self.see("search").fill(name)
        self.taps += 1
        self.see("family").filter(has_text=address).first.click()
        self.on("door")

    def show_place(self) -> None:
        self.tap("start")
        expect(self.see("continue")).to_be_visible(timeout=SEEN_MS)

    def show_face(self, *, moves: bool = False) -> float:
        """Gives the likeness the phone found; who `moves` as asked needs no thumb."""
        self.tap("continue")
        if moves:
            expect(self.see("challenge")).to_have_attribute("data-asked", "left", timeout=SEEN_MS)
        else:
            self.take_face()
        expect(self.see("likeness")).to_be_visible(timeout=SEEN_MS)
        return float(self.see("likeness").get_attribute("data-likeness") or "nan")

    def take_face(self) -> None:
        """The photo takes itself once the phone is content; who can't move as it asks is passed over."""
        asked, taken = self.see("challenge-skip"), self.see("face-again")
        aside = self.see("guide").filter(has_text=HOLDS_BACK)
        expect(asked.or_(taken).or_(aside)).to_be_visible(timeout=SEEN_MS)
        if asked.is_visible():
            asked.click()
        elif aside.is_visible():
            self.tap("take")
        expect(taken).to_be_visible(timeout=SEEN_MS)

    def show_house(self, front: bytes) -> None:
        """Ends at the screen that says "hand over the money", its intent kept."""
        self.look_at(front)
        self.tap("continue")
        self.take_house()

    def take_house(self) -> None:
        self.on("house")
        expect(self.see("viewfinder")).to_have_attribute("data-running", "true", timeout=SEEN_MS)
        self.tap("take")
        self.tap("house-use")
        self.on("money")

    def sign(self) -> None:
        self.taps += 1
        self.see("signature").scroll_into_view_if_needed()
        box = self.see("signature").bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + 60, box["y"] + 80)
        self.page.mouse.down()
        for step in range(18):
            self.page.mouse.move(box["x"] + 60 + 9 * step, box["y"] + 60 + 22 * (step % 2) - step)
        self.page.mouse.up()

    def amount(self, testid: str) -> int:
        return int(re.sub(r"\D", "", self.see(testid).inner_text()))

    def sends_all(self) -> None:
        """A sending that stopped, as on a machine that others use too, is begun again by the thumb."""
        said = self.see("foot-unsent")
        for _ in range(4):
            self.tap("foot")
            with suppress(AssertionError):
                expect(said).to_contain_text("Semua terkirim", timeout=20_000)
                return
        expect(said).to_contain_text("Semua terkirim")


@dataclass(frozen=True, slots=True)
class Met:
    """A family of this phone's round, and the truth about it."""

    id: str
    home: Home


def met_by(phone: PayersPhone, known: Mapping[tuple[str, str], Home]) -> list[Met]:
    """Each family of the round as its door shows it, joined to what is true about it."""
    found = []
    phone.tap("filter-all")
    for number in range(phone.see("family").count()):
        row = phone.see("family").nth(number)
        family = row.get_attribute("data-family") or ""
        row.click()
        name = phone.see("door-name").inner_text()
        tail = re.search(r"NIK …(\d{4})", phone.see("screen-door").inner_text())
        assert tail is not None
        found.append(Met(family, known[name, tail.group(1)]))
        phone.tap("back")
    return found


def first(met: list[Met], fits: Callable[[Home], bool]) -> Met:
    return next(one for one in met if fits(one.home))
