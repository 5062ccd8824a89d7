"""A deployment's thresholds rest on its own photos, say so, and aren't put in force on too few."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from amanah.faces import queries
from amanah.faces.calibrating import enough, keeping, measuring
from amanah.faces.calibrating.types import Calibration, Measured
from amanah.faces.evaluating.looking import Looked
from amanah.faces.types import Kind, Shot
from amanah.values.problem import Problem

from .looked import crowd

MODEL = queries.model_version()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the calibration lies; nothing is there yet."""
    path = tmp_path / "faces" / "calibration.json"
    monkeypatch.setenv("AMANAH_FACE_CALIBRATION", str(path))
    return path


def shots(who: NDArray[np.int64], kinds: dict[int, Kind] | None = None) -> list[Shot]:
    return [
        Shot(f"{person:04}", Path(str(index)), str(index), None, (kinds or {}).get(index, "photo"))
        for index, person in enumerate(who)
    ]


def measured(seen: Looked, who: NDArray[np.int64], *, far: str = "1e-3") -> Measured:
    return measuring.measure(seen, shots(who), far=far, related=[])["photo"]


@cache
def many() -> Measured:
    return measured(*crowd(1, people=400, photos=3))


def calibration(*, forbids: bool = False) -> Calibration:
    one = many()
    cautions = tuple(each for each in one.warnings if not each.forbids)
    few = enough.warnings(pairs=1, mated=1, far=1e-4, kin=None) if forbids else ()
    return Calibration(
        "calib-test", "2026-11-24T00:00:00+00:00", 1e-3, {MODEL: {"photo": replace(one, warnings=cautions + few)}}
    )


def test_same_above_is_the_strict_end_of_the_interval() -> None:
    found = many()
    interval = found.interval["1e-3"]
    assert interval is not None
    assert interval[0] <= found.cosine_at_far["1e-3"] <= interval[1] <= found.same_above + 1e-4


def test_fewer_people_make_it_stricter_against_their_own_measure() -> None:
    few = measured(*crowd(1, people=60, photos=3))
    assert few.same_above - few.cosine_at_far["1e-3"] > many().same_above - many().cosine_at_far["1e-3"]


def test_hardly_a_rightful_person_is_called_different() -> None:
    (seen, who), found = crowd(1, people=400, photos=3), many()
    everyone = np.arange(len(who))
    own = np.triu(who[:, None] == who[None, :], 1) & seen.found[:, None] & seen.found[None, :]
    assert (seen.scores(everyone, everyone)[own] < found.different_below).mean() <= measuring.RIGHTFUL_BELOW
    assert found.different_below < found.same_above


def test_portraits_off_a_ktp_have_a_threshold_of_their_own() -> None:
    seen, who = crowd(2, people=300, photos=4)
    _, first = np.unique(who, return_index=True)
    found = measuring.measure(seen, shots(who, {int(index): "ktp" for index in first}), far="1e-3", related=[])
    assert set(found) == {"photo", "ktp"}
    assert found["ktp"].genuine == len(who) - 300
    assert found["photo"].genuine < found["ktp"].genuine + found["photo"].people ** 2


def test_a_few_ktp_portraits_dont_spoil_what_the_photos_say() -> None:
    seen, who = crowd(2, people=300, photos=4)
    found = measuring.measure(seen, shots(who, {0: "ktp"}), far="1e-3", related=[])
    assert set(found) == {"photo"}
    assert "ktp_unmeasured" in {each.code for each in found["photo"].warnings}


def test_too_few_photos_say_nothing_at_all() -> None:
    with pytest.raises(Problem) as caught:
        measured(*crowd(1, people=20, photos=2), far="1e-4")
    assert caught.value.code == "calibration_too_few"


@pytest.mark.parametrize(
    ("pairs", "code", "forbids"),
    [(29_999, "too_few_pairs", True), (30_000, "few_pairs", False), (300_000, None, False)],
)
def test_a_rate_needs_pairs_of_people(pairs: int, code: str | None, forbids: bool) -> None:
    """Three over the rate at the least, thirty over the rate to be sure."""
    told = [each for each in enough.warnings(pairs=pairs, mated=1000, far=1e-4, kin=None) if "pairs" in each.code]
    assert [each.code for each in told] == ([code] if code else [])
    assert any(each.forbids for each in told) == forbids


def test_it_isnt_put_in_force_on_too_few_people_unless_forced(file: Path) -> None:
    with pytest.raises(Problem) as caught:
        queries.put_in_force(calibration(forbids=True))
    assert caught.value.code == "calibration_too_few"
    assert not file.exists()
    queries.put_in_force(calibration(forbids=True), forced=True)
    assert file.exists()


def test_what_is_in_force_names_its_calibration(file: Path) -> None:
    before = queries.thresholds(MODEL)
    queries.put_in_force(calibration())
    after = queries.thresholds(MODEL)
    assert before == queries.default_thresholds(MODEL)
    assert after.calibration == "calib-test"
    assert after.same_above == calibration().models[MODEL]["photo"].same_above
    assert queries.thresholds(MODEL, "ktp") == queries.default_thresholds(MODEL, "ktp")


def test_another_models_calibration_is_none_of_ours(file: Path) -> None:
    given = calibration()
    queries.put_in_force(replace(given, models={"another-1": given.models[MODEL]}))
    assert queries.thresholds(MODEL) == queries.default_thresholds(MODEL)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"name": "x"}',
        '{"name": "x", "models": {"m": 1}}',
        json.dumps({"name": "x", "models": {MODEL: {"photo": {"same_above": 1}}}}),
        json.dumps(
            {
                "name": "x",
                "models": {MODEL: {"photo": {"same_above": 0.2, "different_below": 0.3, "cosine_at_far": {}}}},
            }
        ),
    ],
)
def test_a_broken_file_is_told_not_guessed_at(file: Path, text: str) -> None:
    file.parent.mkdir()
    file.write_text(text)
    with pytest.raises(Problem) as caught:
        queries.thresholds(MODEL)
    assert caught.value.code == "calibration_unreadable"


def test_a_calibration_replaces_the_one_before_as_a_whole(file: Path) -> None:
    queries.put_in_force(calibration())
    assert keeping.cosine_at_far(MODEL)
    queries.put_in_force(replace(calibration(), name="calib-later"))
    assert queries.thresholds(MODEL).calibration == "calib-later"
    assert [path.name for path in file.parent.iterdir()] == [file.name]
