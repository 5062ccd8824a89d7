"""The pure thinking about faces: bands of likeness, how alike two templates are."""

from __future__ import annotations

import numpy as np

from amanah.faces.types import Band, Likeness, Template
from amanah.values.problem import Problem, Sentence


def band(score: float, *, same_above: float, different_below: float) -> Band:
    if score >= same_above:
        return Band.SAME
    return Band.DIFFERENT if score < different_below else Band.BETWEEN


def likeness(a: Template, b: Template, *, same_above: float, different_below: float) -> Likeness:
    if a.model != b.model:
        raise models_differ(a.model, b.model)
    score = float(np.clip(np.dot(a.vector, b.vector), -1, 1))
    return Likeness(score, band(score, same_above=same_above, different_below=different_below), a.model)


def models_differ(one: str, other: str) -> Problem:
    return Problem(
        "face_models_differ",
        Sentence(
            id=f"Dua wajah ini dibuat oleh model berbeda ({one}, {other}); buat ulang dari fotonya.",
            en=f"These two faces were made by different models ({one}, {other}); make them again from their photos.",
        ),
        status=409,
    )
