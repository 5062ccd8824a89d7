"""The pure thinking about faces: bands of likeness, the parts of quality, and what to advise."""

from __future__ import annotations

import numpy as np

from amanah.faces.types import Advice, Band, Likeness, Quality, Template
from amanah.values.problem import Problem, Sentence

LIVE_FACE_PX = 40
GOOD_ENOUGH = 40

ADVICE: dict[Advice, Sentence] = {
    Advice.CLOSER: Sentence("Lebih dekat sedikit.", "A little closer."),
    Advice.HOLD_STILL: Sentence("Foto masih buram. Tahan sebentar.", "The photo is blurred. Hold still a moment."),
    Advice.MORE_LIGHT: Sentence("Foto masih gelap. Hadapkan wajah ke cahaya.", "It is dark. Face the light."),
    Advice.LESS_LIGHT: Sentence("Terlalu terang. Cari tempat teduh.", "Too bright. Look for shade."),
    Advice.EVEN_LIGHT: Sentence(
        "Cahaya dari satu sisi. Putar badan sedikit.", "The light comes from one side. Turn a little."
    ),
    Advice.CENTRE: Sentence("Wajah terpotong. Letakkan di tengah.", "The face is cut off. Put it in the middle."),
    Advice.LOOK_AHEAD: Sentence("Mohon lihat lurus ke kamera.", "Please look straight at the camera."),
    Advice.ONE_FACE: Sentence("Satu wajah saja di dalam foto.", "One face only in the photo."),
}


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


def ramp(value: float, worst: float, best: float) -> int:
    """0 at `worst`, 100 at `best`, straight between; `worst` may be the larger."""
    return round(100 * min(1.0, max(0.0, (value - worst) / (best - worst))))


def weigh(
    *,
    eyes_px: float,
    laplacian: float,
    mean: float,
    deviation: float,
    uniformity: float,
    edge: float,
    turned: float,
    others: int,
) -> Quality:
    """The parts of quality from plain measures (`measuring` says how each is taken); the weakest is the total."""
    parts = {
        "size": ramp(eyes_px, 12, 45),
        "sharpness": ramp(laplacian, 10, 100),
        "brightness": min(ramp(mean, 25, 80), ramp(mean, 245, 200)),
        "contrast": ramp(deviation, 4, 16),
        "evenness": ramp(uniformity, 0.05, 0.5),
        "margins": ramp(edge, 0, 0.25),
        "pose": ramp(turned, 0.75, 0.2),
        "single": 100 if others == 0 else 0,
    }
    total = min(parts.values())
    return Quality(total=total, **parts, eyes_px=eyes_px, advice=_advice(parts, mean=mean))


def _advice(parts: dict[str, int], *, mean: float) -> Advice | None:
    weakest = min(parts, key=lambda part: parts[part])
    if parts[weakest] >= GOOD_ENOUGH:
        return None
    light = Advice.MORE_LIGHT if mean < 128 else Advice.LESS_LIGHT
    return {
        "size": Advice.CLOSER,
        "sharpness": Advice.HOLD_STILL,
        "brightness": light,
        "contrast": light,
        "evenness": Advice.EVEN_LIGHT,
        "margins": Advice.CENTRE,
        "pose": Advice.LOOK_AHEAD,
        "single": Advice.ONE_FACE,
    }[weakest]
