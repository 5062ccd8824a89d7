"""Anybody may check the code on a letter: without a name, and without learning one."""

from __future__ import annotations

from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amanah.papers import queries as papers
from amanah.papers.types import Mark
from amanah.values.problem import Problem, Sentence
from amanah.vault import queries as vault
from amanah.web.doors import for_everyone

MOST_A_MINUTE = 20
"""A person with a pile of letters checks perhaps ten a minute; 30^8 codes can't be guessed at this pace."""
LONGEST_QR = 2_000
LONGEST_CODE = 40

SAYS: dict[Mark, Sentence] = {
    Mark.FITS: Sentence(
        "Cocok. Kode ini memang milik surat ini; petugas menulisnya setelah uang diserahkan utuh.",
        "It fits. This code belongs on this letter; payers write it once the money is handed over in full.",
    ),
    Mark.DIFFERS: Sentence(
        "Tidak cocok. Periksa huruf demi huruf; jika tetap begitu, telepon nomor pada surat.",
        "It doesn't fit. Check it letter by letter; if that changes nothing, call the number on the letter.",
    ),
    Mark.NOT_OURS: Sentence(
        "Ini bukan surat kami, atau kodenya tidak terbaca utuh. Pindai sekali lagi; jika tetap begitu, telepon kantor.",
        "This isn't our letter, or it wasn't read in full. Scan it again; if that changes nothing, call the office.",
    ),
    Mark.WITHOUT_CODE: Sentence(
        "Surat ini asli, tetapi dicetak sebelum ada kode terima. Tanyakan ke kantor pos.",
        "This letter is genuine, but was printed before there were receipt codes. Ask at the post office.",
    ),
}


@for_everyone(verb="FORM")
def check(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "web/letters/check.html")
    _slow_down(request)
    qr, code = request.POST.get("qr", "").strip(), request.POST.get("code", "").strip()
    if not qr or not code or len(qr) > LONGEST_QR or len(code) > LONGEST_CODE:
        shown = {"qr": qr[:LONGEST_QR], "code": code[:LONGEST_CODE], "is_missing": True}
        return render(request, "web/letters/check.html", shown, status=400)
    mark = papers.check_mark(qr, code, key=vault.letter_key().public_key())
    return render(request, "web/letters/check.html", {"mark": mark.value, "says": SAYS[mark], "code": code})


def _slow_down(request: HttpRequest) -> None:
    """A count a minute and address, in memory only: nobody's address is kept. Raises Problem `too_many_checks`."""
    who = "cek:" + sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()[:24]
    cache.add(who, 0, timeout=60)
    try:
        count = cache.incr(who)
    except ValueError:  # the minute ended between the two
        count = 1
    if count > MOST_A_MINUTE:
        raise Problem(
            "too_many_checks",
            Sentence("Terlalu banyak pemeriksaan. Tunggu satu menit.", "Too many checks. Wait a minute."),
            status=429,
        )
