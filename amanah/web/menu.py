"""Which pages somebody sees in the head of the page, and where they land after signing in."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from amanah.access.types import Actor, Role
from amanah.oversight import queries as oversight
from amanah.values.problem import Sentence

OFFICE = (Role.OFFICE_HEAD, Role.SUPERVISOR, Role.CASHIER)
WATCHES = (*OFFICE, Role.HQ, Role.MINISTRY, Role.AUDITOR)
KNOWS_FAMILIES = (Role.OFFICE_HEAD, Role.SUPERVISOR, Role.COMPANION, Role.MINISTRY, Role.AUDITOR)
SEES_CASES = (Role.OFFICE_HEAD, Role.SUPERVISOR, Role.MINISTRY, Role.AUDITOR)
SEES_HOMES = (Role.OFFICE_HEAD, Role.SUPERVISOR, Role.MINISTRY, Role.AUDITOR)
SEES_WAYS = (Role.OFFICE_HEAD, Role.SUPERVISOR, Role.AUDITOR)
EXPORTS_HOMES = (Role.OFFICE_HEAD, Role.AUDITOR)
CORRECTS_HOMES = (Role.OFFICE_HEAD, Role.SUPERVISOR)
HEARS_COMPLAINTS = (Role.OFFICE_HEAD, Role.SUPERVISOR, Role.MINISTRY)
PLANS_ROUNDS = (Role.OFFICE_HEAD, Role.SUPERVISOR)
SEES_ROUNDS = (*OFFICE, Role.AUDITOR)
SEES_PHONES = (Role.OFFICE_HEAD, Role.SUPERVISOR, Role.AUDITOR)
SEES_LISTS = (Role.MINISTRY, Role.HQ, Role.OFFICE_HEAD, Role.AUDITOR)
SEES_UNPLACED = (Role.OFFICE_HEAD, Role.SUPERVISOR, Role.AUDITOR)
SEES_REJECTIONS = (Role.OFFICE_HEAD, Role.MINISTRY, Role.AUDITOR)
SEES_SAMPLES = (Role.OFFICE_HEAD, Role.MINISTRY, Role.HQ, Role.AUDITOR)
SEES_VERDICTS = (Role.MINISTRY, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class _Entry:
    page: str
    name: Sentence
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Item:
    address: str
    name: Sentence
    is_here: bool
    count: int


_ENTRIES = (
    _Entry("today", Sentence("Hari ini", "Today"), WATCHES),
    _Entry("maps", Sentence("Peta", "Map"), WATCHES),
    _Entry("families", Sentence("Keluarga", "Families"), KNOWS_FAMILIES),
    _Entry("homes", Sentence("Rumah", "Homes"), SEES_UNPLACED),
    _Entry("rounds", Sentence("Putaran", "Rounds"), SEES_ROUNDS),
    _Entry("phones", Sentence("Ponsel", "Phones"), SEES_PHONES),
    _Entry("cases", Sentence("Kasus", "Cases"), SEES_CASES),
    _Entry("samples", Sentence("Sampel", "Samples"), SEES_SAMPLES),
    _Entry("cash", Sentence("Tutup kas", "Cash"), SEES_ROUNDS),
    _Entry("lists", Sentence("Daftar", "Lists"), SEES_LISTS),
    _Entry("rejections", Sentence("Wajah", "Faces"), SEES_REJECTIONS),
    _Entry("verdicts", Sentence("Keputusan", "Decisions"), SEES_VERDICTS),
    _Entry("audit", Sentence("Pemeriksaan", "Audit"), (Role.AUDITOR,)),
)

# The page of the duty comes before the page of the onlooker.
_LANDINGS = (
    (Role.OFFICE_HEAD, "today"),
    (Role.SUPERVISOR, "today"),
    (Role.CASHIER, "cash"),
    (Role.MINISTRY, "verdicts"),
    (Role.AUDITOR, "audit"),
    (Role.HQ, "lists"),
    (Role.COMPANION, "families"),
)


def items(actor: Actor, path: str) -> list[Item]:
    shown = [(entry, reverse(entry.page)) for entry in _ENTRIES if actor.may(set(entry.roles))]
    return [
        Item(address, entry.name, path.startswith(address), _waiting(actor) if entry.page == "cases" else 0)
        for entry, address in shown
    ]


def landing(actor: Actor) -> str | None:
    """The name of the page to begin with; None for somebody with nothing to do on these pages."""
    return next((page for role, page in _LANDINGS if role in actor.roles), None)


def _waiting(actor: Actor) -> int:
    return oversight.count_open(actor.offices(set(SEES_CASES)))
