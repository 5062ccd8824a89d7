"""The pages for refusals: not yours, not found, the form is too old, something failed on our side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amanah.values.problem import Sentence

_NOT_YOURS = (
    "lock",
    Sentence("Halaman ini bukan untuk peran Anda", "This page isn't for your role"),
    Sentence(
        "Peran atau wilayah Anda tidak mencakup halaman ini. Jika tugas Anda memerlukannya, minta kepala kantor.",
        "Your role or area doesn't cover this page. If your duty needs it, ask the office head.",
    ),
)
_NOT_FOUND = (
    "search",
    Sentence("Tidak ditemukan", "Not found"),
    Sentence(
        "Alamat ini tidak menunjuk apa pun. Mungkin salah ketik, atau tautannya sudah lama.",
        "This address names nothing. A typing mistake, perhaps, or an old link.",
    ),
)
_TOO_OLD = (
    "clock",
    Sentence("Halaman ini sudah terlalu lama terbuka", "This page has been open too long"),
    Sentence(
        "Demi keamanan, isian tidak dikirim. Kembali, muat ulang halamannya, lalu coba lagi.",
        "For safety the form wasn't sent. Go back, reload the page and try again.",
    ),
)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, _NOT_YOURS, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, _NOT_FOUND, 404)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, _TOO_OLD, 403)


def failed(request: HttpRequest) -> HttpResponse:
    # No context: whatever failed may be what the context needs.
    return render(None, "web/failed.html", status=500)


def _page(request: HttpRequest, said: tuple[str, Sentence, Sentence], status: int) -> HttpResponse:
    symbol, heading, advice = said
    return render(request, "web/broken.html", {"symbol": symbol, "heading": heading, "advice": advice}, status=status)
