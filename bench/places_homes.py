"""How well a home is learnt from 1 to 8 tags, beside the newest good tag and the mean; how honest its circles are.

    ./run bench places_homes --families 2000 --json -

The truth is invented, the error model said here: a phone reports a 68 % radius (log-normal, median 7 m) and is really a
fifth worse with heavy tails (Student t, 3 degrees); each day has a common error of 4 m besides (walls, sky), each house
a gate 2 m from its middle that no number of tags takes away. One tag in twenty is taken at another place, 50 m to 3 km
off; one family in twenty moves, 60 m to 5 km. Tags are a quarter apart, seven in ten by one and the same payer.
`curve`: by number of tags, metres. `moved`: share of movers whose new home is believed after 1, 2, 3 tags there
(`noticed`: or whose home is no more trusted, so that somebody is sent), and of the others believed to have moved.
`constants`: the same with other values of the rule's own numbers. `ratio`: p95 of newest-good over the learnt place, at
4 tags; `never_worse`: median and 95th percentile at no number of tags beyond newest-good's.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import cos, hypot, log, radians
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))

from amanah.registry.rules import homes  # noqa: E402 - the repository's own folder comes first
from amanah.registry.types import Home, KnownPlace, TagKind  # noqa: E402 - as above

MOST_TAGS = 8
WRONG_SHARE, MOVER_SHARE, SAME_PAYER = 0.05, 0.05, 0.7
BIAS_M, GATE_M, WORSE, TAILS = 4.0, 2.0, 1.2, 3
NEAR_M = 50.0  # a payer sees the house from there
_LAT, _LNG, _DEGREE_M = -8.65, 115.22, 111_195.0
_START = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Lived:
    """One family: where it lived at each tag (metres), and the tags. `moved`: index of the first tag at a new home."""

    truth: tuple[Point, ...]
    tags: tuple[Home, ...]
    moved: int | None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", default="-")
    parser.add_argument("--families", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    text = json.dumps(measured(families=asked.families, seed=asked.seed))
    if asked.json == "-":
        print(text)
    else:
        Path(asked.json).write_text(text + "\n")
    return 0


def measured(*, families: int = 2000, seed: int = 1) -> dict[str, Any]:
    """What bench/places.py takes in: see above for its words."""
    chance = np.random.default_rng(seed)
    lived = [_lived(number, chance) for number in range(families)]
    began = time.perf_counter()
    curve = [_of(lived, number) for number in range(1, MOST_TAGS + 1)]
    took_s = time.perf_counter() - began
    last = curve[3]
    return {
        "families": families, "rule": homes.RULE, "curve": curve, "moved": _moved(lived),
        "constants": _constants(lived[: families // 4]),
        "homes_a_second": round(families * MOST_TAGS / took_s),
        "never_worse": all(
            at["learnt"][what] <= at["newest_good"][what] for at in curve for what in ("median_m", "p95_m")
        ),
        "ratio": round(last["newest_good"]["p95_m"] / last["learnt"]["p95_m"], 2),
    }  # fmt: skip


def _lived(number: int, chance: np.random.Generator) -> Lived:
    moves = chance.random() < MOVER_SHARE
    moved = int(chance.integers(1, MOST_TAGS)) if moves else None
    there = _far(chance, 60, 5000)
    gates = [tuple(chance.normal(0, GATE_M, 2)) for _ in range(2)]
    truth, tags = [], []
    for i in range(MOST_TAGS):
        at_new = moved is not None and i >= moved
        home = there if at_new else (0.0, 0.0)
        gate = gates[at_new]
        accuracy = float(np.clip(chance.lognormal(log(7), 0.5), 3, 80))
        wrong = _far(chance, 50, 3000) if chance.random() < WRONG_SHARE else (0.0, 0.0)
        tail = np.sqrt(TAILS / chance.chisquare(TAILS))
        error = chance.normal(0, accuracy / homes.P68 * WORSE * tail, 2) + chance.normal(0, BIAS_M, 2)
        truth.append(home)
        spot = (home[0] + gate[0] + wrong[0] + error[0], home[1] + gate[1] + wrong[1] + error[1])
        payer = UUID(int=0 if chance.random() < SAME_PAYER else i + 1)
        tags.append(_tag(number, i, spot, accuracy, payer))
    return Lived(tuple(truth), tuple(tags), moved)


def _far(chance: np.random.Generator, nearest: float, furthest: float) -> Point:
    away, turn = float(np.exp(chance.uniform(log(nearest), log(furthest)))), float(chance.uniform(0, 2 * np.pi))
    return away * float(np.cos(turn)), away * float(np.sin(turn))


def _tag(family: int, day: int, spot: Point, accuracy_m: float, payer: UUID) -> Home:
    at = _START + timedelta(days=91 * day)
    lat, lng = _LAT + spot[1] / _DEGREE_M, _LNG + spot[0] / (_DEGREE_M * cos(radians(_LAT)))
    return Home(UUID(int=family), lat, lng, accuracy_m, at, UUID(int=day + 1), TagKind.VISIT, payer, at.date())


def _of(lived: Sequence[Lived], number: int) -> dict[str, Any]:
    """Errors against where the family lives at its last tag."""
    learnt = [_learnt(one.tags[:number]) for one in lived]
    now = [one.truth[number - 1] for one in lived]
    away = np.array([_apart(place, home) for place, home in zip(learnt, now, strict=True)])
    claimed = np.array([place.accuracy_m for place in learnt])
    trusted = np.array([place.is_trusted for place in learnt])
    return {
        "tags": number,
        "learnt": _errors(away),
        "newest_good": _errors([_newest(one.tags[:number], home) for one, home in zip(lived, now, strict=True)]),
        "mean": _errors([_mean(one.tags[:number], home) for one, home in zip(lived, now, strict=True)]),
        "trusted": round(float(trusted.mean()), 4),
        "trusted_errors": _errors(away[trusted]),
        "claimed_median_m": round(float(np.median(claimed)), 1),
        "holds_68": round(float((away <= claimed)[trusted].mean()), 3),
        "holds_95": round(float((away <= 1.62 * claimed)[trusted].mean()), 3),
    }


def _moved(lived: Sequence[Lived]) -> dict[str, Any]:
    """After k tags at the new home: share believed there. Of those who stayed: believed to have moved, and far off."""
    found = {}
    for k in (1, 2, 3):
        movers = [(one, one.moved) for one in lived if one.moved is not None and one.moved + k <= MOST_TAGS]
        learnt = [(_learnt(one.tags[: at + k]), one.truth[-1]) for one, at in movers]
        there = [_apart(place, home) <= NEAR_M for place, home in learnt]
        noticed = [is_there or not place.is_trusted for is_there, (place, _) in zip(there, learnt, strict=True)]
        found[f"recall_after_{k}"] = round(float(np.mean(there)), 3) if there else None
        found[f"noticed_after_{k}"] = round(float(np.mean(noticed)), 3) if there else None
    stayed = [(one, _learnt(one.tags)) for one in lived if one.moved is None]
    found["false_moves"] = round(float(np.mean([place.moved_from is not None for _, place in stayed])), 4)
    found["far_off"] = round(float(np.mean([_apart(place, one.truth[-1]) > NEAR_M for one, place in stayed])), 4)
    return found


def _constants(lived: Sequence[Lived]) -> list[dict[str, Any]]:
    """At 4 tags, one constant changed at a time."""
    tried = {
        "TOLD_TOO_SMALL": (1, 1.3, 1.6), "BIAS_M": (0, 2.5, 5, 7.5),
        "GATE_SIGMAS": (2.45, 3.03, 3.5, 4), "DOOR_M": (0, 2.5, 5),
    }  # fmt: skip
    found = []
    for name, values in tried.items():
        for value in values:
            with _with(name, value):
                at = _of(lived, 4)
                row = {key: at[key] for key in ("learnt", "trusted", "holds_68", "holds_95")}
                found.append({"constant": name, "value": value, **row, **_moved(lived)})
    return found


@contextmanager
def _with(name: str, value: float) -> Iterator[None]:
    before = getattr(homes, name)
    setattr(homes, name, value)
    try:
        yield
    finally:
        setattr(homes, name, before)


def _learnt(tags: Sequence[Home]) -> KnownPlace:
    found = homes.known_place(tags)
    assert found is not None
    return found


def _newest(tags: Sequence[Home], home: Point) -> float:
    """What was believed before: the newest within 50 m accuracy, else the newest."""
    return _apart(next((tag for tag in reversed(tags) if tag.accuracy_m <= homes.GOOD_ACCURACY_M), tags[-1]), home)


def _mean(tags: Sequence[Home], home: Point) -> float:
    east, north = np.mean([_metres(tag) for tag in tags], axis=0)
    return hypot(float(east) - home[0], float(north) - home[1])


def _apart(place: KnownPlace | Home, home: Point) -> float:
    east, north = _metres(place)
    return hypot(east - home[0], north - home[1])


def _metres(place: KnownPlace | Home) -> Point:
    return (place.lng - _LNG) * _DEGREE_M * cos(radians(_LAT)), (place.lat - _LAT) * _DEGREE_M


def _errors(metres: Any) -> dict[str, float]:
    return {"median_m": round(float(np.median(metres)), 1), "p95_m": round(float(np.percentile(metres, 95)), 1)}


if __name__ == "__main__":
    raise SystemExit(main())
