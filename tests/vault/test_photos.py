from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest

from amanah.values.problem import Problem
from amanah.vault.commands import keep_photo
from amanah.vault.queries import has_photo, photo
from amanah.vault.types import SealBroken

PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 100
NAME = sha256(PHOTO).hexdigest()


def file_of(photos: Path) -> Path:
    return photos / "photos" / NAME[:2] / NAME


def test_a_photo_that_was_kept_comes_back_as_it_was(photos: Path) -> None:
    keep_photo(PHOTO, sha256=NAME)
    assert photo(NAME) == PHOTO


def test_a_photo_lies_sealed_in_its_folder(photos: Path) -> None:
    keep_photo(PHOTO, sha256=NAME)
    assert PHOTO[:64] not in file_of(photos).read_bytes()


def test_a_photo_nobody_kept_is_not_there(photos: Path) -> None:
    assert not has_photo(NAME)
    with pytest.raises(FileNotFoundError):
        photo(NAME)


def test_a_photo_with_another_hash_is_refused(photos: Path) -> None:
    with pytest.raises(Problem, match="photo_hash_differs"):
        keep_photo(PHOTO + b"x", sha256=NAME)
    assert not has_photo(NAME)


def test_the_same_photo_again_is_quiet(photos: Path) -> None:
    keep_photo(PHOTO, sha256=NAME)
    before = file_of(photos).read_bytes()
    keep_photo(PHOTO, sha256=NAME)
    assert file_of(photos).read_bytes() == before


def test_a_photo_half_written_by_a_crash_is_mended_when_it_is_sent_again(photos: Path) -> None:
    keep_photo(PHOTO, sha256=NAME)
    for kept in (0, 40, 90, 1000):
        file_of(photos).write_bytes(file_of(photos).read_bytes()[:kept])
        keep_photo(PHOTO, sha256=NAME)
        assert photo(NAME) == PHOTO


def test_an_altered_photo_refuses_to_open(photos: Path) -> None:
    keep_photo(PHOTO, sha256=NAME)
    sealed = bytearray(file_of(photos).read_bytes())
    sealed[-1] ^= 1
    file_of(photos).write_bytes(bytes(sealed))
    with pytest.raises(SealBroken):
        photo(NAME)


def test_a_photo_put_under_another_name_refuses_to_open(photos: Path) -> None:
    keep_photo(PHOTO, sha256=NAME)
    other = "0" * 64
    (photos / "photos" / "00").mkdir()
    (photos / "photos" / "00" / other).write_bytes(file_of(photos).read_bytes())
    with pytest.raises(SealBroken):
        photo(other)


@pytest.mark.parametrize("name", ["", "../../keys.json", NAME.upper(), NAME[:-1], NAME + "0", "photos/" + NAME])
def test_a_name_that_is_no_hash_never_becomes_a_path(photos: Path, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        has_photo(name)


def test_two_who_keep_the_same_photo_at_once_leave_one(photos: Path) -> None:
    threads = [Thread(target=keep_photo, args=(PHOTO,), kwargs={"sha256": NAME}) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert photo(NAME) == PHOTO
    assert [p.name for p in file_of(photos).parent.iterdir()] == [NAME]
