"""Who can't be served, found before the search, and why: told with what to do."""

from __future__ import annotations

import numpy as np

from amanah.routes.ground import Ground, Whole
from amanah.routes.types import Hazard, Limits, Stop, Unserved, Why
from amanah.routes.walking import Payer, walk
from amanah.values.problem import Sentence

_SENTENCES = {
    Why.WINDOW: Sentence(
        "Jam kunjungannya tidak bisa ditepati dari kantor hari ini; sepakati jam lain.",
        "Its hours can't be kept from the office today; agree on other hours.",
    ),
    Why.TOO_FAR: Sentence(
        "Pergi dan pulangnya saja melebihi satu hari kerja; bayarkan lewat titik komunitas atau menginap.",
        "Going there and back is more than a working day; pay at a community point or stay overnight.",
    ),
    Why.OVER_CAP: Sentence(
        "Nilainya melebihi uang yang boleh dibawa sekaligus; bayarkan di loket atau naikkan batasnya.",
        "The amount is more than may be carried at once; pay at the counter or raise the cap.",
    ),
    Why.RED_ALONE: Sentence(
        "Tempat merah tidak didatangi sendirian, dan tidak ada dua juru bayar yang sempat; tambah juru bayar.",
        "Nobody goes alone to a red place, and no two payers have the time; add payers.",
    ),
    Why.DAY_FULL: Sentence(
        "Hari ini penuh; rencanakan untuk hari berikutnya atau tambah juru bayar.",
        "The day is full; plan it for the next day or add payers.",
    ),
}


def unserved(stop: Stop, why: Why) -> Unserved:
    return Unserved(stop.id, why, _SENTENCES[why])


def impossible(ground: Ground, place: int, stop: Stop, payer: Payer, payers: int, limits: Limits) -> Why | None:
    """Why even a payer with nothing else to do couldn't serve it; None: one could."""
    if limits.cash_cap is not None and stop.amount > limits.cash_cap:
        return Why.OVER_CAP
    if stop.hazard is Hazard.RED and payers < 2:
        return Why.RED_ALONE
    alone = int(ground.seconds[0, place] + ground.service[place] + ground.seconds[place, 0])
    if alone > min(payer.most, payer.late - payer.early):
        return Why.TOO_FAR
    return None if walk(ground, [place], payer).is_kept else Why.WINDOW


def first_who_fit(ground: Ground, some: Whole, payers: list[Payer]) -> Whole:
    """Of `some` places, about as many as the day may hold and a few more: the frail first, then the nearest.

    A search over five thousand doors for one payer would only find out slowly what a sum says.
    """
    ways = np.where(np.eye(len(ground.metres), dtype=bool), np.iinfo(np.int64).max, ground.seconds).min(axis=1)
    order = np.lexsort((some, ground.seconds[0, some], -ground.frail[some]))
    done = np.cumsum((ground.service + ways)[some[order]])
    return np.sort(some[order[: int(np.searchsorted(done, sum(payer.most for payer in payers))) + 1]])
