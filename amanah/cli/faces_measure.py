"""`amanah faces calibrate | duplicates`: a deployment's own thresholds; one person in several photos of a folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime

from amanah.cli.answer import write_json
from amanah.cli.progress import bar
from amanah.faces import queries
from amanah.faces.calibrating.types import Calibration, Measured


def duplicates(asked: argparse.Namespace) -> None:
    with bar("foto") as told:
        groups, missed, model = queries.duplicates(asked.folder, same_above=asked.same_above, told=told)
    in_force = queries.thresholds(model)
    answer = {
        "groups": [asdict(group) for group in groups],
        "not_found": missed,
        "same_above": in_force.same_above if asked.same_above is None else asked.same_above,
        "calibration": in_force.calibration if asked.same_above is None else "given",
        "model": model,
    }
    write_json(answer, asked.json)


def calibrate(asked: argparse.Namespace) -> None:
    with bar("foto") as told:
        found = queries.calibrate(
            asked.folder, far=asked.far, relatives=asked.relatives, name=asked.name, now=datetime.now(UTC), told=told
        )
    if asked.json:
        write_json(asdict(found), asked.json)
    else:
        sys.stdout.write("\n".join(_lines(found, asked.lang)) + "\n")
    if asked.write:
        path = queries.put_in_force(found, forced=asked.force)
        told_where = {"id": f"Berlaku mulai sekarang: {path}", "en": f"In force from now on: {path}"}
        sys.stderr.write(told_where[asked.lang] + "\n")


def _lines(found: Calibration, lang: str) -> Iterator[str]:
    yield f"{found.name}  (FAR {found.far:g})"
    for model, kinds in found.models.items():
        for kind, measured in kinds.items():
            yield ""
            bands = f"same_above {measured.same_above:.3f}, different_below {measured.different_below:.3f}"
            yield f"{model}, {kind}: {bands}"
            yield from _numbers(measured, lang)
            yield from (f"  ! {warning.sentence.in_(lang)}" for warning in measured.warnings)


def _numbers(measured: Measured, lang: str) -> Iterator[str]:
    counted = {
        "id": "{0} orang, {1} berfoto dua atau lebih; {2} pasangan orang; {3} foto tanpa wajah",
        "en": "{0} people, {1} with two photos or more; {2} pairs of people; {3} photos without a face",
    }[lang]
    counts = measured.people, measured.mated_people, measured.pairs_of_people, measured.not_found
    yield "  " + counted.format(*counts)
    for far, cosine in measured.cosine_at_far.items():
        between, known = _interval(measured.interval[far]), _interval(measured.tar_interval[far])
        yield f"  FAR {far}: {cosine:.3f} {between}  TAR {measured.tar[far]:.4f} {known}"
    if kin := measured.relatives:
        title = {"id": "Anggota satu kartu", "en": "People of one card"}[lang]
        at = kin.false_match["same_above"], _interval(kin.interval["same_above"])
        yield f"  {title}: {at[0]:.4f} {at[1]} >= same_above ({kin.pairs_of_people})"


def _interval(interval: tuple[float, float] | None) -> str:
    return f"[{interval[0]:.3f}, {interval[1]:.3f}]" if interval else "[-]"
