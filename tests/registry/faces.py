"""References made by hand, for tests that need one without a photo: sealed as the house seals them."""

from __future__ import annotations

import os
from datetime import datetime
from uuid import UUID

import numpy as np

from amanah.faces.types import Template
from amanah.registry.store import references


def a_reference(
    family: UUID,
    *,
    at: datetime,
    photo: str = "ab" * 32,
    source: str = "list",
    model: str = "fr_feature-1",
    quality: int | None = None,
    vector: np.ndarray | None = None,
) -> UUID:
    """A template of chance, unless a vector is given."""
    chance = np.frombuffer(os.urandom(512), dtype=np.int8).astype(np.float32) + 0.5
    face = chance if vector is None else vector
    template = Template(face / np.float32(np.linalg.norm(face)), model)
    return references.add(family, template, photo=photo, source=source, quality=quality, at=at).id
