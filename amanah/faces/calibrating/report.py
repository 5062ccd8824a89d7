"""One calibration out of one folder: the photos are looked at once, and measured for every profile's model."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from amanah.faces.calibrating import measuring
from amanah.faces.calibrating.types import Calibration, Measured
from amanah.faces.evaluating import folders, own, relatives
from amanah.faces.evaluating.looking import Told, look_at_all
from amanah.faces.types import Profile, Shot
from amanah.values.problem import Problem, Sentence

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")


def calibrate(
    shots: Sequence[Shot], *, far: str, kin: Path | None, name: str | None, now: datetime, told: Told
) -> Calibration:
    """`name` None: `calib-` and eight hexadecimal digits of what was measured. Raises Problem `calibration_name`."""
    if name is not None and not NAME.fullmatch(name):
        raise _badly_named(name)
    names = sorted({shot.person for shot in shots})
    related = relatives.read(kin, names) if kin else folders.related(folders.cards(shots))
    views = own.views(look_at_all(shots, own.eye(Profile.SERVER), told=told))
    models = {
        model: {str(kind): found for kind, found in measuring.measure(seen, shots, far=far, related=related).items()}
        for model, seen in views.items()
    }
    return Calibration(name or _drawn_from(models), now.isoformat(timespec="seconds"), float(far), models)


def _drawn_from(models: dict[str, dict[str, Measured]]) -> str:
    """The same photos under the same models give the same name."""
    text = json.dumps({model: {k: asdict(one) for k, one in kinds.items()} for model, kinds in models.items()})
    return f"calib-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _badly_named(name: str) -> Problem:
    return Problem(
        "calibration_name",
        Sentence(
            id=f"Nama kalibrasi {name!r} tidak dapat dipakai: 1 sampai 40 huruf, angka, spasi, titik, atau garis.",
            en=f"The calibration name {name!r} won't do: 1 to 40 letters, digits, spaces, dots or dashes.",
        ),
    )
