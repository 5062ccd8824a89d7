"""A list of pairs is read in both its forms or refused with its line; folds are judged by the others' threshold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from amanah.faces.evaluating import listed
from amanah.faces.evaluating.listed import Judged, Pair
from amanah.faces.types import Shot
from amanah.values.problem import Problem

from .looked import looked

LFW = """2\t2
Abel\t1\t2
Badu\t1\t3
Abel\t1\tBadu\t2
Cici Dua\t4\tBadu\t1
Abel\t2\t3
Badu\t1\t2
Abel\t3\tBadu\t2
Abel\t3\tCici Dua\t1
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "pairs.txt"
    file.write_text(text, "utf-8")
    return file


def shots(*names: str) -> list[Shot]:
    return [Shot(name.split("/")[0], Path(name), name, None, "photo") for name in names]


def test_lfw_pairs_have_their_folds(tmp_path: Path) -> None:
    pairs = listed.read(written(tmp_path, LFW))
    assert pairs[0] == Pair("Abel/Abel_0001", "Abel/Abel_0002", same=True, fold=1)
    assert pairs[3] == Pair("Cici Dua/Cici Dua_0004", "Badu/Badu_0001", same=False, fold=1)
    assert [pair.fold for pair in pairs] == [1, 1, 1, 1, 2, 2, 2, 2]


def test_a_single_number_at_the_head_is_a_single_fold(tmp_path: Path) -> None:
    pairs = listed.read(written(tmp_path, "1\nAbel\t1\t2\nAbel\t1\tBadu\t2\n"))
    assert [pair.fold for pair in pairs] == [0, 0]


def test_csv_names_photos_and_may_name_folds(tmp_path: Path) -> None:
    pairs = listed.read(written(tmp_path, "photo_a,photo_b,same,fold\na/1.jpg,a/2.jpg,1,1\na/1.jpg,b/1.jpg,0,2\n"))
    assert pairs == [Pair("a/1.jpg", "a/2.jpg", True, 1), Pair("a/1.jpg", "b/1.jpg", False, 2)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("10\t300\n", 1),
        ("ten\nAbel\t1\t2\n", 1),
        ("1\t1\nAbel\t1\t2\nAbel\t1\n", 3),
        ("1\t1\nAbel\tone\t2\n", 2),
        ("0\t0\nAbel\t1\t2\n", 1),
        ("photo_a,photo_b,same\n", 1),
        ("photo_a,photo_b,same\na,b,1\na,b,perhaps\n", 3),
        ("photo_a,photo_b,same\na,,1\n", 2),
        ("photo_a,photo_b\na,b\n", 2),
    ],
)
def test_what_is_no_pair_is_refused_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(Problem) as caught:
        listed.read(written(tmp_path, text))
    assert caught.value.code == "pairs_unreadable"
    assert f"line {line}:" in caught.value.sentence.en


def test_a_list_that_isnt_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        listed.read(tmp_path / "none.txt")
    assert caught.value.code == "pairs_missing"


def test_a_pair_without_its_photo_is_refused_unless_people_were_left_out() -> None:
    seen, there = looked([[1, 0], [1, 0]]), shots("a/1.jpg", "a/2.jpg")
    pairs = [Pair("a/1.jpg", "a/2", True, 0), Pair("a/1", "b/1", False, 0)]
    with pytest.raises(Problem) as caught:
        listed.judge(pairs, there, seen, partly=False)
    assert caught.value.code == "pair_without_photo"
    assert "a/1 with b/1" in caught.value.sentence.en
    judged = listed.judge(pairs, there, seen, partly=True)
    assert (judged.scores.tolist(), judged.left_out) == ([1.0], 1)


def test_a_fold_is_judged_by_the_threshold_of_the_others() -> None:
    """Fold 2 alone would choose .25; the gap of fold 1 lies at .75, so fold 2's genuine pair fails."""
    scores = np.array([0.9, 0.6, 0.5, 0.0], np.float32)
    judged = Judged(scores, np.array([True, False, True, False]), np.array([1, 1, 2, 2]), 0)
    found = listed.ten_fold(judged)
    assert found is not None
    assert (found.accuracy, found.sd, found.folds) == (0.5, 0.0, 2)


def test_folds_that_part_cleanly_are_all_right() -> None:
    scores = np.array([0.9, 0.1, 0.8, 0.2], np.float32)
    found = listed.ten_fold(Judged(scores, np.array([True, False, True, False]), np.array([1, 1, 2, 2]), 0))
    assert found is not None
    assert found.accuracy == 1


def test_without_folds_there_is_no_ten_fold() -> None:
    judged = Judged(np.array([0.9], np.float32), np.array([True]), np.array([0]), 0)
    assert listed.ten_fold(judged) is None
