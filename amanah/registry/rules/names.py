"""Names: Balinese names repeat and are spelt in many ways, so a search ranks instead of matching."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from rapidfuzz import fuzz, process, utils

_ALIKE_FROM = 70  # WRatio, 0-100


def likest(text: str, named: Iterable[tuple[UUID, str]], *, limit: int) -> list[UUID]:
    """Families by likeness of any of their names, best first, each once."""
    asked = list(named)
    found = process.extract(
        text, [name for _, name in asked], scorer=fuzz.WRatio, processor=utils.default_process,
        limit=limit * 3, score_cutoff=_ALIKE_FROM,
    )  # fmt: skip
    return list(dict.fromkeys(asked[index][0] for _, _, index in found))[:limit]
