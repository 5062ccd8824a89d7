"""Our own way of looking at a photo: read, find, judge its quality, make the template."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from amanah.faces import finding, manifests, measuring, pictures, templates
from amanah.faces.evaluating.looking import Clock, Eye, Looked, Seen, cosine
from amanah.faces.types import Profile, Template
from amanah.values.problem import Problem


def eye(profile: Profile) -> Eye:
    return Eye(partial(look, profile=profile), cosine, manifests.manifest().profiles[profile].version)


def views(looked: Looked) -> dict[str, Looked]:
    """What the house saw, by the model version of each profile: its templates hold the phone's."""
    house, phone = (manifests.manifest().profiles[profile].version for profile in (Profile.SERVER, Profile.PHONE))
    held = [templates.for_phone(Template(vector, house)).vector for vector in looked.vectors[looked.found]]
    vectors = np.zeros((len(looked.vectors), len(held[0]) if held else 1), np.float32)
    if held:
        vectors[looked.found] = held
    return {house: looked, phone: replace(looked, vectors=vectors)}


def look(photo: Path, *, profile: Profile) -> Seen:
    clock = Clock()
    try:
        image = clock.time("read", lambda: pictures.read_image(photo.read_bytes()))
    except (Problem, OSError):  # nobody can be known again from it: a miss like any other
        return Seen(None, None, unreadable=True, cpu_s=clock.spent)
    face = clock.time("find", lambda: finding.find(image))
    if face is None:
        return Seen(None, None, unreadable=False, cpu_s=clock.spent)
    quality = clock.time("quality", lambda: measuring.quality(image, face))
    template = clock.time("embed", lambda: templates.embed(image, face, profile))
    return Seen(template.vector, quality.total, unreadable=False, cpu_s=clock.spent)
