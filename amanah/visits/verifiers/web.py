"""A verifier behind one HTTPS address: JSON there, JSON back (docs/verifier.md has the agreement)."""

from __future__ import annotations

import json
import math
import time
from base64 import b64encode
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from django.conf import settings

from amanah.values.problem import Problem, Sentence
from amanah.visits.types.verifying import Answer, Asked, Outcome, Verified, VerifierFailed

MOST_ANSWER_BYTES = 64 * 1024
_LATER = {408, 425, 429}
"""Refusals that only mean "not now"."""
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Web:
    """Settings: AMANAH_VERIFIER_URL (https, save on this machine), _NAME, _TOKEN_FILE, _TIMEOUT_S (all together)."""

    def __init__(self) -> None:
        self.name = settings.AMANAH_VERIFIER_NAME
        self._url = _checked(settings.AMANAH_VERIFIER_URL)
        self._timeout_s = settings.AMANAH_VERIFIER_TIMEOUT_S
        self._token = _token(settings.AMANAH_VERIFIER_TOKEN_FILE)

    def verify(self, asked: Asked) -> Verified:
        said = {"request": str(asked.request), "nik": asked.nik, "face": b64encode(asked.face).decode()}
        headers = {"Accept-Encoding": "identity"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        until = time.monotonic() + self._timeout_s
        try:
            # neither a proxy of the environment nor a redirect may carry the number anywhere else
            with (
                httpx.Client(timeout=self._timeout_s, follow_redirects=False, trust_env=False) as client,
                client.stream("POST", self._url, json=said, headers=headers) as answer,
            ):
                _refuse_status(answer.status_code)
                return _read(_body(answer, until), request=asked.request)
        except httpx.TimeoutException:
            raise VerifierFailed(Outcome.TIMEOUT) from None
        except httpx.HTTPError:
            raise VerifierFailed(Outcome.UNREACHABLE) from None


def _refuse_status(status: int) -> None:
    if status == 200:
        return
    if 400 <= status < 500 and status not in _LATER:
        raise VerifierFailed(Outcome.REFUSED)
    raise VerifierFailed(Outcome.BROKEN if status >= 400 else Outcome.GARBLED)


def _body(answer: httpx.Response, until: float) -> bytes:
    """Whole, small and in time: a byte now and then would never time out by itself, a squeezed answer swells."""
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise VerifierFailed(Outcome.GARBLED)
    body = bytearray()
    for piece in answer.iter_raw():
        body += piece
        if len(body) > MOST_ANSWER_BYTES:
            raise VerifierFailed(Outcome.GARBLED)
        if time.monotonic() > until:
            raise VerifierFailed(Outcome.TIMEOUT)
    return bytes(body)


def _read(body: bytes, *, request: UUID) -> Verified:
    """Raises VerifierFailed for anything but the agreed answer to this very request."""
    try:
        said = json.loads(body)
        answer, score, ref = Answer(said["answer"]), said.get("score"), said.get("ref", "")
        is_ours = said["request"] == str(request)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise VerifierFailed(Outcome.GARBLED) from None
    if not is_ours or not isinstance(ref, str) or len(ref) > 80 or not _is_score(score):
        raise VerifierFailed(Outcome.GARBLED)
    return Verified(answer, None if score is None else float(score), ref)


def _is_score(score: object) -> bool:
    if score is None:
        return True
    return isinstance(score, int | float) and not isinstance(score, bool) and math.isfinite(score) and 0 <= score <= 1


def _checked(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return url
    raise Problem(
        "verifier_not_https",
        Sentence(
            id="Alamat verifikator luar harus https. Perbaiki AMANAH_VERIFIER_URL.",
            en="The outside verifier's address must be https. Correct AMANAH_VERIFIER_URL.",
        ),
        status=500,
    )


def _token(path: str) -> str:
    if not path:
        return ""
    try:
        return Path(path).read_text().strip()
    except OSError:
        raise Problem(
            "verifier_token_missing",
            Sentence(
                id=f"Berkas token verifikator {path} tidak terbaca. Perbaiki AMANAH_VERIFIER_TOKEN_FILE.",
                en=f"The verifier's token file {path} can't be read. Correct AMANAH_VERIFIER_TOKEN_FILE.",
            ),
            status=500,
        ) from None
