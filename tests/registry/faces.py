"""References made by hand, for tests that need one without a photo: sealed as the house seals them."""

from __future__ import annotations

import os
from datetime import datetime
from uuid import UUID

import numpy as np

from amanah.faces import manifests
from amanah.faces import queries as faces
from amanah.faces.types import Template
from amanah.registry.store import references


def a_reference(
    family: UUID,
    *,
    at: datetime,
    photo: str = "ab" * 32,
    source: str = "list",
    model: str | None = None,
    quality: int | None = None,
    vector: np.ndarray | None = None,
) -> UUID:
    """A template of chance under the model in use, unless told otherwise."""
    numbers = manifests.manifest().length(faces.model_version())
    chance = np.frombuffer(os.urandom(numbers), dtype=np.int8).astype(np.float32) + 0.5
    given = chance if vector is None else vector
    template = Template((given / np.linalg.norm(given)).astype(np.float32), model or faces.model_version())
    return references.add(family, template, photo=photo, source=source, quality=quality, at=at).id
