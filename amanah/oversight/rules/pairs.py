"""The thinking about pairs of faces: where the review line lies, whose case it is, what was answered already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from math import log10
from uuid import UUID

from amanah.oversight.types import Adjudication, CaseOutcome

FALSE_PAIRS = 0.01
"""Expected false pairs a search: one search in a hundred brings two strangers before a person, and no more."""

ASKED_ANEW_BY = 0.10
"""A pair called different is asked about again once it looks this much (cosine) more like one person than it did."""

MOST_OPEN = 5
"""Open pairs an office has before it; the others wait, likest first. Two people read each."""

MINISTRY_TIMES = 4
"""So many times that the ministry has, whose people read nothing else of an office's cases."""

_HIGHEST = 0.95


def review_line(cosine_at_far: Mapping[float, float], *, others: int, at_least: float) -> float:
    """The cosine above which a pair is shown to people: `others` x FAR = FALSE_PAIRS.

    Each search compares with `others` strangers, so it must err less often the more there are: FAR = 0.01 / others.
    Between measured points of `cosine_at_far` (FAR -> cosine, two or more) the line runs straight over log10(FAR);
    beyond the last it keeps the last slope. Measured tails bend down there, so the line errs upwards: fewer false
    pairs than expected. Relatives are more alike than strangers, twins more than the model can tell: they come above
    the line, and that is why people decide. Never below `at_least` (the threshold for "the same").
    """
    if len(cosine_at_far) < 2:  # nothing was measured: only what is all but the same picture
        return _HIGHEST
    wanted = log10(FALSE_PAIRS / max(others, 1))
    known = sorted((log10(far), cosine) for far, cosine in cosine_at_far.items())
    above = next((i for i, (far, _) in enumerate(known) if far >= wanted), len(known) - 1)
    (far_a, cos_a), (far_b, cos_b) = known[max(above, 1) - 1], known[max(above, 1)]
    line = cos_a + (wanted - far_a) * (cos_b - cos_a) / (far_b - far_a)
    return min(max(line, at_least), _HIGHEST)


def in_order(one: UUID, other: UUID) -> bool:
    """Do two families stand as a pair keeps them?"""
    return one < other


def common_office(one: str | None, other: str | None, parents: Mapping[str, str | None]) -> str | None:
    """The nearest office that reaches both, upwards; None: only the ministry does."""
    above = set(_upwards(one, parents))
    return next((office for office in _upwards(other, parents) if office in above), None)


def _upwards(office: str | None, parents: Mapping[str, str | None]) -> Iterable[str]:
    seen: set[str] = set()
    while office is not None and office not in seen:
        yield office
        seen.add(office)
        office = parents.get(office)


def agreed(said: Collection[Adjudication]) -> CaseOutcome | None:
    """The verdict two people gave; while they differ, somebody else is asked."""
    counted = Counter(one.verdict for one in said)
    return next((verdict for verdict, people in counted.items() if people >= 2), None)


def is_answered(
    outcome: CaseOutcome | None, *, model: str, likeness: float, known: Collection[tuple[str, float]]
) -> bool:
    """Does a case of the same two families cover one more pair of photos? `known`: its pairs' models and likenesses.

    What is still open, or was called one person or twins, covers whatever comes. "Different" covers it unless the
    two now look clearly more alike under a model that saw them then: somebody else may stand at that door today.
    Numbers of two models don't compare, so another model alone asks nobody again.
    """
    if outcome is not CaseOutcome.DIFFERENT:
        return True
    before = [score for made_by, score in known if made_by == model]
    return not before or likeness < max(before) + ASKED_ANEW_BY
