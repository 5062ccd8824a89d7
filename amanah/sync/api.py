"""The phones' door: /api/sync. Each view parses, asks one command, and answers; the thinking is in `visits`."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import NinjaAPI

from amanah.access import commands as access_commands
from amanah.access import queries as access
from amanah.access.types import Phone, PhoneState
from amanah.sync import answers, maps, wire
from amanah.values.clock import utc_now
from amanah.values.problem import Problem, Sentence
from amanah.visits.commands import photos, replacing
from amanah.visits.commands.accepting import accept
from amanah.visits.commands.carrying import accept_carried, carried_phone, kept_whole
from amanah.visits.commands.granting import grant
from amanah.visits.commands.letters import keep_for_later
from amanah.visits.queries.pack import pack_for

api = NinjaAPI(title="Amanah sync", version="1", urls_namespace="sync", docs_url=None, openapi_url=None)


@api.exception_handler(Problem)
def _refused(request: HttpRequest, refused: Problem) -> HttpResponse:
    if refused.code == "phone_revoked":
        return answers.revoked(refused, kept=False)
    return answers.problem(refused)


@api.exception_handler(OperationalError)
def _busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """The database is away or overworked: nothing was lost, the phone comes again."""
    sentence = Sentence("Server sedang sibuk. HP akan mencoba lagi.", "The server is busy. The phone will try again.")
    return answers.problem(Problem("house_busy", sentence, status=503))


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return answers.problem(wire.too_large())


@api.post("/enrol")
def enrol(request: HttpRequest) -> HttpResponse:
    now = utc_now()
    asked = wire.enrolment(_body(request))
    done = replacing.enrol(
        asked.code,
        public_key=asked.public_key,
        name=asked.name,
        device=asked.device,
        had_seq=asked.had_seq,
        now=now,
    )
    return answers.enrolled(done, now=now)


@api.get("/pack")
def pack(request: HttpRequest) -> HttpResponse:
    now = utc_now()
    phone = _speaking(request)
    access_commands.see_phone(phone.id, now=now)
    if not phone.is_active:
        raise _no_pack(phone)
    content = pack_for(phone, now=now, epoch=answers.epoch(), leases=request.GET.get("leases"))
    if content is None:
        return HttpResponse(status=204)
    return answers.packed(answers.signed(content), accepts=request.headers.get("Accept-Encoding", ""))


@api.post("/events")
def events(request: HttpRequest) -> HttpResponse:
    """A lost phone is heard: it may hold real payments. A revoked or unknown one is kept in the sealed inbox."""
    now = utc_now()
    body = _body(request)
    phone = access.phone_by_token(_token(request))
    if phone is None or phone.state is PhoneState.REVOKED:
        wire.batch(body)
        keep_for_later(body, phone=phone, now=now)
        if phone is None:
            raise _unknown()
        return answers.revoked(_revoked(), kept=True)
    sent = wire.batch(body)
    access_commands.see_phone(phone.id, now=now)
    return answers.accepted(accept(phone, sent.events, now=now), now=now)


@api.post("/grants")
def ask_grant(request: HttpRequest) -> HttpResponse:
    now = utc_now()
    phone, asked = _speaking(request), wire.asking(_body(request))
    given = grant(phone, asked.entitlement, fence=asked.fence, now=now)
    return answers.granted(given, entitlement=asked.entitlement, fence=asked.fence, now=now)


@api.post("/carried")
def carried(request: HttpRequest) -> HttpResponse:
    """Events of a phone that can't speak itself, brought by another of its office."""
    now = utc_now()
    carrier, body = _speaking(request), _body(request)
    whose, sent = wire.carried(body)
    of = carried_phone(carrier.office, whose)
    done = accept_carried(of, sent.events, by=carrier.label, now=now)
    if done is None:
        return answers.kept(of.id)
    return answers.accepted(done, now=now, of=of.id, brought=kept_whole(sent.events))


@api.get("/map/{sha256}")
def village_map(request: HttpRequest, sha256: str) -> HttpResponseBase:
    return maps.sent(_speaking(request), wire.sha256_in(sha256), part=request.headers.get("Range", ""))


@api.post("/media")
def begin_photo(request: HttpRequest) -> HttpResponse:
    (phone, _), named = _bringing(request), wire.photo_named(request.headers)
    coming = photos.begin_photo(
        phone, sha256=named.sha256, size_bytes=named.size_bytes, kind=named.kind, visit=named.visit
    )
    answer = answers.tus(coming, status=200 if coming.end is photos.End.COMPLETE else 201)
    answer["Location"] = f"/api/sync/media/{named.sha256}"
    return answer


@api.api_operation(["HEAD"], "/media/{sha256}")
def photo_offset(request: HttpRequest, sha256: str) -> HttpResponse:
    phone, _ = _bringing(request)
    return answers.tus(photos.photo_offset(phone, wire.sha256_in(sha256)), status=200)


@api.patch("/media/{sha256}")
def take_piece(request: HttpRequest, sha256: str) -> HttpResponse:
    (phone, carrier), named = _bringing(request), wire.sha256_in(sha256)
    offset = wire.count_in(request.headers, "Upload-Offset")
    if len(request.body) > photos.MOST_PIECE_BYTES:
        raise wire.too_large()
    coming = photos.take_piece(phone, sha256=named, offset=offset, piece=request.body, now=utc_now(), carrier=carrier)
    match coming.end:
        case photos.End.HASH_DIFFERS:
            raise _hash_differs()
        case photos.End.NOT_AN_IMAGE:
            raise _not_an_image()
        case _:
            return answers.tus(coming, status=204)


def _body(request: HttpRequest) -> bytes:
    return wire.unpacked(request.body, request.headers.get("Content-Encoding", ""))


def _token(request: HttpRequest) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if kind == "Bearer" else ""


def _speaking(request: HttpRequest) -> Phone:
    """The phone that asks, lost perhaps. Problems `phone_unknown`, `phone_revoked` (401)."""
    phone = _known(request)
    if phone.state is PhoneState.REVOKED:
        raise _revoked()
    return phone


def _known(request: HttpRequest) -> Phone:
    phone = access.phone_by_token(_token(request))
    if phone is None:
        raise _unknown()
    return phone


def _bringing(request: HttpRequest) -> tuple[Phone, str | None]:
    """Whose photo it is: the speaking phone's own, or that of another of its office (`Amanah-For`), and who carries it.

    A revoked phone's own photos are kept too: they are evidence of what lies in the sealed inbox.
    """
    of = wire.phone_in(request.headers.get("Amanah-For", ""))
    if of is None:
        return _known(request), None
    carrier = _speaking(request)
    return carried_phone(carrier.office, of), carrier.label if carrier.id != of else None


def _unknown() -> Problem:
    return Problem(
        "phone_unknown",
        Sentence(
            "HP ini belum terdaftar. Catatan yang dikirim disimpan. Hubungi koordinator.",
            "This phone isn't enrolled. What it sent is kept. Call your supervisor.",
        ),
        status=401,
    )


def _revoked() -> Problem:
    return Problem(
        "phone_revoked",
        Sentence(
            "HP ini sudah dicabut. Catatan yang dikirim disimpan. Hubungi koordinator.",
            "This phone has been revoked. What it sent is kept. Call your supervisor.",
        ),
        status=401,
    )


def _no_pack(phone: Phone) -> Problem:
    return Problem(
        "phone_lost",
        Sentence(
            "HP ini dilaporkan hilang; tidak ada tugas baru. Hubungi koordinator.",
            "This phone was reported lost; there are no new tasks. Call your supervisor.",
        ),
        status=403,
    )


def _hash_differs() -> Problem:
    return Problem(
        "media_hash_differs",
        Sentence("Foto rusak di jalan. Kirim ulang.", "The photo was damaged on its way. Send it again."),
        status=460,
    )


def _not_an_image() -> Problem:
    return Problem(
        "photo_not_an_image",
        Sentence("Berkas ini bukan foto; disimpan terpisah.", "This file isn't a photo; it was kept aside."),
        status=415,
    )
