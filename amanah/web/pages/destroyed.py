"""Certificates of destruction: which pictures are gone, by which rule, and what anybody can check."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from amanah.access.types import Actor, Role
from amanah.retention import queries as retention
from amanah.retention.types import CURRENT
from amanah.vault import queries as vault
from amanah.web import places
from amanah.web.doors import for_roles


@for_roles(Role.AUDITOR, area=places.everywhere)
def destroyed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How long each kind of picture is kept, and the certificates newest first."""
    shown = {"certificates": retention.certificates(), "days": sorted(CURRENT.days.items()), "policy": CURRENT}
    return render(request, "web/audit/destroyed.html", {**shown, "tab": "destroyed"})


@for_roles(Role.AUDITOR, area=places.everywhere)
def certificate(request: HttpRequest, actor: Actor, certificate: UUID) -> HttpResponse:
    """The certificate's exact text with its signature, the key to check it with, and every line under its root."""
    found = retention.certificate(certificate)
    if found is None:
        raise Http404
    lines = sorted(f"{one.what} {one.name} {one.rule}" for one in retention.orders(certificate))
    told = {"text": found.text, "signature": found.signature, "key": vault.house_public_key(), "lines": lines}
    response = JsonResponse(told, json_dumps_params={"indent": 1})
    response["Content-Disposition"] = (
        f'attachment; filename="destroyed-{found.certified_at:%Y-%m-%d}-{found.root[:8]}.json"'
    )
    return response
