"""All patterns over one scene: `look(scene)` gives the flags, and the same again for the same scene."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from amanah.oversight.rules.patterns import clocks, company, peers, places, shown
from amanah.oversight.rules.patterns.limits import Limits, limits
from amanah.oversight.rules.patterns.types import Flag, Scene

Rule = Callable[[Scene, Limits], Iterable[Flag]]
RULES: tuple[Rule, ...] = (*places.RULES, *peers.RULES, *clocks.RULES, *shown.RULES, *company.RULES)


def look(scene: Scene, held_to: Limits | None = None) -> list[Flag]:
    """What is doubted of the scene's `days`, by payer and kind; `earlier` days are only held against."""
    by = held_to or limits()
    found = [flag for rule in RULES for flag in rule(scene, by)]
    return sorted(found, key=lambda flag: (flag.payer, flag.day, flag.kind, flag.visits))
