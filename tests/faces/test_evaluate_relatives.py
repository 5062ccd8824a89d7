"""People of one card are measured apart: told by the folder or by a list."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from amanah.faces.evaluating import folders, relatives
from amanah.values.problem import Problem

from .looked import looked


def lay_out(folder: Path, *photos: str) -> Path:
    for photo in photos:
        (folder / photo).parent.mkdir(parents=True, exist_ok=True)
        (folder / photo).write_bytes(b"")
    return folder


def test_a_folder_of_folders_is_a_card(tmp_path: Path) -> None:
    lay_out(tmp_path, "5171/ani/1.jpg", "5171/budi/1.JPG", "cici/2.png", "cici/notes.txt", "empty/.keep")
    shots = folders.people(tmp_path)
    assert [(shot.person, shot.card) for shot in shots] == [
        ("5171/ani", "5171"),
        ("5171/budi", "5171"),
        ("cici", None),
    ]
    assert folders.related(folders.cards(shots)) == [("5171/ani", "5171/budi")]


def test_a_file_named_ktp_is_a_portrait_off_a_card(tmp_path: Path) -> None:
    shots = folders.people(lay_out(tmp_path, "ani/ktp_1.jpg", "ani/door.jpg"))
    assert {shot.name: shot.kind for shot in shots} == {"ani/ktp_1.jpg": "ktp", "ani/door.jpg": "photo"}


@pytest.mark.parametrize("photos", [(), ("loose.jpg",), ("ani/notes.txt",)])
def test_a_folder_without_people_is_refused(tmp_path: Path, photos: tuple[str, ...]) -> None:
    with pytest.raises(Problem) as caught:
        folders.people(lay_out(tmp_path, *photos))
    assert caught.value.code == "folder_without_people"


def test_relatives_who_pass_for_each_other_are_counted() -> None:
    """Ani and Budi are one card: two of their four photo pairs pass .9, one of them in both rows."""
    seen = looked([[1, 0], [0.6, 0.8], [1, 0], [0.6, 0.8], [-1, 0]])
    found = relatives.measure(
        seen, np.array([0, 0, 1, 1, 2]), ["ani", "budi", "cici"], [("ani", "budi")], {"strict": 0.9, "lax": 0.5}
    )
    assert found is not None
    assert (found.people, found.pairs_of_people, found.pairs) == (2, 1, 4)
    assert found.false_match == {"strict": 0.5, "lax": 1.0}


def test_relatives_on_two_sides_are_compared_both_ways() -> None:
    """Ani's KTP with Budi's photo, and Budi's KTP with Ani's photo."""
    seen = looked([[1, 0], [0, 1], [0, 1], [0, 1]])
    found = relatives.measure(
        seen,
        np.array([0, 0, 1, 1]),
        ["ani", "budi"],
        [("ani", "budi")],
        {"at": 0.9},
        sides=(np.array([0, 2]), np.array([1, 3])),
    )
    assert found is not None
    assert (found.pairs, found.false_match["at"]) == (2, 0.5)


def test_no_false_match_among_few_relatives_is_no_promise() -> None:
    seen, people = looked([[1, 0], [0, 1], [1, 0], [0, 1]]), np.array([0, 1, 2, 3])
    found = relatives.measure(seen, people, ["a", "b", "c", "d"], [("a", "b"), ("c", "d")], {"at": 0.9})
    assert found is not None
    assert found.interval["at"] == (0.0, 1.0)


def test_a_list_of_relatives_is_read_or_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "kin.csv"
    file.write_text("person_a,person_b\nani,budi\nani,beyond the limit\n")
    assert relatives.read(file, ["ani", "budi"]) == [("ani", "budi")]
    file.write_text("person_a,person_b\nani,budi\nani,ani\n")
    with pytest.raises(Problem, match="line 3"):
        relatives.read(file, ["ani", "budi"])
    file.write_text("person_a,person_b\nani,budi\n")
    with pytest.raises(Problem, match="person_a,person_b"):
        relatives.read(file, ["cici"])


def test_relatives_of_relatives_are_drawn_together() -> None:
    families = relatives._families([(0, 1), (2, 3), (4, 5), (1, 2)])
    assert families == {0: families[3], 1: families[3], 2: families[3], 3: families[3], 4: families[5], 5: families[5]}
    assert sorted(set(families.values())) == [0, 1]
