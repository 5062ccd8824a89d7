"""Evaluation counts every pair, and a photo without a face is a miss, never dropped."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from amanah.cli import main as cli
from amanah.faces import queries

from .conftest import PEOPLE


def files(*names: str) -> list[tuple[str, bytes]]:
    return [(name[:4], (PEOPLE / f"{name}.jpg").read_bytes()) for name in names]


def test_it_tells_invented_people_apart() -> None:
    found = queries.evaluate(files("0052_0", "0052_1", "2078_0", "2078_1", "2163_0", "2163_2"))
    assert (found.people, found.photos, found.not_found) == (3, 6, 0)
    assert (found.genuine, found.impostor) == (3, 12)
    assert found.eer == 0
    assert found.tar["1e-5"] is None  # twelve pairs can't say anything about one in a hundred thousand


def test_a_photo_without_a_face_counts_as_a_miss() -> None:
    photos = [*files("0052_0", "0052_1", "2078_0"), ("0052", b"not a photo")]
    found = queries.evaluate(photos)
    assert found.not_found == 1
    assert found.genuine == 3
    assert found.eer is not None
    assert found.eer > 0


def test_the_floor_on_real_people(lfw: Path) -> None:
    people = [each for each in sorted(lfw.iterdir()) if len(list(each.iterdir())) > 1][:40]
    photos = [(each.name, photo.read_bytes()) for each in people for photo in sorted(each.iterdir())]
    found = queries.evaluate(photos)
    assert found.not_found == 0
    assert found.tar["1e-3"] is not None
    assert found.tar["1e-3"] >= 0.95


def test_the_command_answers_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    told = cli.main(["faces", "compare", str(PEOPLE / "0052_0.jpg"), str(PEOPLE / "0052_1.jpg"), "--json", "-"])
    answer = json.loads(capsys.readouterr().out)
    assert told == 0
    assert answer["verdict"] == "same"
    assert set(answer) == {"likeness", "verdict", "quality", "live", "model"}


def test_the_command_says_plainly_that_there_is_no_face(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import cv2

    blank = tmp_path / "blank.png"
    cv2.imwrite(str(blank), np.zeros((200, 200, 3), np.uint8))
    assert cli.main(["--lang", "en", "faces", "compare", str(blank), str(blank)]) == 2
    assert "No face can be seen" in capsys.readouterr().err
