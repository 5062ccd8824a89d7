"""The frail first: a round turned round, and frail people's visits brought forward as far as it costs little."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from amanah.routes.ground import Ground
from amanah.routes.walking import Payer, Walk, walk

_MAY_COST = 0.02
"""Of a round's metres."""
_MOVES = 12
"""Visits brought forward in one round, at most."""


def frail_first(ground: Ground, order: Sequence[int], payer: Payer) -> list[int]:
    """The same places, kept within the payer's limits and at most 2 % longer, the frail's visits earlier."""
    now = walk(ground, order, payer)
    if not now.is_kept or not any(ground.frail[place] for place in order):
        return list(order)
    most_m = int((1 + _MAY_COST) * now.metres)
    turned = walk(ground, now.order[::-1], payer)
    if _is_better(ground, turned, now, most_m):
        now = turned
    for _ in range(_MOVES):
        best = max(_forward(ground, now, payer, most_m), key=lambda one: _worth(ground, now, one), default=None)
        if best is None:
            break
        now = best
    return list(now.order)


def _forward(ground: Ground, now: Walk, payer: Payer, most_m: int) -> Iterator[Walk]:
    """Every round with one frail visit moved forward that is still allowed."""
    for i, place in enumerate(now.order):
        if not ground.frail[place]:
            continue
        rest = now.order[:i] + now.order[i + 1 :]
        for j in range(i):
            if _cost_m(ground, now.order, rest, i, j) + now.metres > most_m:
                continue
            one = walk(ground, (*rest[:j], place, *rest[j:]), payer)
            if _is_better(ground, one, now, most_m):
                yield one


def _cost_m(ground: Ground, order: Sequence[int], rest: Sequence[int], i: int, j: int) -> int:
    """Metres that moving the i-th forward to j adds: asked before a whole round is walked for it."""
    far, path, short = ground.metres, [0, *order, 0], [0, *rest, 0]
    here = path[i + 1]
    saved = far[path[i], here] + far[here, path[i + 2]] - far[path[i], path[i + 2]]
    return int(far[short[j], here] + far[here, short[j + 1]] - far[short[j], short[j + 1]] - saved)


def _is_better(ground: Ground, one: Walk, now: Walk, most_m: int) -> bool:
    return one.is_kept and one.metres <= most_m and _late_s(ground, one) < _late_s(ground, now)


def _worth(ground: Ground, now: Walk, one: Walk) -> float:
    """Seconds won a metre."""
    return (_late_s(ground, now) - _late_s(ground, one)) / max(1, one.metres - now.metres + 50)


def _late_s(ground: Ground, one: Walk) -> int:
    """When the frail are visited, summed."""
    return sum(begin for place, begin in zip(one.order, one.begins, strict=True) if ground.frail[place])
