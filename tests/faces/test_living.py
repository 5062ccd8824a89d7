"""How living a face looks, what a movement adds, and how both kinds of error are counted."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.cli import main as cli
from amanah.faces import living, manifests, queries
from amanah.faces import living_measuring as measuring
from amanah.faces.living import Liveness
from amanah.faces.types import Box, Face
from amanah.values.problem import Problem
from contract.vectors.living import drawn

from .conftest import PEOPLE, ROOT, Found, Photo

VECTORS = json.loads((ROOT / "contract" / "vectors" / "living.json").read_text("utf-8"))
FACES = ROOT.parent / "shared" / "data" / "faces"
NAN = float("nan")


@pytest.mark.parametrize(
    ("passive", "moved", "said"),
    [
        (0.9, True, Liveness.LIVING),
        (0.9, False, Liveness.LIVING),
        (0.9, None, Liveness.LIVING),
        (0.1, True, Liveness.LIVING),
        (0.1, False, Liveness.DOUBTED),
        (0.1, None, Liveness.DOUBTED),
        (None, True, Liveness.LIVING),
        (None, False, Liveness.UNKNOWN),
        (None, None, Liveness.UNKNOWN),
        (0.5, False, Liveness.LIVING),
    ],
)
def test_look_and_movement_together(passive: float | None, moved: bool | None, said: Liveness) -> None:
    assert living.verdict(passive, moved) is said


@given(st.none() | st.floats(0, 1), st.none() | st.booleans())
def test_only_a_face_that_looks_flat_and_did_not_move_is_doubted(passive: float | None, moved: bool | None) -> None:
    doubted = living.verdict(passive, moved) is Liveness.DOUBTED
    assert doubted == (passive is not None and passive < 0.5 and not moved)


def test_a_face_too_small_to_tell_has_no_score(photo: Photo, face: Found) -> None:
    found = face("0052_1")
    small = replace(found, box=Box(0, 0, living.FACE_PX - 1, 200))
    assert queries.live(photo("0052_1"), small) is None
    score = queries.live(photo("0052_1"), found)
    assert score is not None
    assert 0 <= score <= 1


def test_the_mirror_image_lives_as_much(photo: Photo, face: Found) -> None:
    image, found = photo("2078_2"), face("2078_2")
    five = found.five[[1, 0, 2, 4, 3]] * [-1, 1] + [image.shape[1] - 1, 0]
    mirrored = replace(found, five=five.astype(np.float32))
    there = queries.live(np.ascontiguousarray(image[:, ::-1]), mirrored)
    assert there == pytest.approx(queries.live(image, found), abs=0.02)


@pytest.mark.parametrize("case", VECTORS["photos"], ids=lambda case: case["name"])
def test_the_score_is_the_contracts(case: dict[str, Any]) -> None:
    five = np.array(case["five"], np.float32)
    image = drawn((case["width"], case["height"]), tuple(case["wave"]))
    score = living.live(image, Face(Box(0, 0, 100, 100), 1.0, five, five, 0))
    assert score == pytest.approx(case["live"], abs=0.002)


def test_the_model_is_small_and_the_repositorys_own() -> None:
    weights = ROOT / "amanah" / "faces" / "weights" / "recapture.onnx"
    assert manifests.manifest().files["liveness"].path.read_bytes() == weights.read_bytes()
    assert weights.stat().st_size < 200_000


def test_a_photo_without_a_score_is_an_error_of_its_kind() -> None:
    scores, truly = np.array([0.9, NAN, 0.1, NAN]), np.array([True, True, False, False])
    told = measuring.rates(scores, truly, 0.5)
    assert (told.living, told.spoof, told.apcer, told.bpcer) == (2, 2, 0.5, 0.5)
    assert measuring.area_under(scores, truly) == 0.25


def test_errors_are_counted_at_the_threshold() -> None:
    scores, truly = np.array([0.5, 0.49, 0.5, 0.49, 0.1]), np.array([True, True, False, False, False])
    told = measuring.rates(scores, truly, 0.5)
    assert (told.apcer, told.bpcer) == (0.3333, 0.5)
    assert measuring.rates(scores[:2], truly[:2], 0.5).apcer is None


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40))
def test_the_area_is_the_share_of_pairs_in_order(pairs: list[tuple[float, bool]]) -> None:
    scores, truly = np.array([each for each, _ in pairs]), np.array([real for _, real in pairs])
    each = [(a > b) + (a == b) / 2 for a in scores[truly] for b in scores[~truly]]
    told = measuring.area_under(scores, truly)
    assert told == (pytest.approx(np.mean(each), abs=1e-4) if each else None)
    error = measuring.equal_error(scores, truly)
    assert (error is None) == (not each)


def test_faces_told_apart_have_no_equal_error() -> None:
    assert measuring.equal_error(np.array([0.8, 0.9, 0.1]), np.array([True, True, False])) == 0
    assert measuring.equal_error(np.array([0.1, 0.9]), np.array([True, False])) == 1


def labels(folder: Path, *lines: str) -> Path:
    (folder / "labels.csv").write_text("\n".join(("file,label,subject", *lines)), "utf-8")
    return folder


def test_wrong_labels_are_named_by_their_line(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"")
    for wrong in ("a.jpg,alive,1", "b.jpg,live,1", ",live,1"):
        with pytest.raises(Problem) as caught:
            measuring.labelled(labels(tmp_path, "a.jpg,live,1", wrong))
        assert caught.value.code == "labels_unreadable"
        assert "3" in caught.value.sentence.id
    with pytest.raises(Problem) as caught:
        measuring.labelled(tmp_path / "elsewhere")
    assert caught.value.code == "labels_missing"


def test_the_command_drops_no_photo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jpg").write_bytes((PEOPLE / "0052_1.jpg").read_bytes())
    (tmp_path / "b.jpg").write_bytes(b"no photo")
    folder = labels(tmp_path, "a.jpg,live,1", "b.jpg,spoof,2")
    assert cli.main(["faces", "liveness", str(folder), "--living", str(folder), "--json", "-"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["photos"], told["subjects"], told["without_score"], told["apcer"]) == (2, 2, 1, 1.0)
    assert told["threshold"] == 0.5
    assert told["living_only"]["living"] == 2
    assert told["living_only"]["apcer"] is None


def by_fold(number: int) -> measuring.Score:
    import onnxruntime  # type: ignore[import-untyped]  # it ships no types

    path = ROOT / "bench" / "liveness_training" / "folds" / f"fold{number}.onnx"
    session = onnxruntime.InferenceSession(path.read_bytes(), providers=["CPUExecutionProvider"])

    def score(image: np.ndarray, face: Face) -> float:
        return float(session.run(["live"], {"input": living.given(image, face)})[0][0])

    return score


def test_people_it_never_saw_are_told_from_their_prints() -> None:
    """A tenth of what `./run bench liveness` judges."""
    if not (FACES / "spoof_dev").is_dir():
        pytest.skip(f"NOT RUN: needs spoof_dev in {FACES.relative_to(ROOT.parent)} beside the project")
    samples = [each for each in measuring.labelled(FACES / "spoof_dev") if each.subject in ("0004", "0005", "0006")]
    told = measuring.report(samples[::4], measuring.scores(samples[::4], score=by_fold(1)))
    assert told.apcer is not None
    assert told.bpcer is not None
    assert told.apcer <= 0.05
    assert told.bpcer <= 0.05


def test_people_elsewhere_are_not_taken_for_prints(lfw: Path) -> None:
    people = sorted(path.name for path in lfw.iterdir())[1::2]  # training saw the others
    unseen = [sample for sample in measuring.all_living(lfw) if sample.subject in set(people[:120])]
    told = measuring.measure(unseen)
    assert told.bpcer is not None
    assert told.bpcer <= 0.05
