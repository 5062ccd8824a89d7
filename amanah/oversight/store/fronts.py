"""One front brought for two families: the day's house photos beside those of the office's month, whoever took them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from itertools import product
from uuid import UUID

import numpy as np

from amanah.oversight import models
from amanah.oversight.rules.patterns.types import Alike
from amanah.oversight.store.scenes import Month
from amanah.photos.fronts import SAME_FROM, Points, agreeing, points
from amanah.photos.prints import Image
from amanah.photos.words import Words, may_be_one, words

LAID_MOST = 6
"""So many photos are laid on one at most, those with the most words in common: what bounds a night's work."""
_HELD = 256
_AT_ONCE = 500


def one_front(month: Month, *, image: Callable[[str], Image | None], now: datetime) -> Iterator[Alike]:
    """Pairs of visits to two families, one of them of the day, whose photos show one front.

    Words suspect (kept once a photo, 6 kB), laying proves: no more than `LAID_MOST` a photo of the day, some 40 ms each
    with reading it; the words of a month are passed over once, 0.5 ms a photo. `image` gives None where it is gone.
    """
    seen: dict[str, list[tuple[UUID, UUID]]] = defaultdict(list)
    for one in (*month.today, *month.earlier):
        for sha256 in _houses(one.photos):
            seen[sha256].append((one.visit, one.family))  # one file may be brought for many
    today = {sha256 for one in month.today for sha256 in _houses(one.photos)}
    held = lru_cache(_HELD)(lambda sha256: None if (found := image(sha256)) is None else points(found))
    _make(set(seen), held, now=now)
    fresh = {sha256: said for sha256, said in _kept(today) if len(said)}
    told = set[frozenset[str]]()
    for name, others in may_be_one(fresh, _kept(set(seen)), most=LAID_MOST).items():
        for other in others:
            pair = frozenset((name, other))
            if pair in told or len({family for sha256 in pair for _, family in seen[sha256]}) < 2:
                continue
            told.add(pair)
            if (agree := _agree(held(name), held(other))) >= SAME_FROM:
                for (visit, family), (beside, theirs) in product(seen[name], seen[other]):
                    if family != theirs:
                        yield Alike(visit, beside, "same_house", agree)


def _houses(photos: tuple[tuple[str, str], ...]) -> Iterator[str]:
    return (sha256 for kind, sha256 in photos if kind == "house")


def _agree(one: Points | None, other: Points | None) -> int:
    return 0 if one is None or other is None else agreeing(one, other)


def _make(wanted: set[str], held: Callable[[str], Points | None], *, now: datetime) -> None:
    """Words of photos that have none yet; of a photo that is gone or plain none are kept, and it is asked again."""
    known = set(models.FrontWords.objects.filter(sha256__in=wanted).values_list("sha256", flat=True))
    rows = (
        models.FrontWords(sha256=sha256, words=words(found).astype("<u4").tobytes(), at=now)
        for sha256 in sorted(wanted - known)
        if (found := held(sha256)) is not None
    )
    models.FrontWords.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_AT_ONCE)


def _kept(wanted: set[str]) -> Iterator[tuple[str, Words]]:
    """In the order of their names, some at a time: a month's words aren't held at once."""
    rows = models.FrontWords.objects.filter(sha256__in=wanted).order_by("sha256").values_list("sha256", "words")
    for sha256, kept in rows.iterator(_AT_ONCE):
        yield sha256, np.frombuffer(bytes(kept), "<u4")
