"""The cast of face tests: families with templates of chance, and faces near them."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

import numpy as np
from django.apps import apps
from numpy.typing import NDArray

from amanah.faces import queries as faces
from amanah.faces.manifests import manifest
from amanah.faces.types import Template
from amanah.oversight import commands, models
from amanah.oversight.types import CaseOutcome
from amanah.registry.store import references
from amanah.values.ids import new_id
from amanah.vault.commands import keep_photo
from tests.visits import cast
from tests.visits.cast import NOW

Floats = NDArray[np.float32]


def somebody(seed: int) -> Floats:
    """A person's face in numbers; two seeds are strangers."""
    return _unit(np.random.default_rng(seed).standard_normal(manifest().length(faces.model_version())))


def again(person: Floats, *, alike: float = 0.9, seed: int = 99) -> Floats:
    """Another photo of the same person, with this cosine."""
    other = np.random.default_rng(seed).standard_normal(len(person)).astype(np.float32)
    across = _unit(other - (other @ person) * person)
    return _unit(alike * person + float(np.sqrt(1 - alike**2)) * across)


def a_family(number: int, *, village: str = cast.VILLAGE, office: str | None = cast.OFFICE) -> UUID:
    row = apps.get_model("registry", "Family").objects.create(
        village_id=village, village_code=village, office_id=office, address=f"Gg. {number}", known_since=cast.NOW
    )
    apps.get_model("registry", "Person").objects.create(
        family=row, nik=f"517104{number:010d}", nik_print=number.to_bytes(32, "big"), name=f"Ni Wayan {number}",
        sex="F", is_manager=True,
    )  # fmt: skip
    return UUID(str(row.pk))


def known_by(family: UUID, person: Floats, *, name: str, at: datetime = cast.NOW) -> str:
    """A reference of the family; gives the SHA-256 of its photo."""
    photo = b"\xff\xd8\xff\xe0" + name.encode()
    sha = sha256(photo).hexdigest()
    keep_photo(photo, sha256=sha)
    template = Template(person, faces.model_version())
    references.add(family, template, photo=sha, source="list", quality=80, at=at)
    return sha


def a_staff_face(username: str, person: Floats) -> UUID:
    """Of somebody hired; gives their id."""
    who = apps.get_model("access", "User").objects.get(username=username)
    photo = b"\xff\xd8\xff\xe0" + username.encode()
    sha = sha256(photo).hexdigest()
    keep_photo(photo, sha256=sha)
    apps.get_model("oversight", "StaffFace").objects.create(
        id=new_id(), person=who, template=Template(person, faces.model_version()).to_bytes(),
        model=faces.model_version(), photo=sha, at=cast.NOW,
    )  # fmt: skip
    return UUID(str(who.pk))


def _unit(vector: NDArray[np.floating]) -> Floats:
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


WHO = somebody(1)


def search(*, later: int = 0, most_open: int = 20) -> int:
    """A minute's search; gives how many cases it opened."""
    now = NOW + timedelta(minutes=later)
    commands.search_areas(by="job:test", now=now)
    return commands.open_waiting_pairs(by="job:test", now=now, most_open=most_open)


def two_families_one_face() -> tuple[UUID, UUID]:
    one, other = a_family(1), a_family(2)
    known_by(one, WHO, name="one")
    known_by(other, again(WHO), name="other")
    known_by(a_family(3), somebody(3), name="stranger")
    return one, other


def only_case() -> UUID:
    return UUID(str(models.Case.objects.get().pk))


def judged(case: UUID, who: str, verdict: CaseOutcome) -> CaseOutcome | None:
    return commands.adjudicate(case, verdict=verdict, note="Telinga berbeda.", by=f"user:{who}", now=NOW)
