"""The scenes of a whole day: the morning, six doors that each end in another way, the evening; pictured as they go."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from amanah.cli.demo_cards import draw_ktp
from tests.journeys import desk, town
from tests.journeys.album import Album
from tests.journeys.cards import family_card
from tests.journeys.payer import Met
from tests.journeys.test_supervisor import shown
from tests.journeys.walker import Walker

OFFICE = (-8.6705, 115.2335)
MISSING_RP = 50_000
WHY_SHORT = "Satu lembar lima puluh ribu jatuh di gang, dicari tidak ketemu."
DRAWN_MS = 60_000  # by software, on a shared machine


class Day:
    """The payer's phone, the supervisor's, and the album that both are pictured in."""

    def __init__(self, phone: Walker, supervisor: Walker, album: Album) -> None:
        self.phone, self.supervisor, self.album = phone, supervisor, album
        self.paid_rp = 0

    def snap(self, name: str, sentence: str) -> None:
        self.album.take(self.phone.page, name, sentence)

    def arrive(self, met: Met, sees: bytes) -> None:
        self.phone.stand_at(met.home.place)
        self.phone.look_at(sees)
        self.phone.open_family(met.home.name, met.home.address)

    def handed_over(self) -> None:
        """From the money to the list."""
        total = self.phone.amount("money-total")
        self.phone.tap("paid")
        self.has_receipt(total)

    def has_receipt(self, total: int) -> None:
        self.phone.on("receipt")
        assert self.phone.amount("receipt-total") == total
        expect(self.phone.see("screen-receipt").locator("svg[role=img]")).to_be_visible()
        self.paid_rp += total

    def to_list(self) -> None:
        self.phone.tap("to-list")
        self.phone.on("round")


def morning(day: Day, head: Page) -> int:
    """Enrolled, the pack in, the float counted note by note. Gives the float in rupiah."""
    phone = day.phone
    day.album.chapter("Morning, at the office")
    phone.page.goto(desk.enrolment_link(head, payer=0))
    phone.on("pin")
    day.snap("pin", "The supervisor's QR opens the app; the payer chooses a PIN that seals what the phone keeps.")
    phone.enter_pin()
    phone.enter_pin()
    phone.on("enrol")
    phone.tap("enrol-do")
    phone.on("morning")
    desk.give_round(head, payer=0)
    phone.pull()
    float_rp = phone.amount("morning-total")
    phone.page.wait_for_function("caches.open('amanah-map').then(c => c.keys()).then(k => k.length >= 3)")
    phone.lose_network()
    phone.reload()
    count_notes(phone, float_rp)
    expect(phone.see("count-said")).to_contain_text("Sama dengan")
    phone.see("count-said").scroll_into_view_if_needed()
    day.snap("float", "The day's pack is in, the network is off; the bag is counted note by note and agrees.")
    phone.stand_at(OFFICE)
    phone.tap("day-open")
    phone.on("round")
    expect(phone.see("far").first).to_be_visible()
    day.snap("round", "The float is signed for: six families in walking order, with how far, hazards and needs.")
    return float_rp


def count_notes(phone: Walker, sum_rp: int) -> None:
    phone.see("by-notes").locator("summary").click()
    hundreds, rest = divmod(sum_rp, 100_000)
    fifties, rest = divmod(rest, 50_000)
    coins = rest
    for note, count in (("note-100000", hundreds), ("note-50000", fifties), ("note-coins", coins)):
        phone.see(note).fill(str(count))


def on_the_map(day: Day) -> None:
    phone = day.phone
    phone.tap("map-switch")
    expect(phone.see("map")).to_have_attribute("data-drawn", "yes", timeout=DRAWN_MS)
    expect(phone.see("map-door")).to_have_count(6)
    day.snap("map", "The same round on a map that lies on the phone; a tap on a door opens it.")
    phone.tap("map-switch")


def ordinary(day: Day, met: Met) -> None:
    phone = day.phone
    day.album.chapter("An ordinary visit")
    phone.stand_at(met.home.place)
    phone.look_at_one_who_turns_left(met.home.field)
    phone.open_family(met.home.name, met.home.address)
    expect(phone.see("away")).to_contain_text("di dekat pintu")
    day.snap("door", "The door: an arrow and metres to it, the last house photo, what is owed.")
    phone.show_place()
    day.snap("place", "The place is measured by a burst of fixes and compared with where the home is known to be.")
    phone.show_face(moves=True)
    expect(phone.see("likeness")).to_have_attribute("data-band", "same")
    day.snap("face", "The face moves as asked and is compared on the phone itself; the photo takes itself.")
    phone.look_at(met.home.front)
    phone.tap("continue")
    phone.on("house")
    expect(phone.see("viewfinder")).to_have_attribute("data-running", "true", timeout=30_000)
    day.snap("house", "The house front.")
    phone.take_house()
    phone.sign()
    assert phone.spoken()[0] == "id-ID"
    assert met.home.name in phone.spoken()[1]
    day.snap("money", "The amount in figures and words, read aloud in Indonesian; the family signs for it.")
    day.handed_over()
    day.snap("receipt", "The receipt: a code for the family's letter, a QR, by message or printed.")
    day.to_list()


def nobody_home(day: Day, met: Met) -> None:
    phone = day.phone
    day.album.chapter("Nobody home")
    day.arrive(met, met.home.front)
    phone.tap("hazard")
    phone.see("hazard-dog").check(force=True)
    phone.see("hazard-note").fill("anjing lepas di halaman")
    phone.see("hazard-helped").fill("panggil dari gerbang kedua")
    day.snap("hazard", "A hazard is noted with what helped, for whoever comes next.")
    phone.tap("hazard-save")
    phone.tap("not-home")
    phone.see("failed-note").fill("kata tetangga, pulang besok pagi")
    expect(phone.see("letter-left")).to_be_checked()
    phone.see("letter-left").scroll_into_view_if_needed()
    day.snap("not-home", "Nobody home: a letter is left; what comes next is chosen.")
    phone.see("failed-photo").scroll_into_view_if_needed()
    day.snap("next-time", "The phone proposes when to try again; the neighbour's word is noted.")
    phone.tap("failed-save")
    phone.on("round")


def represented(day: Day, met: Met, by: town.Home) -> None:
    """The person can't come to the door: a member of the family receives, and the papers say so."""
    phone = day.phone
    day.album.chapter("A representative")
    day.arrive(met, by.field)
    phone.show_place()
    phone.tap("continue")
    phone.tap("other-way")
    phone.see("way-representative").check(force=True)
    phone.tap("way-choose")
    phone.see("member-name").fill(by.name)
    portrait = (town.PEOPLE / f"{by.person}_0.jpg").read_bytes()
    ktp = draw_ktp(portrait, name=by.name, nik_masked=f"5171••••••••{by.nik_tail}")
    for paper, sight in (("face", by.field), ("ktp", ktp), ("kk", family_card(met.home.name, [by.name]))):
        phone.look_at(sight)
        phone.tap(f"rung-{paper}")
        expect(phone.see("viewfinder")).to_have_attribute("data-running", "true", timeout=30_000)
        phone.tap("take")
        expect(phone.see(f"rung-{paper}")).to_have_attribute("data-have", "true")
    expect(phone.see("lacks")).to_be_hidden()
    day.snap("representative", "Someone of the family receives: their name, face, KTP and the family card that has it.")
    phone.look_at(met.home.front)
    phone.tap("way-use")
    phone.take_house()
    phone.sign()
    day.snap("represented", "The money screen says who receives it.")
    day.handed_over()
    day.to_list()


def vouched_for(day: Day, met: Met, stranger: town.Home) -> None:
    """Another face: never a refusal. A witness speaks, and the supervisor's phone vouches without a network."""
    phone, supervisor = day.phone, day.supervisor
    day.album.chapter("A face that differs: a witness")
    day.arrive(met, stranger.field)
    phone.show_place()
    phone.show_face()
    expect(phone.see("likeness")).to_have_attribute("data-band", "different")
    day.snap("differs", "The face differs: the phone says so, refuses nobody, and offers another way.")
    phone.tap("continue")
    phone.on("other")
    phone.see("way-witness").check(force=True)
    day.snap("other-way", "The ladder: papers, a witness, a representative.")
    phone.tap("way-choose")
    phone.see("witness-name").fill("I Ketut Lingga")
    phone.see("way-note").fill("KTP dan KK dititip di koperasi")
    phone.see("request-number").scroll_into_view_if_needed()
    day.snap("witness", "The head of the hamlet knows her; a number and a QR ask the supervisor, with no network.")
    supervisor.look_at(shown(phone, "request-qr"))
    supervisor.tap("supervisor-scan")
    supervisor.on("supervisor-ok")
    day.album.take(supervisor.page, "supervisor", "The supervisor's phone answers with a signed QR.")
    phone.look_at(shown(supervisor, "approval-qr"))
    phone.tap("approval-scan")
    expect(phone.see("approved")).to_be_visible(timeout=20_000)
    phone.see("approved").scroll_into_view_if_needed()
    day.snap("approved", "Its signature is checked against the morning's pack.")
    phone.look_at(met.home.front)
    phone.tap("way-use")
    phone.take_house()
    day.handed_over()
    day.to_list()


def owed_twice(day: Day, met: Met) -> None:
    phone = day.phone
    day.album.chapter("Two programmes, one visit")
    day.arrive(met, met.home.field)
    owed = phone.amount("door-sum")
    day.snap("two", "One family, two programmes: both stand at the door, with their sum.")
    phone.show_place()
    phone.show_face()
    phone.show_house(met.home.front)
    assert phone.amount("money-total") == owed
    assert met.home.name in phone.spoken()[1]
    day.snap("two-money", "Both are handed over at once and signed for once; the sum is read aloud.")
    phone.sign()
    day.handed_over()
    day.snap("two-receipt", "One receipt for both.")
    day.to_list()


def interrupted(day: Day, met: Met) -> None:
    """The page is killed while the money is offered: the question comes first, and is answered once."""
    phone = day.phone
    day.album.chapter("A crash while the money is offered")
    day.arrive(met, met.home.field)
    phone.show_place()
    phone.show_face()
    phone.show_house(met.home.front)
    total = phone.amount("money-total")
    phone.is_killed_and_opened_again()
    phone.on("open-intent")
    expect(phone.see("screen-open-intent")).to_contain_text(met.home.name)
    day.snap("open-intent", "The app was killed between intent and payment: first of all it asks what happened.")
    phone.tap("intent-yes")
    day.has_receipt(total)
    day.snap("answered", "Answered once: the receipt, and no way to pay the family again.")
    day.to_list()
    phone.open_family(met.home.name, met.home.address)
    expect(phone.see("door-paid")).to_be_visible()
    expect(phone.see("start")).to_have_count(0)
    phone.tap("back")


def evening(day: Day, float_rp: int) -> int:
    """The bag counted and short, the day closed and sent. Gives what is handed back, in rupiah."""
    phone = day.phone
    day.album.chapter("Evening")
    expect(phone.see("progress")).to_have_text("6 dari 6 selesai")
    phone.tap("filter-all")
    phone.see("search").fill("")
    day.snap("all-done", "Six of six, each with how it ended.")
    phone.tap("close-day")
    assert phone.amount("closing-left") == float_rp - day.paid_rp
    returned = float_rp - day.paid_rp - MISSING_RP
    phone.see("count").fill(str(returned))
    expect(phone.see("day-close")).to_be_disabled()
    phone.see("closing-note").fill(WHY_SHORT)
    phone.see("closing-note").scroll_into_view_if_needed()
    day.snap("bag", "The bag is counted, Rp50.000 short; the day closes only once that is explained.")
    phone.tap("day-close")
    expect(phone.see("closed-unsent")).to_be_visible()
    day.snap("closed", "Closed and signed; nothing has been sent yet, nothing is lost by waiting.")
    phone.find_network()
    phone.sends_all()
    day.snap("sent", "Network again: everything sent and acknowledged.")
    return returned
