"""Parsing what people typed, at the door: into values, or a Problem that says what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from amanah.values.money import Money
from amanah.values.problem import Problem, Sentence
from amanah.web.when import EARLIEST, LATEST

_AMOUNT = re.compile(r"^\s*(?:Rp\.?)?\s*([0-9][0-9.,\s]*?)(?:,00|,-)?\s*$", re.IGNORECASE)
_GROUPED = re.compile(r"^[0-9]{1,3}(?:([.,\s])[0-9]{3})(?:\1[0-9]{3})*$")
_LONGEST_NUMBER = 20  # letters, dots included
_HIGHEST = 10**14  # rupiah: above a year's national programme, so a typing mistake

Choice = TypeVar("Choice")


def amount(request: HttpRequest, name: str) -> Money:
    """`600000`, `600.000` or `Rp 600.000`; never `600.5`, which could be half or a thousandfold."""
    text = request.POST.get(name, "")[: _LONGEST_NUMBER + 1]
    found = _AMOUNT.match(text) if len(text) <= _LONGEST_NUMBER else None
    digits = found.group(1).strip() if found else ""
    if not (digits.isdigit() or _GROUPED.match(digits)):
        raise Problem("amount_unclear", Sentence(
            f"Jumlah “{text}” belum jelas. Tulis angka saja, misalnya 600000 atau 600.000.",
            f"The amount “{text}” isn't clear. Write digits only, such as 600000 or 600.000.",
        ))  # fmt: skip
    rupiah = int(re.sub(r"[.,\s]", "", digits))
    if rupiah > _HIGHEST:
        raise Problem("amount_too_high", Sentence(
            "Jumlahnya terlalu besar; periksa banyaknya nol.", "The amount is too high; check the number of zeros."
        ))  # fmt: skip
    return Money(rupiah)


def whole(request: HttpRequest, name: str, *, lowest: int, highest: int) -> int:
    text = request.POST.get(name, "").strip().replace(".", "")
    if not _is_number(text) or not lowest <= int(text) <= highest:
        raise Problem("number_unclear", Sentence(
            f"Isi angka antara {lowest} dan {highest}.", f"Fill in a number between {lowest} and {highest}."
        ))  # fmt: skip
    return int(text)


def words(request: HttpRequest, name: str, *, missing: Sentence, longest: int = 1000) -> str:
    text = request.POST.get(name, "").replace("\x00", "").strip()
    if not text:
        raise Problem("text_missing", missing)
    if len(text) > longest:
        raise Problem("text_too_long", Sentence(
            f"Terlalu panjang; paling banyak {longest} huruf.", f"Too long; at most {longest} letters."
        ))  # fmt: skip
    return text


def one_of(request: HttpRequest, name: str, kinds: Iterable[Choice]) -> Choice:
    """The enum member whose value was sent."""
    sent = request.POST.get(name, "")
    found = next((kind for kind in kinds if str(kind) == sent), None)
    if found is None:
        raise _choose()
    return found


def day(request: HttpRequest, name: str) -> date:
    try:
        chosen = date.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        chosen = date.min
    if not EARLIEST <= chosen <= LATEST:
        raise Problem("day_unclear", Sentence("Pilih tanggalnya.", "Choose the date."))
    return chosen


def ids(request: HttpRequest, name: str) -> list[UUID]:
    """Every ticked id; at least one."""
    try:
        found = [UUID(text) for text in request.POST.getlist(name)]
    except ValueError:
        raise _choose() from None
    if not found:
        raise _choose()
    return found


def upload(request: HttpRequest, name: str, *, highest_mb: int) -> UploadedFile[bytes]:
    """The file that was sent. Its size is known before anybody reads it."""
    file = request.FILES.get(name)
    if not isinstance(file, UploadedFile):
        raise Problem("file_missing", Sentence("Pilih berkasnya lebih dulu.", "Choose the file first."))
    if (file.size or 0) > highest_mb * 1024 * 1024:
        raise Problem("file_too_big", Sentence(
            f"Berkas ini lebih dari {highest_mb} MB. Bagi menjadi beberapa berkas.",
            f"This file is over {highest_mb} MB. Split it into several.",
        ), status=413)  # fmt: skip
    return file


def asked(request: HttpRequest, name: str, *, longest: int = 120) -> str:
    """What an address asks after its `?`; nonsense asks for nothing."""
    text = request.GET.get(name, "").strip()
    return text if len(text) <= longest and "\x00" not in text else ""


def asked_number(request: HttpRequest, name: str) -> int | None:
    text = asked(request, name)
    return int(text) if _is_number(text) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < _LONGEST_NUMBER - 2


def _choose() -> Problem:
    return Problem("choice_missing", Sentence("Pilih salah satu lebih dulu.", "Choose one first."))
