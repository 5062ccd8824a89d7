"""Who keeps company with whom: the same few families, one witness at many doors, one representative, one approver."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations

from scipy.stats import hypergeom

from amanah.oversight.rules.patterns.ground import far_m, flag, folded, windows
from amanah.oversight.rules.patterns.limits import Limits
from amanah.oversight.rules.patterns.types import Call, Flag, Pattern, PayerDay, Scene

_HEADS = frozenset({"rt", "kepala_lingkungan"})
_MOST_ASKED = 40  # doors of one witness that are measured against each other; the pairs of more say nothing new


def same_few(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """The same few families, never once by their face, time after time, with one payer. One such family is honest."""
    for day, calls in windows(scene):
        times = Counter(call.family for call in calls if call.way and call.ending == "paid")
        seen = {call.family for call in calls if call.ending == "paid" and not call.way}
        often = {family for family, n in times.items() if n >= held_to.few_times} - seen
        here = [call for call in day.calls if call.family in often]
        if len(often) >= held_to.few_families and here:
            n, most = len(often), max(times[family] for family in often)
            yield flag(Pattern.SAME_FEW, day, here, {"families": n, "times": most}, held_to)


def witness(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """One neighbour who vouches at doors far apart, or for much of a day.

    The head of a neighbourhood vouches for all of it, honestly: for several villages nobody is the head.
    """
    for day, calls in windows(scene):
        for asked in _named(calls, lambda call: call.witness):
            doors = [call.home or call.spot for call in asked][:_MOST_ASKED]
            placed = [door for door in doors if door]
            span_m = max((far_m(a, b) for a, b in combinations(placed, 2)), default=0.0)
            n, here = len({call.family for call in asked}), _today(day, asked)
            is_head = all(call.witness_role in _HEADS for call in asked)
            is_wide = span_m > held_to.witness_span_m and (not is_head or len({call.village for call in asked}) > 1)
            paid = sum(call.ending == "paid" for call in day.calls)
            most = max(held_to.witness_share * paid, held_to.witness_share_min)
            is_much = not is_head and len(here) >= most
            if here and n >= held_to.witness_min and (is_wide or is_much):
                yield flag(Pattern.WITNESS, day, here, {"families": n, "span_m": span_m}, held_to)


def representative(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """One name that receives for several families."""
    for day, calls in windows(scene):
        for asked in _named(calls, lambda call: call.member):
            n = len({call.family for call in asked})
            if n >= held_to.member_min and _today(day, asked):
                yield flag(Pattern.REPRESENTATIVE, day, _today(day, asked), {"families": n}, held_to)


def colleague(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Somebody who pays in this office vouches or receives for families; names are shared, so for several."""
    for day, calls in windows(scene):
        asked = [call for call in calls if {folded(call.witness), folded(call.member)} & scene.staff]
        n, here = len({call.family for call in asked}), _today(day, asked)
        if here and n >= held_to.colleague_min:
            yield flag(Pattern.COLLEAGUE, day, here, {"families": n}, held_to)


def approver(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """A supervisor whose approvals gather on one payer more than chance brings (hypergeometric tail)."""
    looked = windows(scene)
    pairs = Counter((call.approver, day.payer) for day, calls in looked for call in calls if call.approver)
    gives, gets = Counter[str](), Counter[object]()
    for (who, payer), n in pairs.items():
        gives[who] += n
        gets[payer] += n
    if len(gives) < 2 or len(gets) < 2:
        return  # one supervisor, or one payer: they have nobody else
    for day, calls in looked:
        for who in sorted({call.approver for call in calls if call.approver}):
            n = pairs[who, day.payer]
            chance = float(hypergeom.sf(n - 1, sum(gives.values()), gives[who], gets[day.payer])) * len(pairs)
            here = [call for call in day.calls if call.approver == who]
            if n >= held_to.approver_min and chance < held_to.approver_p and here:
                yield flag(
                    Pattern.APPROVER,
                    day,
                    here,
                    {"together": n, "approver": gives[who], "payer": gets[day.payer], "of": sum(gives.values())},
                    held_to,
                )


def _named(calls: list[Call], name: Callable[[Call], str]) -> list[list[Call]]:
    found: dict[str, list[Call]] = defaultdict(list)
    for call in calls:
        if called := folded(name(call)):
            found[called].append(call)
    return list(found.values())


def _today(day: PayerDay, calls: list[Call]) -> list[Call]:
    today = {call.visit for call in day.calls}
    return [call for call in calls if call.visit in today]


RULES = (same_few, witness, representative, colleague, approver)
