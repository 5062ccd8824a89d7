"""The auditor's pages: reads everything, changes nothing. The journal and its chain, looks at people, the ledger."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from amanah.access.types import Actor, Role
from amanah.journal import queries as journal
from amanah.ledger import queries as ledger
from amanah.reporting import queries as reporting
from amanah.values.clock import utc_now
from amanah.web import forms, places
from amanah.web.doors import for_roles

PAGE = 50
KINDS = ("treasury", "office", "bag", "family", "suspense", "shortage")
ROOMS = ("access.", "batch.", "registry.", "visit.", "round.", "case.", "verdicts.", "decision.", "ledger.")


@for_roles(Role.AUDITOR, area=places.everywhere)
def audit(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The journal newest first, under a line that says how far its chain was checked just now."""
    word, before = forms.asked(request, "word") or None, forms.asked_number(request, "before")
    entries = journal.entries(word=word, before=before, limit=PAGE, newest_first=True)
    shown = {
        "entries": entries,
        "older": entries[-1].seq if len(entries) == PAGE else None,
        "word": word or "",
        "check": journal.check(),
        "checked_at": utc_now(),
        "count": journal.count(),
        "sum": ledger.total(),
        "drift": ledger.drift(),
        "looks": journal.count(word="access.looked"),
        "tab": "journal",
    }
    return render(request, "web/audit/journal.html", shown)


@for_roles(Role.AUDITOR, area=places.everywhere)
def sound(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What must hold, counted anew from every event and transfer; asked for, since it takes seconds."""
    is_asked = "now" in request.GET
    found = reporting.conservation() if is_asked else None
    zeros = [(name, getattr(found, name)) for name in found.must_be_zero] if found else []
    shown = {"found": found, "zeros": zeros, "counted_at": utc_now(), "tab": "sound"}
    return render(request, "web/audit/sound_page.html", shown)


@for_roles(Role.AUDITOR, area=places.everywhere)
def looks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who looked at whose face or number, and the reason they gave."""
    before = forms.asked_number(request, "before")
    entries = journal.entries(word="access.looked", before=before, limit=PAGE, newest_first=True)
    older = entries[-1].seq if len(entries) == PAGE else None
    return render(request, "web/audit/looks.html", {"entries": entries, "older": older, "tab": "looks"})


@for_roles(Role.AUDITOR, area=places.everywhere)
def accounts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Balances by kind of account; families are a sum, since there is one account each."""
    kind = forms.asked(request, "kind")
    balances = ledger.balances()
    kinds = [_kind(name, balances) for name in KINDS]
    listed = [(name, value) for name, value in balances.items() if name.split(":")[0] == kind]
    shown = {"kinds": kinds, "kind": kind, "listed": listed[:500], "more": max(0, len(listed) - 500)}
    sound = {"sum": ledger.total(), "drift": ledger.drift(), "checked_at": utc_now(), "tab": "ledger"}
    return render(request, "web/audit/ledger.html", {**shown, **sound})


@for_roles(Role.AUDITOR, area=places.everywhere)
def account(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every transfer of one account, with the balance after each."""
    name = forms.asked(request, "name")
    transfers = ledger.transfers(account=name, limit=5000)
    if not transfers:
        raise Http404
    lines, balance = [], 0
    for transfer in transfers:
        balance += transfer.amount.rupiah if transfer.receiver == name else -transfer.amount.rupiah
        lines.append({"transfer": transfer, "is_in": transfer.receiver == name, "balance": balance})
    shown = {"name": name, "lines": lines[-500:], "balance": ledger.balance(name), "tab": "ledger"}
    return render(request, "web/audit/account.html", shown)


def _kind(name: str, balances: dict[str, int]) -> dict[str, object]:
    own = [value for account, value in balances.items() if account.split(":")[0] == name]
    return {"name": name, "accounts": len(own), "sum": sum(own)}
