"""Pieces of a photo nobody goes on with are let go of, and the photo may still come, from its beginning."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest

from amanah.retention import commands
from amanah.values.ids import new_id
from amanah.vault import queries as vault
from amanah.visits import models
from amanah.visits.commands import photos
from tests.sync.test_door import a_photo
from tests.visits.cast import NOW
from tests.visits.conftest import Field, calibration, field  # noqa: F401 (fixtures are named to be used)

PHOTO = a_photo()
NAME = sha256(PHOTO).hexdigest()


def begins(field: Field, visit: UUID | None, *, at: datetime = NOW) -> None:  # noqa: F811 (the fixture's value)
    photos.begin_photo(field.phone, sha256=NAME, size_bytes=len(PHOTO), kind="face", visit=visit)
    photos.take_piece(field.phone, sha256=NAME, offset=0, piece=PHOTO[:100], now=at)


@pytest.mark.parametrize("visit", [None, new_id()], ids=["of no visit", "of a visit never heard"])
def test_pieces_go_a_month_after_the_last_one_came(field: Field, visit: UUID | None) -> None:  # noqa: F811 (as above)
    begins(field, visit)
    photos.take_piece(field.phone, sha256=NAME, offset=100, piece=PHOTO[100:200], now=NOW + timedelta(days=20))
    commands.destroy_due(by="job:test", now=NOW + timedelta(days=49))
    assert models.MediaPiece.objects.count() == 2
    commands.destroy_due(by="job:test", now=NOW + timedelta(days=51))
    assert models.MediaPiece.objects.count() == 0
    assert photos.photo_offset(field.phone, NAME).offset == 0


def test_a_photo_whose_pieces_went_is_taken_from_its_beginning(field: Field) -> None:  # noqa: F811 (as above)
    begins(field, None)
    later = NOW + timedelta(days=31)
    commands.destroy_due(by="job:test", now=later)
    assert photos.begin_photo(field.phone, sha256=NAME, size_bytes=len(PHOTO), kind="face", visit=None).offset == 0
    done = photos.take_piece(field.phone, sha256=NAME, offset=0, piece=PHOTO, now=later)
    assert done.end is photos.End.COMPLETE
    assert vault.has_photo(NAME)


def test_a_photo_that_came_whole_stays(field: Field) -> None:  # noqa: F811 (as above)
    photos.begin_photo(field.phone, sha256=NAME, size_bytes=len(PHOTO), kind="face", visit=None)
    photos.take_piece(field.phone, sha256=NAME, offset=0, piece=PHOTO, now=NOW)
    commands.destroy_due(by="job:test", now=NOW + timedelta(days=31))
    assert vault.has_photo(NAME)
