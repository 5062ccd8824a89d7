"""People who share a family card are where mistakes happen at a door: how often they pass for each other, apart."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from amanah.faces.evaluating import chance
from amanah.faces.evaluating.looking import Looked
from amanah.faces.evaluating.scoring import Ints, Weights
from amanah.faces.types import Relatives
from amanah.values.problem import Problem, Sentence


def read(file: Path, people: Sequence[str]) -> list[tuple[str, str]]:
    """CSV `person_a,person_b`, named as their folders are; pairs of people beyond `--limit` are no mistake here.

    Raises Problem `relatives_unreadable`, also when nobody of the list is in the folder.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(file, 1) from error
    known, pairs = set(people), []
    for number, row in enumerate(rows, 2):
        a, b = (row.get("person_a") or "").strip(), (row.get("person_b") or "").strip()
        if not a or not b or a == b:
            raise _unreadable(file, number)
        if a in known and b in known:
            pairs.append((a, b))
    if not pairs:
        raise _unreadable(file, 1)
    return pairs


def measure(
    looked: Looked,
    people: Ints,
    names: Sequence[str],
    pairs: Sequence[tuple[str, str]],
    thresholds: Mapping[str, float],
    sides: tuple[Ints, Ints] | None = None,
) -> Relatives | None:
    """Share of relatives' photo pairs at or above each threshold; None when there are no such pairs.

    `sides`: photos (indices) to compare with photos; all with all if None.
    """
    number = {name: index for index, name in enumerate(names)}
    some, others = sides or (np.arange(len(people)), np.arange(len(people)))
    ways = [(number[a], number[b]) for a, b in pairs]
    if not np.array_equal(some, others):
        ways += [(b, a) for a, b in ways]
    each = [looked.scores(some[people[some] == a], others[people[others] == b]).ravel() for a, b in ways]
    scores = np.concatenate([np.zeros(0, np.float32), *each])
    if not len(scores):
        return None
    family = _families(ways)
    whose = np.concatenate([np.full(len(one), family[a]) for one, (a, _) in zip(each, ways, strict=True)])
    count = len(set(family.values()))

    def passed(weights: Weights) -> dict[str, float | None]:
        share = weights[whose]
        whole = float(share.sum())
        reached = {name: float(share[scores >= np.float32(at)].sum()) for name, at in thresholds.items()}
        return {name: weight / whole if whole else None for name, weight in reached.items()}

    rates = {name: rate or 0.0 for name, rate in passed(np.ones(count)).items()}
    bounds = chance.intervals(passed, count)
    return Relatives(
        people=len({person for pair in pairs for person in pair}),
        pairs_of_people=len(pairs),
        pairs=len(scores),
        false_match={name: round(rate, 5) for name, rate in rates.items()},
        interval={
            name: chance.rounded(chance.never_seen(rate, bounds.get(name), count)) for name, rate in rates.items()
        },
    )


def _families(ways: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Person -> family, 0 … F-1: who is related, directly or through others, is drawn together."""
    family: dict[int, int] = {}
    for a, b in ways:
        one, other = family.get(a, a), family.get(b, b)
        family |= {a: one, b: one}
        family |= {person: one for person, label in family.items() if label == other}
    order = {label: index for index, label in enumerate(sorted(set(family.values())))}
    return {person: order[label] for person, label in family.items()}


def _unreadable(file: Path, line: int) -> Problem:
    return Problem(
        "relatives_unreadable",
        Sentence(
            id=f"{file.name}, baris {line}: perlu kolom person_a,person_b berisi nama folder orang yang ada di DIR.",
            en=f"{file.name}, line {line}: needs the columns person_a,person_b with names of person folders in DIR.",
        ),
    )
