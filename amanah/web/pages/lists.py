"""Lists: the ministry's list taken in against its SP2D, refusals to download, photos beside it, money to offices,
letters to print."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from amanah.access import queries as access
from amanah.access.types import Actor, Role
from amanah.programs import commands as intake
from amanah.programs import queries as programs
from amanah.programs.types import Batch, Sp2d
from amanah.values.clock import utc_now
from amanah.values.problem import Problem, Sentence
from amanah.web import forms, menu, places
from amanah.web.doors import for_roles
from amanah.web.templatetags.words import say, sentence

LIST_MB = 200
PHOTOS_MB = 500
MOST_LINES = 5_000_000
_SP2D = Sentence("Tulis nomor SP2D-nya.", "Write the SP2D number.")


@for_roles(*menu.SEES_LISTS)
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    offices = access.offices()
    reached = actor.offices({Role.OFFICE_HEAD, Role.HQ})
    shown = {
        "batches": programs.batches(),
        "stages": programs.stages(),
        "may_receive": actor.may({Role.MINISTRY, Role.HQ}),
        "may_print": actor.may({Role.OFFICE_HEAD, Role.HQ}),
        "offices": [office for office in offices if reached is None or office.nopen in reached],
    }
    return render(request, "web/lists/list.html", shown)


@for_roles(Role.MINISTRY, Role.HQ, area=places.everywhere, verb="POST")
def receive(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The whole list or nothing: count and rupiah must be those of the SP2D."""
    file = forms.upload(request, "file", highest_mb=LIST_MB)
    order = Sp2d(
        forms.words(request, "sp2d", missing=_SP2D, longest=40),
        forms.whole(request, "lines", lowest=1, highest=MOST_LINES),
        forms.amount(request, "total"),
    )
    with _on_disk(file) as path:
        got = intake.receive(path, sp2d=order, by=actor.label, now=utc_now())
    said = say(
        "Daftar diterima: {a} baris masuk, {r} ditolak dengan alasan.",
        "List taken in: {a} lines accepted, {r} refused with reasons.",
        a=got.accepted,
        r=got.refused,
    )
    again = say("Daftar ini sudah pernah diterima; tidak ada yang berubah.", "Taken in before; nothing was changed.")
    messages.success(request, again if got.again else said)
    return HttpResponseRedirect(reverse("batch", args=[got.batch]))


@for_roles(*menu.SEES_LISTS)
def batch(request: HttpRequest, actor: Actor, batch: UUID) -> HttpResponse:
    found = _batch(batch)
    shown = {
        "batch": found,
        "without_office": programs.without_office(batch),
        "may_allocate": actor.may({Role.HQ}) and found.state == "taken",
        "is_own": found.by == actor.label,
        "may_receive": actor.may({Role.MINISTRY, Role.HQ}),
    }
    return render(request, "web/lists/batch.html", shown)


@for_roles(*menu.SEES_LISTS)
def refusals(request: HttpRequest, actor: Actor, batch: UUID) -> HttpResponse:
    response = HttpResponse(programs.refusals_file(_batch(batch).id), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="ditolak-{batch}.csv"'
    return response


@for_roles(Role.MINISTRY, Role.HQ, area=places.everywhere, verb="POST")
def references(request: HttpRequest, actor: Actor, batch: UUID) -> HttpResponse:
    """A zip of photos named by id_salur or NIK."""
    found = _batch(batch)
    with _on_disk(forms.upload(request, "file", highest_mb=PHOTOS_MB)) as path:
        read = intake.attach_references(path, by=actor.label, now=utc_now())
    said = say("{n} foto acuan tersimpan, {r} belum bisa dipakai.", "{n} reference photos kept, {r} not usable.",
               n=read.enrolled, r=len(read.refused))  # fmt: skip
    messages.success(request, said)
    for refused in read.refused[:10]:
        messages.warning(request, f"{refused.file}: {sentence(refused.why)}")
    return HttpResponseRedirect(reverse("batch", args=[found.id]))


@for_roles(Role.HQ, area=places.everywhere, verb="POST")
def allocate(request: HttpRequest, actor: Actor, batch: UUID) -> HttpResponse:
    """Who sends the money out isn't the one who took the list in."""
    found = _batch(batch)
    if found.by == actor.label:
        raise Problem("own_work", Sentence(
            "Daftar ini Anda sendiri yang memasukkan; orang lain yang membaginya ke kantor.",
            "You took this list in yourself; somebody else must allocate it.",
        ), status=403)  # fmt: skip
    done = intake.allocate(batch, by=actor.label, now=utc_now())
    said = say("{n} hak dibagi ke {o} kantor.", "{n} entitlements allocated to {o} offices.",
               n=done.allocated, o=len(done.money))  # fmt: skip
    messages.success(request, said)
    return HttpResponseRedirect(reverse("batch", args=[batch]))


@for_roles(Role.OFFICE_HEAD, Role.HQ, area=places.of_office)
def letters(request: HttpRequest, actor: Actor, nopen: str, stage: UUID) -> HttpResponse:
    if programs.stage(stage) is None:
        raise Http404
    response = HttpResponse(programs.letters_pdf(nopen, stage), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="surat-{nopen}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _batch(batch_id: UUID) -> Batch:
    found = programs.batch(batch_id)
    if found is None:
        raise Http404
    return found


@contextmanager
def _on_disk(file: UploadedFile[bytes]) -> Iterator[Path]:
    """The upload as a file of its own name, gone afterwards; readers look at its beginning, not at its name alone."""
    with tempfile.TemporaryDirectory(prefix="amanah-list-") as folder:
        path = Path(folder) / _short(Path(file.name or "list").name)
        with path.open("wb") as kept:
            for piece in file.chunks():
                kept.write(piece)
        yield path


def _short(name: str) -> str:
    """As much of a name's end as a folder can hold: letters beyond ASCII take several bytes each."""
    return name.encode()[-200:].decode(errors="ignore")
