"""A photo by its hash: for the roles and area of its family, each time on the record, never kept by the browser."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse

from amanah.access import commands as access
from amanah.access.types import Actor
from amanah.values.clock import utc_now
from amanah.vault import queries as vault
from amanah.web import menu, places
from amanah.web.doors import for_roles

_PURPOSE = re.compile(r"^(case|verdict|family|visit):[0-9a-f-]{36}$")
_KINDS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG", "image/png"), (b"RIFF", "image/webp"))


@for_roles(*menu.KNOWS_FAMILIES, area=places.of_photo)
def photo(request: HttpRequest, actor: Actor, sha256: str) -> HttpResponse:
    purpose = request.GET.get("for", "")
    if not vault.has_photo(sha256):
        raise Http404
    data = vault.photo(sha256)
    reason = purpose if _PURPOSE.match(purpose) else "opened by its address"
    access.look(actor, what="photo", about=f"photo:{sha256}", reason=reason, now=utc_now())
    response = HttpResponse(data, content_type=_kind(data))
    response["Cache-Control"] = "no-store"  # personal data stays on no disk but the house's
    response["Content-Disposition"] = "inline"
    return response


def _kind(data: bytes) -> str:
    return next((kind for head, kind in _KINDS if data.startswith(head)), "application/octet-stream")
