"""A number as networks write it, the words of a receipt, and how long to wait before trying again. Pure."""

from __future__ import annotations

import re
from datetime import date

from amanah.values.clock import said_day
from amanah.values.money import Money
from amanah.values.problem import Language, Sentence

MOST_TRIES = 12
FIRST_WAIT_S = 60
LONGEST_WAIT_S = 6 * 3600
_E164 = re.compile(r"\+[1-9][0-9]{7,14}")


def number_of(told: str) -> str | None:
    """`0812-3456 7890`, `62812…` or `+62812…` as E.164 (ITU-T E.164: 15 digits at most); None for no number."""
    bare = re.sub(r"[\s().-]", "", told)
    if bare.startswith("0"):
        bare = "+62" + bare[1:]
    elif bare.startswith("62"):
        bare = "+" + bare
    return bare if _E164.fullmatch(bare) else None


def masked(number: str) -> str:
    """Enough to recognise one's own, too little to call: `+62•••••••890`."""
    return f"{number[:3]}{'•' * max(0, len(number) - 6)}{number[-3:]}"


def wait_s(tries: int) -> int | None:
    """Seconds until the next try after so many failed ones; None: it isn't tried any more (after about a day)."""
    return None if tries >= MOST_TRIES else min(FIRST_WAIT_S * 2 ** (tries - 1), LONGEST_WAIT_S)


def text(*, code: str, amount: Money, day: date, hotline: str, language: Language) -> str:
    """No name, no address: whoever else reads this telephone learns of an amount and a code."""
    of = f"{code[:4]}-{code[4:]}" if len(code) == 8 else code
    sum_ = str(amount).replace("\xa0", " ")
    told = Sentence(
        f"Amanah: bantuan {sum_} tercatat diterima {said_day(day, 'id')}. Kode terima {of}.",
        f"Amanah: aid of {sum_} is on record as received on {said_day(day, 'en')}. Receipt code {of}.",
    )
    ask = Sentence(f" Tidak sesuai? Telepon {hotline}.", f" Not right? Call {hotline}.")
    return told.in_(language) + (ask.in_(language) if hotline else "")
