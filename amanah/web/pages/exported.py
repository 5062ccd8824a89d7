"""Homes of an office as a file, for a reason that is on record; names only when they were asked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from amanah.access import commands as looking
from amanah.access.types import Actor
from amanah.geo.maps import exporting
from amanah.registry import queries as registry
from amanah.registry.queries import placed
from amanah.values.clock import utc_now
from amanah.values.problem import Sentence
from amanah.web import forms, menu

FORMATS = {"geojson": "GeoJSON", "gpkg": "GeoPackage", "csv": "CSV + Plus Code"}
_WHY = Sentence("Tulis untuk apa berkas ini.", "Write what this file is for.")


def answer(request: HttpRequest, actor: Actor, nopen: str) -> HttpResponse:
    """Problems `text_missing` (no reason), `choice_missing` (no such format)."""
    reason = forms.words(request, "reason", missing=_WHY, longest=200)
    kind = forms.one_of(request, "format", FORMATS)
    with_names = request.POST.get("names") == "yes"
    said = f"export {kind}{', names' if with_names else ''}: {reason}"
    looking.look(actor, what="homes", about=f"office:{nopen}", reason=said, now=utc_now())
    ids = registry.ids_of_office(nopen)
    reached = [
        family
        for family, (office, village) in registry.places_of(ids).items()
        if actor.may(set(menu.EXPORTS_HOMES), office=office, village=village)
    ]
    content = exporting.FORMATS[kind](placed.placed(reached, with_names=with_names))
    response = HttpResponse(content, content_type=exporting.KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="homes-{nopen}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response
