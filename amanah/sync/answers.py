"""Answers to phones: JSON bytes, signed by the house key where money hangs on them."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse

from amanah.access.types import Enrolled
from amanah.values.problem import Problem
from amanah.vault import queries as vault
from amanah.visits.commands.photos import Coming
from amanah.visits.types import Accepted

_WORTH_PACKING_BYTES = 4_000


def epoch() -> int:
    """Raised by whoever restores a backup (AMANAH_EPOCH): phones then push again what the backup lacks."""
    return int(settings.AMANAH_EPOCH)


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def signed(said: dict[str, Any]) -> HttpResponse:
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    answer = HttpResponse(body, content_type="application/json")
    answer["Amanah-Signature"] = vault.sign_answer(body)
    answer["Cache-Control"] = "no-store"
    return answer


def packed(answer: HttpResponse, *, accepts: str) -> HttpResponse:
    """The same answer, gzipped where the phone reads it; the signature is over the bytes it unpacks to."""
    if "gzip" in accepts and len(answer.content) > _WORTH_PACKING_BYTES:
        answer.content = gzip.compress(answer.content, compresslevel=5)
        answer["Content-Encoding"] = "gzip"
    answer["Vary"] = "Accept-Encoding"
    return answer


def accepted(done: Accepted, *, now: datetime, of: UUID | None = None, brought: str | None = None) -> HttpResponse:
    """`of`: the phone these were brought for, where somebody else brought them; `brought`: all of it is kept."""
    return signed({
        **({"for": str(of), "brought": brought} if of else {}),
        "ack_seq": done.ack_seq,
        "head_hash": done.head_hash,
        "epoch": epoch(),
        "server_time": iso(now),
        "held": [
            {"id": str(h.id) if h.id else None, "code": h.code, "id_text": h.id_text, "en_text": h.en_text}
            for h in done.held
        ],
        "missing_media": list(done.missing_media),
    })  # fmt: skip


def enrolled(done: Enrolled, *, now: datetime) -> HttpResponse:
    return signed({
        "phone": str(done.phone.id),
        "token": done.token,
        "house_key": done.house_key,
        "payer": {"id": str(done.phone.payer.id), "name": done.phone.payer.name},
        "office": {"nopen": done.office.nopen, "name": done.office.name},
        "epoch": epoch(),
        "server_time": iso(now),
    })  # fmt: skip


def kept(of: UUID) -> HttpResponse:
    """Brought for a revoked phone: in the sealed inbox."""
    return signed({"for": str(of), "kept": True})


def granted(grant: UUID, *, entitlement: UUID, fence: int, now: datetime) -> HttpResponse:
    return signed({"grant": str(grant), "entitlement": str(entitlement), "fence": fence, "server_time": iso(now)})


def revoked(refused: Problem, *, kept: bool) -> HttpResponse:
    """Signed, since the phone forgets what it has upon it: a captive portal must not be able to make it."""
    said = {"code": refused.code, "id": refused.sentence.id, "en": refused.sentence.en, "wipe": True, "kept": kept}
    answer = signed(said)
    answer.status_code = refused.status
    return answer


def problem(refused: Problem) -> HttpResponse:
    said = {"code": refused.code, "id": refused.sentence.id, "en": refused.sentence.en}
    answer = HttpResponse(json.dumps(said, ensure_ascii=False), status=refused.status, content_type="application/json")
    answer["Cache-Control"] = "no-store"
    if refused.status in (429, 503):
        answer["Retry-After"] = "5"
    return answer


def tus(coming: Coming, *, status: int) -> HttpResponse:
    answer = HttpResponse(status=status)
    answer["Tus-Resumable"] = "1.0.0"
    answer["Upload-Offset"] = str(coming.offset)
    answer["Upload-Length"] = str(coming.size_bytes)
    answer["Cache-Control"] = "no-store"
    return answer
