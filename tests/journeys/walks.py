"""A way past every screen of the payer's app, for whoever looks them over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.journeys.payer import SEEN_MS, Met, PayersPhone

At = Callable[..., None]
AWAY_DEG = 0.0015  # some 170 m north of the door


@dataclass(frozen=True, slots=True)
class Walk:
    """`at(screen, name)` is called wherever one stands."""

    phone: PayersPhone
    at: At

    def begin(self, link: str) -> None:
        phone = self.phone
        phone.page.goto(link)
        self.at("pin")
        phone.enter_pin()
        phone.enter_pin()
        self.at("enrol")
        phone.tap("enrol-scan")
        self.at("enrol-scan")
        phone.tap("back")
        phone.tap("enrol-do")
        self.at("morning", "morning-empty")

    def open_day(self) -> None:
        phone = self.phone
        phone.pull()
        phone.see("by-notes").click()
        self.at("morning")
        phone.open_day(phone.amount("morning-total"))
        self.at("round")
        phone.tap("map-switch")
        expect(phone.see("map")).to_have_attribute("data-drawn", "yes", timeout=60_000)
        self.at("round", "map")
        phone.tap("map-switch")
        phone.tap("settings")
        self.at("settings")
        phone.tap("change-pin")
        self.at("settings", "change-pin")
        phone.tap("back")

    def look_at_the_letter(self, met: Met, letter: bytes) -> None:
        """Another phone once held this family: the scan is asked for, and tells."""
        phone = self.phone
        lat, lng = met.home.place
        phone.stand_at((lat + AWAY_DEG, lng))
        phone.open_family(met.home.name, met.home.address)
        expect(phone.see("arrow")).to_be_visible()
        self.at("door", "contested")
        phone.look_at(met.home.front)
        phone.tap("contested-scan")
        self.at("scan")
        phone.tap("back")
        phone.look_at(letter)
        phone.tap("scan")
        expect(phone.see("letter-check")).to_be_visible(timeout=20_000)
        self.at("door", "letter-check")

    def note_and_give_up(self) -> None:
        phone = self.phone
        phone.tap("hazard")
        phone.see("hazard-dog").check(force=True)
        self.at("hazard")
        phone.see("hazard-helped").fill("ibu memegang anjingnya")
        phone.tap("hazard-save")
        expect(phone.see("hazard-card")).to_be_visible()
        self.at("door", "door-hazard")
        phone.tap("letter-marked")
        self.at("failed", "letter-marked")
        phone.tap("back")
        phone.tap("not-home")
        self.at("failed", "not-home")
        phone.tap("back")
        phone.tap("failed")
        phone.tap("reason-more")
        self.at("failed")
        phone.tap("failed-photo")
        self.at("failed-photo")
        phone.tap("back")
        phone.tap("back")

    def other_ways(self, approve: Callable[[], bytes]) -> None:
        """`approve` gives the QR of a supervisor's word for what this phone shows now."""
        phone = self.phone
        phone.tap("other-way")
        self.at("other")
        for way in ("papers", "representative", "witness"):
            phone.see(f"way-{way}").check(force=True)
            phone.tap("way-choose")
            self.at("rung", f"rung-{way}")
            if way == "papers":
                self._papers()
            if way == "witness":
                self._approved(approve)
            phone.tap("back")
        phone.tap("back")

    def _papers(self) -> None:
        phone = self.phone
        phone.tap("rung-letter")
        self.at("rung-scan")
        phone.tap("back")
        phone.tap("rung-ktp")
        self.at("take-photo")
        phone.tap("back")

    def _approved(self, approve: Callable[[], bytes]) -> None:
        phone = self.phone
        phone.see("code").fill("12345678")
        self.at("rung", "code-mistyped")
        word = approve()
        phone.tap("approval-scan")
        self.at("approval-scan")
        phone.tap("back")
        phone.look_at(word)
        phone.tap("approval-scan")
        expect(phone.see("approved")).to_be_visible(timeout=20_000)
        self.at("rung", "approved")

    def pay(self, met: Met, approve: Callable[[], bytes]) -> None:
        """Over the death of the app between intent and payment."""
        phone = self.phone
        phone.stand_at(met.home.place)
        phone.look_at(met.home.front)
        phone.show_place()
        self.at("place")
        phone.tap("continue")
        self.at("face")
        self.other_ways(approve)
        phone.look_at(met.home.front)
        phone.tap("back")
        phone.tap("continue")
        phone.tap("take")
        expect(phone.see("face-unseen")).to_be_visible(timeout=60_000)
        self.at("face", "face-unseen")
        phone.tap("face-again")
        phone.look_at(met.home.field)
        phone.tap("back")
        phone.tap("continue")
        expect(phone.see("challenge")).to_be_visible(timeout=SEEN_MS)
        self.at("face", "challenge")
        phone.take_face()
        self.at("face", "face-seen")
        phone.look_at(met.home.front)
        phone.tap("continue")
        self.at("house")
        phone.take_house()
        self._money()

    def _money(self) -> None:
        phone = self.phone
        self.at("money")
        phone.tap("void")
        self.at("void")
        phone.tap("back")
        phone.tap("thumb")
        self.at("take-photo", "thumb")
        phone.tap("take")
        self.at("money", "thumb-kept")
        phone.reload()
        self.at("open-intent")
        expect(phone.see("letter-code")).to_be_in_viewport()
        phone.tap("intent-yes")
        self.at("receipt")
        phone.tap("give-message")
        self.at("receipt", "receipt-message")
        phone.tap("to-list")

    def granted(self, met: Met) -> None:
        phone = self.phone
        phone.open_family(met.home.name, met.home.address)
        phone.tap("contested-ask")
        expect(phone.see("granted")).to_be_visible()
        self.at("door", "granted")
        phone.tap("back")

    def close_day(self) -> None:
        phone = self.phone
        phone.tap("close-day")
        phone.see("count").fill("1000")
        self.at("closing")
        phone.see("closing-note").fill("uang kembalian tertinggal di mobil")
        phone.tap("day-close")
        expect(phone.see("day-closed")).to_be_visible()
        self.at("closing", "closed")
