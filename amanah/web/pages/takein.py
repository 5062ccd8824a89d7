"""A phone's sealed export, taken in at the office: opened in the browser by the payer's PIN, sent on in batches.

The file and the PIN never leave the browser; what is sent are events that prove themselves, and photos by hash.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language

from amanah.access import queries as access
from amanah.access.types import Actor, Phone
from amanah.values.clock import utc_now
from amanah.values.problem import Problem, Sentence
from amanah.visits.commands.carrying import accept_carried, carry_photo
from amanah.visits.commands.photos import MOST_PHOTO_BYTES, End
from amanah.visits.types import Batch, Unreadable, read_batch
from amanah.web import places
from amanah.web.doors import for_roles
from amanah.web.pages.phones import TENDS

MOST_EVENTS = 100
NOBODY = UUID(int=0)
"""Stands in the page's addresses where the script puts the phone that the file is of."""


@for_roles(*TENDS)
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    return render(request, "web/phones/take_in.html", {"nobody": NOBODY, "no_photo": "0" * 64})


@for_roles(*TENDS, area=places.of_phone, verb="POST")
def events(request: HttpRequest, actor: Actor, phone: UUID) -> HttpResponse:
    """`{ack_seq, fresh, held, missing_media}`, or `{kept: true}` where the phone is revoked."""
    try:
        sent = _batch(request, phone)
        done = accept_carried(_known(phone), sent.events, by=actor.label, now=utc_now())
    except Problem as refused:
        return _refused(refused)
    if done is None:
        return JsonResponse({"kept": True})
    return JsonResponse({
        "ack_seq": done.ack_seq, "fresh": done.fresh, "held": len(done.held), "missing_media": list(done.missing_media),
    })  # fmt: skip


@for_roles(*TENDS, area=places.of_phone, verb="POST")
def photo(request: HttpRequest, actor: Actor, phone: UUID, sha256: str) -> HttpResponse:
    """One whole photo as the body; `?kind=face&visit=<uuid>`. `{end}`: complete, or what was wrong with it."""
    try:
        coming = carry_photo(
            _known(phone), _bytes(request), sha256=sha256, kind=_kind(request), visit=_visit(request), by=actor.label,
            now=utc_now(),
        )  # fmt: skip
    except Problem as refused:
        return _refused(refused)
    return JsonResponse({"end": coming.end.value}, status=200 if coming.end in (End.COMPLETE, End.COMING) else 422)


def _batch(request: HttpRequest, phone: UUID) -> Batch:
    try:
        sent = read_batch(request.body)
    except Unreadable as error:
        raise Problem("batch_unreadable", Sentence("Kiriman tidak terbaca.", "What was sent can't be read.")) from error
    if sent.phone != str(phone):
        raise Problem(
            "phone_differs", Sentence("Berkas ini milik ponsel lain.", "This file is another phone's."), status=409
        )
    if len(sent.events) > MOST_EVENTS:
        raise Problem("body_too_large", Sentence("Kirim sedikit-sedikit.", "Send fewer at a time."), status=413)
    return sent


def _bytes(request: HttpRequest) -> bytes:
    if len(request.body) > MOST_PHOTO_BYTES:
        raise Problem("photo_too_large", Sentence("Foto terlalu besar.", "The photo is too large."), status=413)
    if not request.body:
        raise Problem("photo_empty", Sentence("Foto ini kosong.", "This photo is empty."))
    return request.body


def _kind(request: HttpRequest) -> str:
    return request.GET.get("kind", "").replace("\x00", "")


def _visit(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("visit", ""))
    except ValueError:  # a hint only: the event that names the photo says which visit it is of
        return None


def _known(phone: UUID) -> Phone:
    found = access.phone(phone)
    assert found is not None  # its area was asked at the door
    return found


def _refused(refused: Problem) -> HttpResponse:
    language = "en" if get_language() == "en" else "id"
    return JsonResponse({"code": refused.code, "said": refused.sentence.in_(language)}, status=refused.status)
