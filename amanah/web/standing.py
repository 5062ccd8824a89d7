"""Where a visit's place lies, seen from its village, in one sentence: judging's own question, answered for a reader."""

from __future__ import annotations

from amanah.access import queries as access
from amanah.geo.queries import standing
from amanah.geo.types import Area, Areas, Fix, Standing, Stands
from amanah.values.problem import Sentence
from amanah.visits.types import Place


def said(village: str | None, place: Place | None, *, edition: int | None = None) -> Sentence | None:
    """By the areas of that edition, else by today's; None without a place, or where the village has no area."""
    if village is None or place is None:
        return None
    near = access.regency_villages(village, edition=edition)
    areas = Areas(Area(one.code, one.area) for one in near if one.area)
    fix = Fix(place.lat, place.lng, place.radius68_m)
    found = standing(areas, village, fix)
    names = {one.code: one.name for one in near}
    return _sentence(found, names, fix.radius_95_m) if found else None


def _sentence(found: Standing, names: dict[str, str], radius_m: float) -> Sentence:
    where = _where(found, names.get(found.village or "", ""))
    if found.is_certain:
        return where
    edge, about = f"{found.edge_m:.0f}", f"{radius_m:.0f}"
    return Sentence(
        f"{where.id} Belum pasti: batas desanya {edge} meter dari titik, letak sebenarnya bisa {about} meter meleset.",
        f"{where.en} Not certain: its village's border is {edge} metres away, the place may be {about} metres off.",
    )


def _where(found: Standing, name: str) -> Sentence:
    far = f"{found.outside_m:.0f}"
    if found.stands is Stands.INSIDE:
        return Sentence("Titiknya di dalam desanya.", "The place lies inside its village.")
    if found.stands is Stands.NEIGHBOUR:
        return Sentence(f"Titiknya {far} meter di luar desanya, di desa tetangga {name}.",
                        f"The place lies {far} metres outside its village, in the neighbouring {name}.")  # fmt: skip
    if found.village:
        return Sentence(f"Titiknya {far} meter di luar desanya, di {name}.",
                        f"The place lies {far} metres outside its village, in {name}.")  # fmt: skip
    return Sentence(f"Titiknya {far} meter di luar desanya, di luar semua desa kabupaten itu.",
                    f"The place lies {far} metres outside its village, in no village of that regency.")  # fmt: skip
