"""Visits whose photos came too, of people who don't exist, and the worker that looks at them."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from amanah.visits.commands import photos
from tests.visits import cast
from tests.visits.cast import NOW, pays
from tests.visits.conftest import Field, a_field

PEOPLE = Path(settings.REPO) / "demo" / "people"
ONE, TWO = [*sorted({path.name[:4] for path in PEOPLE.glob("*.jpg")}), "", ""][:2]


def faces_are_here() -> bool:
    return (Path(settings.AMANAH_MODELS_DIR) / "fr_feature.onnx").exists() and PEOPLE.exists()


needs_faces = pytest.mark.skipif(not faces_are_here(), reason="the face models aren't fetched: ./run demo brings them")


def work() -> None:
    call_command("procrastinate", "worker", wait=False, concurrency=1, verbosity=0)


def visit_with_photos(shown: dict[str, str], *, field: Field | None = None, **told: object) -> cast.Told:
    """A paid visit whose photos (kind -> file of demo/people) came too; nothing has looked at them yet."""
    field = field or a_field()
    bytes_ = {kind: (PEOPLE / name).read_bytes() for kind, name in shown.items()}
    cast_photos = [
        {"kind": kind, "sha256": sha256(data).hexdigest(), "bytes": len(data), "thumb": None}
        for kind, data in bytes_.items()
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cast, "photos", lambda seed: cast_photos)
        paid = pays(field.handset, field.debts[0], **told)  # type: ignore[arg-type]  # handed through
    field.sends()
    for kind, data in bytes_.items():
        name = sha256(data).hexdigest()
        photos.begin_photo(field.phone, sha256=name, size_bytes=len(data), kind=kind, visit=paid.visit)
        photos.take_piece(field.phone, sha256=name, offset=0, piece=data, now=NOW)
    return paid
