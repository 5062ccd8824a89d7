"""Evaluation on real photos: nothing dropped, golden pairs kept, a floor on real people."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from amanah.faces import queries
from amanah.faces.types import Profile, Template

from .conftest import PEOPLE, Photo
from .golden import GOLDEN, template

FLOOR_1E3, FLOOR_1E4, FLOOR_RANK1 = 0.985, 0.98, 0.98


def lay_out(folder: Path, *names: str) -> Path:
    """`0052_1` -> folder/0052/0052_1.jpg"""
    for name in names:
        (folder / name[:4]).mkdir(exist_ok=True)
        shutil.copy(PEOPLE / f"{name}.jpg", folder / name[:4])
    return folder


def test_it_tells_invented_people_apart(tmp_path: Path) -> None:
    found = queries.evaluate(lay_out(tmp_path, "0052_0", "0052_1", "2078_0", "2078_1", "2163_0", "2163_2"))
    assert (found.people, found.photos, found.not_found) == (3, 6, 0)
    assert (found.genuine, found.impostor) == (3, 12)
    assert (found.eer, found.rank1) == (0, 1)
    assert found.tar["1e-5"] is None  # twelve pairs can't say anything about one in a hundred thousand
    assert set(found.cpu_ms) == {"read", "find", "quality", "embed", "total"}
    assert found.model == queries.model_version()


def test_a_photo_without_a_face_counts_as_a_miss(tmp_path: Path) -> None:
    lay_out(tmp_path, "0052_0", "0052_1", "2078_0")
    (tmp_path / "0052" / "torn.jpg").write_bytes(b"not a photo")
    found = queries.evaluate(tmp_path)
    assert (found.not_found, found.unreadable, found.genuine) == (1, 1, 3)
    assert found.eer is not None
    assert found.eer > 0
    assert found.rank1 == 0.5


def test_a_folder_where_nobody_is_seen_is_all_misses(tmp_path: Path) -> None:
    for name in ("a/1.jpg", "a/2.jpg", "b/1.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"not a photo")
    found = queries.evaluate(tmp_path)
    assert (found.not_found, found.genuine, found.impostor, found.rank1) == (3, 1, 2, 0)


def test_the_phones_templates_are_measured_too(tmp_path: Path) -> None:
    found = queries.evaluate(lay_out(tmp_path, "0052_0", "0052_1", "2078_0"), by=Profile.PHONE)
    assert found.model == queries.model_version(Profile.PHONE)


def test_two_processes_see_what_one_sees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from amanah.faces.evaluating import looking

    folder = lay_out(tmp_path, "0052_0", "0052_1", "2078_0", "2078_1", "2163_0")
    one = queries.evaluate(folder, by=Profile.PHONE)
    monkeypatch.setattr(looking, "FEW", 0)
    heard: list[tuple[int, int]] = []
    two = queries.evaluate(folder, by=Profile.PHONE, told=lambda done, of: heard.append((done, of)))
    assert (one.tar, one.threshold, one.rank1, one.eer) == (two.tar, two.threshold, two.rank1, two.eer)
    assert heard == [(done, 5) for done in range(1, 6)]


def test_the_golden_pairs_are_as_alike_as_they_were() -> None:
    """Twenty pairs; `python -m tests.faces.golden` writes them again when the model changes."""
    with GOLDEN.open() as file:
        pairs = list(csv.DictReader(file))
    in_force = queries.default_thresholds(queries.model_version(Profile.PHONE))
    assert len(pairs) == 20
    for pair in pairs:
        a, b = template(pair["photo_a"]), template(pair["photo_b"])
        assert a.model == pair["model"]
        score = queries.compare(a, b).score
        assert score == pytest.approx(float(pair["likeness"]), abs=0.02)
        if pair["same"] == "1":
            assert score >= in_force.same_above


def test_the_houses_template_holds_the_phones(photo: Photo) -> None:
    """What calibration rests on when it measures both from one look."""
    from amanah.faces.evaluating import own
    from amanah.faces.evaluating.folders import everything
    from amanah.faces.evaluating.looking import look_at_all, quietly

    shots = [shot for shot in everything(PEOPLE) if shot.name in {"0052_0.jpg", "0052_1.jpg"}]
    views = own.views(look_at_all(shots, own.eye(Profile.SERVER), told=quietly))
    phone = queries.model_version(Profile.PHONE)
    held = Template(views[phone].vectors[0], phone)
    assert queries.compare(held, template("0052_0.jpg")).score > 0.9999


@pytest.mark.slow
def test_the_floor_on_four_hundred_real_people(lfw: Path) -> None:
    """Near what was measured on all of them (docs/faces.md): a change that costs accuracy is seen here."""
    found = queries.evaluate(lfw, limit=400)
    assert found.people == 400
    assert found.not_found == 0
    assert found.tar["1e-3"] is not None
    assert found.tar["1e-4"] is not None
    assert found.tar["1e-3"] >= FLOOR_1E3
    assert found.tar["1e-4"] >= FLOOR_1E4
    assert found.rank1 is not None
    assert found.rank1 >= FLOOR_RANK1
