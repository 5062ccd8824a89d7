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
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(file, 1) from error
    known, pairs = set(people), []
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
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
    both = np.array_equal(some, others)
    scored = [
        (
            number[a],
            number[b],
            looked.scores(some[people[some] == number[a]], others[people[others] == number[b]]).ravel(),
        )
        for one, other in pairs
        for a, b in ([(one, other)] if both else [(one, other), (other, one)])
    ]
    if not sum(len(each) for _, _, each in scored):
        return None
    scores = np.concatenate([each for _, _, each in scored])
    first, second = (np.concatenate([np.full(len(each[2]), each[side]) for each in scored]) for side in (0, 1))

    def passed(weights: Weights) -> dict[str, float | None]:
        share = weights[first] * weights[second]
        whole = float(share.sum())
        return {
            name: float((share * (scores >= np.float32(at))).sum() / whole) if whole else None
            for name, at in thresholds.items()
        }

    rates = passed(np.ones(len(names)))
    bounds = chance.intervals(passed, len(names))
    return Relatives(
        people=len({person for pair in pairs for person in pair}),
        pairs_of_people=len(pairs),
        pairs=len(scores),
        false_match={name: round(rate, 5) for name, rate in rates.items() if rate is not None},
        interval={
            name: chance.rounded(chance.never_seen(rate, bounds.get(name), len(pairs))) for name, rate in rates.items()
        },
    )


def _unreadable(file: Path, line: int) -> Problem:
    return Problem(
        "relatives_unreadable",
        Sentence(
            id=f"{file.name}, baris {line}: perlu kolom person_a,person_b berisi nama folder orang yang ada di DIR.",
            en=f"{file.name}, line {line}: needs the columns person_a,person_b with names of person folders in DIR.",
        ),
    )
