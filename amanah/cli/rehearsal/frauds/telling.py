"""A visit as it was, in the words of the simulated phone's driver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from amanah.cli.rehearsal.frauds.people import STAFF
from amanah.cli.rehearsal.frauds.pictures import face_of, file_of
from amanah.cli.rehearsal.frauds.types import Fix, Visit
from amanah.cli.rehearsal.gallery import Gallery
from amanah.cli.rehearsal.plan import SAME_ABOVE
from amanah.geo.types import P95_OF_P68

FORGED = 0.71
"""The likeness a tampered phone claims, whoever stands there."""


@dataclass(frozen=True, slots=True)
class Teller:
    """`staff`: payer -> the invented person whose face is theirs."""

    gallery: Gallery
    folder: Path
    staff: Mapping[int, str]

    def door(self, visit: Visit, known: Mapping[str, Any]) -> dict[str, Any]:
        """`known`: the family as its pack has it."""
        said: dict[str, Any] = {
            "family": visit.door.family,
            "ending": "paid" if visit.ending == "paid" else "failed",
            "how": "list",
            "when": self._when(visit),
            "place": _told(visit.fix),
            "photos": {"house": str(file_of(visit.house, self.folder))},
        }
        if visit.ending != "paid":
            next_ = "again" if visit.ending in ("not_home", "no_access") else "return"
            return {**said, "reason": visit.ending, "note": "menurut tetangga", "next": next_}
        return {**said, **self._seen(visit, has_reference=bool(known["reference"]))}

    def _when(self, visit: Visit) -> dict[str, int]:
        off_ms = round(visit.clock_off_s * 1000)
        return {
            "started_ms": round(visit.started.timestamp() * 1000) + off_ms,
            "ended_ms": round(visit.ended.timestamp() * 1000) + off_ms,
            "elapsed_ms": round(visit.elapsed_s * 1000),
        }

    def _seen(self, visit: Visit, *, has_reference: bool) -> dict[str, Any]:
        assert visit.face is not None
        who, view = visit.face
        person = self.staff[visit.payer] if who == STAFF else who
        shown, own = self.gallery.number_of[person], self.gallery.number_of[visit.door.person]
        likeness = round(float(self.gallery.likeness[own, shown, view - 1]), 4)
        if shown != own:
            likeness = FORGED
        house = str(file_of(visit.house, self.folder))
        face = face_of(self.gallery.fields[shown][view - 1], visit.door.family, self.folder)
        card = face_of(self.gallery.ids[own], visit.door.family, self.folder)
        if visit.member or visit.is_papers:
            papers = {"house": house, "ktp": str(card), "kk": str(face_of(card, "kartu keluarga", self.folder))}
            return {"photos": papers, "face": None, "other_way": _papers(visit.member)}
        photos = {"face": str(face), "house": house}
        if not has_reference:
            photos["ktp"] = str(card)
        witness = visit.witness or ("Kelian banjar" if has_reference and likeness < SAME_ABOVE else "")
        return {
            "photos": photos,
            "face": _face(likeness if has_reference else None, has_reference=has_reference),
            "other_way": _witness(witness, visit.witness_role) if witness else None,
        }


def _face(likeness: float | None, *, has_reference: bool) -> dict[str, Any]:
    return {
        "likeness": likeness,
        "band": "none" if likeness is None else "same" if likeness >= SAME_ABOVE else "between",
        "reference": has_reference,
        "attempts": 1,
        "live": 0.9,
        "quality": 78,
        "challenge": {"asked": "left", "passed": True, "ms": 1400},
    }


def _told(fix: Fix) -> dict[str, float]:
    """As the app sends it: with the 95 % radius."""
    place = {name: getattr(fix, name) for name in ("lat", "lng", "spread_m", "fixes")}
    return {**place, "accuracy_m": round(P95_OF_P68 * fix.accuracy_m, 1)}


def _witness(name: str, role: str) -> dict[str, Any]:
    who = {"name": name, "role": role}
    return {"way": "witness", "note": "KTP tertinggal; kantor tidak terhubung", "witness": who}


def _papers(member: str) -> dict[str, Any]:
    """Papers alone, or with somebody who receives for the family."""
    way = {"way": "representative", "member": member} if member else {"way": "papers"}
    return {**way, "note": "sedang di luar kota; menurut tetangga"}
