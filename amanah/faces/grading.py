"""Turns plain measures of a photo into 0-100: readable parts with their advice, and a total that foretells a miss.

The parts say what to do; the total says how likely the same person would be missed. It was fitted by
logistic regression (`./run bench quality`, figures in docs/faces.md); `phone/src/faces/quality.ts` has the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from amanah.faces.types import Advice, Quality
from amanah.values.problem import Sentence

GOOD_ENOUGH = 40
# The recogniser whose answer's length the total was fitted for; another's length says something else.
FITTED_FOR = "amanah-phone-2"

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
    Advice.OPEN_EYES: Sentence("Mohon buka mata sebentar.", "Please open the eyes for a moment."),
    Advice.MASK: Sentence(
        "Mohon lepas masker atau kacamata hitam sebentar.", "Please take off mask or sunglasses for a moment."
    ),
}


@dataclass(frozen=True, slots=True)
class Measures:
    """Units and formulas: `measuring`, which takes them."""

    eyes_px: float
    laplacian: float
    mean: float
    deviation: float
    uniformity: float
    edge: float
    turned: float
    openness: float
    chroma: float
    lips: float
    score: float
    others: int


def ramp(value: float, worst: float, best: float) -> int:
    """0 at `worst`, 100 at `best`, straight between; `worst` may be the larger. Halves go up, as in the phone."""
    return math.floor(100 * min(1.0, max(0.0, (value - worst) / (best - worst))) + 0.5)


def grade(of: Measures, strength: float | None) -> Quality:
    """`strength` is the length of the recogniser's answer, None where it isn't known or tells nothing."""
    seen = {
        "size": ramp(of.eyes_px, 12, 45),
        "sharpness": ramp(of.laplacian, 10, 100),
        "brightness": min(ramp(of.mean, 25, 80), ramp(of.mean, 245, 200)),
        "contrast": ramp(of.deviation, 4, 16),
        "evenness": ramp(of.uniformity, 0.05, 0.5),
        "margins": ramp(of.edge, 0, 0.25),
        "pose": ramp(of.turned, 0.75, 0.2),
        "single": 100 if of.others == 0 else 0,
    }
    told = {
        "eyes": ramp(of.openness, 0.1, 0.2),
        "uncovered": ramp(math.log1p(of.chroma) - 2.05 * of.lips, 2.2, -0.3),
    }
    advice = _advice(seen, of.mean) or _advice(told, of.mean)
    return Quality(total=total(of, strength), **seen, **told, eyes_px=of.eyes_px, strength=strength, advice=advice)


def total(of: Measures, strength: float | None) -> int:
    """0-100, straight in the log odds of a miss against a plain photo at FAR 1e-4: 0 is 9 to 1, 100 is 1 to 999.

    The length of a recogniser's answer falls with what it can make of a face (MagFace, Meng et al. 2021). Without it:
    the detector's certainty. Other measures beside either added nothing (docs/faces.md, "Quality").
    """
    odds = 1.96 + 0.65 * unsure(of) if strength is None else 8.04 - 1.01 * strength
    return ramp(odds, math.log(9), -math.log(999))


def unsure(of: Measures) -> float:
    """Logarithm of what the detector lacks to certainty."""
    return math.log(1.0005 - min(max(of.score, 0.0), 1.0))


def _advice(parts: dict[str, int], mean: float) -> Advice | None:
    """For the weakest part under 40. Eyes and mask come after all others: a poor photo shows neither for certain."""
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
        "eyes": Advice.OPEN_EYES,
        "uncovered": Advice.MASK,
    }[weakest]
