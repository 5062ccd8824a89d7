"""Codes of places and call-backs as people say them. A part of `terms`."""

from __future__ import annotations

from amanah.values.problem import Sentence

TERMS_OF_PLACES: dict[str, dict[str, Sentence]] = {
    "fits": {
        "fits": Sentence("cocok", "fits"),
        "elsewhere": Sentence("di tempat lain", "elsewhere"),
        "cant_say": Sentence("tidak dapat dipastikan", "can't say"),
    },
    "called_back": {
        "confirmed": Sentence("Diterima penuh", "Received in full"),
        "short": Sentence("Jumlahnya kurang", "Amount short"),
        "not_received": Sentence("Tidak menerima", "Not received"),
        "not_found": Sentence("Tidak ditemukan", "Not found"),
        "other_person": Sentence("Diterima orang lain", "Wrong person"),
    },
    "asked_by": {
        "telephone": Sentence("Lewat telepon", "By telephone"),
        "visit": Sentence("Kunjungan ulang", "Visit again"),
    },
    "tag_kind": {
        "visit": Sentence("Kunjungan", "Visit"),
        "geotag": Sentence("Penandaan rumah", "Visit to mark the home"),
        "list": Sentence("Daftar atau tahap sebelumnya", "List or earlier stage"),
        "office": Sentence("Koreksi kantor", "The office's correction"),
    },
    "untrusted": {
        "never_tagged": Sentence("belum pernah ditandai", "never marked"),
        "paying_point": Sentence("hanya ditandai di tempat pembayaran bersama", "marked only where many were paid"),
        "poor": Sentence("titiknya kurang teliti", "known only roughly"),
        "disagree": Sentence("titik-titiknya berbeda", "its places disagree"),
    },
}
