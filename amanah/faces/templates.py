"""Makes templates out of a found face; the recogniser is told by the manifest."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from amanah.faces import nets
from amanah.faces.manifests import SIZE, Making, Recogniser, manifest
from amanah.faces.sampling import aligned, sample
from amanah.faces.types import Face, Image, Profile, Template

Floats = NDArray[np.float32]


def embed(image: Image, face: Face, profile: Profile = Profile.SERVER) -> Template:
    """The parts one after the other, each scaled so that two templates' dot product is the mean of the parts' cosines.

    The phone's parts come first; without its further recognisers the house's template is the phone's.
    """
    making = manifest().profiles[profile]
    vectors = [_known(image, face, part.recogniser) * np.float32(part.weight**0.5) for part in making.parts]
    return Template(_unit(np.concatenate(vectors)), making.version)


def for_phone(template: Template) -> Template:
    """What the phone would have made of the same photo; raises ValueError for a template that isn't the house's."""
    phone, house = (manifest().profiles[profile] for profile in (Profile.PHONE, Profile.SERVER))
    if template.model == phone.version:
        return template
    if template.model != house.version:
        raise ValueError(f"{template.model} isn't made here: the phone can't use it")
    return Template(_unit(template.vector[: manifest().length(phone.version)]), phone.version)


def aligned_face(image: Image, face: Face) -> Image:
    """The face turned upright as the phone's recogniser wants it, 112 x 112, blue-green-red."""
    return _turned(image, face, manifest().recognisers[_first()])


def strength(aligned: Image) -> float:
    """Length of the phone's recogniser's answer to `aligned_face`: it falls with what can be told."""
    return float(np.linalg.norm(_answer(_first(), aligned)))


def _first() -> str:
    making: Making = manifest().profiles[Profile.PHONE]
    return making.parts[0].recogniser


def _known(image: Image, face: Face, role: str) -> Floats:
    """The face as one recogniser sees it, of length 1."""
    recogniser = manifest().recognisers[role]
    turned = _turned(image, face, recogniser)
    answer = _answer(role, turned)
    if recogniser.mirrored:  # a face and its mirror image together know the person a little better
        answer = answer + _answer(role, turned[:, ::-1])
    return _unit(_unit(answer) - recogniser.centre)


def _turned(image: Image, face: Face, recogniser: Recogniser) -> Image:
    return sample(image, aligned(face.five, recogniser.points), SIZE, SIZE)


def _answer(role: str, turned: Image) -> Floats:
    return _answered(role, turned.tobytes())


@lru_cache(maxsize=2)
def _answered(role: str, pixels: bytes) -> Floats:
    """Remembers the last faces: quality asks for the strength of the very answer that the template begins with."""
    recogniser = manifest().recognisers[role]
    turned = np.frombuffer(pixels, np.uint8).reshape(SIZE, SIZE, 3)
    ordered = turned[:, :, ::-1] if recogniser.channels == "RGB" else turned
    spread = (ordered.astype(np.float32) - np.float32(recogniser.mean)) / np.float32(recogniser.scale)
    given = np.ascontiguousarray(spread.transpose(2, 0, 1)[None], dtype=np.float32)
    answer: Floats = next(iter(nets.run(role, given).values()))[0]
    answer.flags.writeable = False
    return answer


def _unit(vector: Floats) -> Floats:
    length = float(np.linalg.norm(vector))
    return (vector / np.float32(length)).astype(np.float32, copy=False)
