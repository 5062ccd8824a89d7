"""Codes about places as people say them: whether two fit, and why a home's isn't trusted. A part of `terms`."""

from __future__ import annotations

from amanah.values.problem import Sentence

TERMS_OF_PLACES: dict[str, dict[str, Sentence]] = {
    "fits": {
        "fits": Sentence("cocok", "fits"),
        "elsewhere": Sentence("di tempat lain", "elsewhere"),
        "cant_say": Sentence("tidak dapat dipastikan", "can't say"),
    },
    "untrusted": {
        "never_tagged": Sentence("belum pernah ditandai", "never marked"),
        "paying_point": Sentence("hanya ditandai di tempat pembayaran bersama", "marked only where many were paid"),
        "poor": Sentence("titiknya kurang teliti", "known only roughly"),
        "disagree": Sentence("titik-titiknya berbeda", "its places disagree"),
    },
}
