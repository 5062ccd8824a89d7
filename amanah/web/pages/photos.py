"""A photo by its hash: for the roles and area of its family, each time on the record, never kept by the browser."""

from __future__ import annotations

import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from amanah.access import commands as access
from amanah.access.types import Actor
from amanah.eligibility import queries as verdicts
from amanah.oversight import queries as cases
from amanah.retention import queries as retention
from amanah.values.clock import utc_now
from amanah.vault import queries as vault
from amanah.visits.queries import desk
from amanah.web import menu, places
from amanah.web.doors import for_roles

_PURPOSE = re.compile(r"(case|verdict|family|visit):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_KINDS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG", "image/png"), (b"RIFF", "image/webp"))


@for_roles(*menu.KNOWS_FAMILIES, area=places.of_photo)
def photo(request: HttpRequest, actor: Actor, sha256: str) -> HttpResponse:
    purpose = request.GET.get("for", "")
    if not vault.has_photo(sha256):
        return _gone(request, sha256)
    data = vault.photo(sha256)
    reason = purpose if _PURPOSE.fullmatch(purpose) else "opened by its address"
    access.look(actor, what=_what(sha256), about=_whose(sha256, purpose), reason=reason, now=utc_now())
    response = HttpResponse(data, content_type=_kind(data))
    response["Cache-Control"] = "no-store"  # personal data stays on no disk but the house's
    response["Content-Disposition"] = "inline"
    return response


def _what(sha256: str) -> str:
    return desk.kind_of_photo(sha256) or ("staff" if cases.staff_face_of_photo(sha256) else "reference")


def _gone(request: HttpRequest, sha256: str) -> HttpResponse:
    """A picture that says which rule destroyed the photo; a photo nobody ever had isn't found."""
    destroyed = retention.destroyed(sha256)
    if destroyed is None:
        raise Http404
    shown = {"destroyed": destroyed}
    return render(request, "web/bits/destroyed.svg", shown, content_type="image/svg+xml", status=410)


def _whose(sha256: str, purpose: str) -> str:
    """The family looked at: the photo's own, or of several that share it, the one the page was about."""
    kind, _, id_ = purpose.partition(":")
    families = {str(family) for family in places.families_of_photo(sha256)}
    found = families & {id_, *_family_of(kind, id_)} or families
    return f"family:{found.pop()}" if len(found) == 1 else f"photo:{sha256}"


def _family_of(kind: str, id_: str) -> set[str]:
    """The family that a case or a verdict is about."""
    if not _PURPOSE.fullmatch(f"{kind}:{id_}"):
        return set()
    if kind == "case":
        case = cases.case(UUID(id_))
        return {str(case.family)} if case and case.family else set()
    verdict = verdicts.verdict_by_id(UUID(id_)) if kind == "verdict" else None
    return {str(verdict.family)} if verdict else set()


def _kind(data: bytes) -> str:
    return next((kind for head, kind in _KINDS if data.startswith(head)), "application/octet-stream")
