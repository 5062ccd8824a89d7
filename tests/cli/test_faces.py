"""`amanah faces …`: JSON for a machine, a plain sentence for every bad input."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from amanah.cli.main import main

PEOPLE = Path(__file__).resolve().parents[2] / "demo" / "people"

PROMISED = {
    "people", "photos", "not_found", "eer", "tar", "threshold", "interval", "rank1", "fnir",
    "cpu_ms", "photos_per_s", "model",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two people of one card with two photos each, a third with one."""
    for name, person in (("0052", "card/ani"), ("2078", "card/budi"), ("2163", "cici")):
        (tmp_path / person).mkdir(parents=True)
        for number in (0, 1) if person != "cici" else (0,):
            shutil.copy(PEOPLE / f"{name}_{number}.jpg", tmp_path / person)
    return tmp_path


def answer(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Any:
    assert main(["faces", *map(str, arguments), "--json", "-"]) == 0
    return json.loads(capsys.readouterr().out)


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    assert main(["--lang", "en", "faces", *map(str, arguments)]) == 2
    return capsys.readouterr().err


def test_compare_says_how_alike_and_what_that_rests_on(capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, "compare", PEOPLE / "0052_0.jpg", PEOPLE / "0052_1.jpg")
    assert set(told) == {"likeness", "verdict", "quality", "live", "model", "calibration"}
    assert told["verdict"] == "same"
    assert set(told["quality"]) == set(told["live"]) == {"a", "b"}
    assert told["calibration"].startswith("lfw_dev")


def test_thresholds_given_by_hand_rest_on_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    pair = PEOPLE / "0052_0.jpg", PEOPLE / "0052_1.jpg"
    told = answer(capsys, "compare", *pair, "--same-above", "1", "--different-below", "1")
    assert (told["verdict"], told["calibration"]) == ("different", "given")
    assert "above same-above" in refusal(capsys, "compare", *pair, "--same-above", "0.2", "--different-below", "0.3")


def test_compare_says_plainly_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blank, torn = tmp_path / "blank.png", tmp_path / "torn.jpg"
    cv2.imwrite(str(blank), np.zeros((200, 200, 3), np.uint8))
    torn.write_bytes((PEOPLE / "0052_0.jpg").read_bytes()[:2000])
    assert "No face can be seen in blank.png" in refusal(capsys, "compare", blank, blank)
    assert "There is no file" in refusal(capsys, "compare", tmp_path / "none.jpg", blank)
    assert "cut short" in refusal(capsys, "compare", torn, blank)


def test_evaluate_answers_with_everything_that_was_promised(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, "evaluate", folder)
    assert {"people", "photos", "not_found", "eer", "tar", "threshold", "interval", "rank1", "fnir", "cpu_ms"} <= set(
        told
    )
    assert set(told["tar"]) == set(told["threshold"]) == {"1e-2", "1e-3", "1e-4", "1e-5"}
    assert set(told["fnir"]) == {"0.1", "0.01"}
    assert {"find", "quality", "embed", "total"} <= set(told["cpu_ms"])
    assert (told["people"], told["photos"], told["rank1"]) == (3, 5, 1)
    assert "ten_fold" not in told
    assert "peer" not in told


def test_evaluate_measures_people_of_one_card_apart(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Eight impostor pairs are too few for any threshold, so only the counts can be told."""
    assert answer(capsys, "evaluate", folder)["relatives"]["pairs"] == 4


def test_evaluate_judges_a_list_of_pairs_beside_all_pairs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = folder / "pairs.csv"
    rows = [("card/ani/0052_0.jpg", "card/ani/0052_1.jpg", 1), ("card/ani/0052_0.jpg", "cici/2163_0.jpg", 0)]
    lines = [f"{a},{b},{same},{fold}" for fold in (1, 2) for a, b, same in rows]
    pairs.write_text("\n".join(["photo_a,photo_b,same,fold", *lines]))
    told = answer(capsys, "evaluate", folder, "--pairs", pairs, "--profile", "phone")
    assert told["ten_fold"] == {"accuracy": 1.0, "sd": 0.0, "folds": 2}
    assert (told["listed"]["genuine"], told["listed"]["impostor"], told["listed"]["eer"]) == (2, 2, 0)
    assert told["genuine"] == 2


def test_evaluate_says_plainly_what_is_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.txt").write_text("photo_a,photo_b,same\nani,budi,maybe\n")
    (folder / "elsewhere.txt").write_text("1\nSomebody\t1\t2\n")
    assert "There is no folder" in refusal(capsys, "evaluate", folder / "none")
    assert "DIR/person/photo.jpg" in refusal(capsys, "evaluate", folder / "cici")
    assert "bad.txt, line 2" in refusal(capsys, "evaluate", folder, "--pairs", folder / "bad.txt")
    assert "such as Somebody/Somebody_0001" in refusal(capsys, "evaluate", folder, "--pairs", folder / "elsewhere.txt")
    assert "person_a,person_b" in refusal(capsys, "evaluate", folder, "--relatives", folder / "bad.txt")


def test_a_missing_peer_says_how_to_install_it(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from amanah.faces.evaluating import peer

    def gone() -> None:
        raise ImportError("dlib")

    monkeypatch.setattr(peer, "_parts", gone)
    assert "pip install --require-hashes -r peer.lock" in refusal(capsys, "evaluate", folder, "--peer", "dlib")


def test_the_peer_answers_with_the_same_keys(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("dlib", reason="NOT RUN: needs dlib (pip install --require-hashes -r peer.lock)")
    told = answer(capsys, "evaluate", folder, "--peer", "dlib")
    assert set(told["peer"]) == set(told) - {"peer"}
    assert told["peer"]["model"].startswith("dlib")


def test_duplicates_name_their_photos_below_the_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(folder / "cici" / "2163_0.jpg", folder / "card" / "ani" / "again.jpg")
    (folder / "torn.jpg").write_bytes(b"torn")
    told = answer(capsys, "duplicates", folder)
    assert told["groups"][0]["photos"] == ["card/ani/again.jpg", "cici/2163_0.jpg"]
    assert sorted(group["photos"] for group in told["groups"][1:]) == [
        ["card/ani/0052_0.jpg", "card/ani/0052_1.jpg"],
        ["card/budi/2078_0.jpg", "card/budi/2078_1.jpg"],
    ]
    assert told["groups"][0]["likeness"] > 0.999
    assert told["not_found"] == ["torn.jpg"]
    assert "no JPEG, PNG or WebP" in refusal(capsys, "duplicates", make_empty(folder))


def make_empty(folder: Path) -> Path:
    (folder / "empty").mkdir()
    return folder / "empty"


def test_calibrate_refuses_a_handful_of_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Too few photos" in refusal(capsys, "calibrate", folder)
    assert "won't do" in refusal(capsys, "calibrate", folder, "--name", "a/b")


def test_an_answer_that_cant_be_written_isnt_lost(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["--lang", "en", "faces", "duplicates", str(folder / "cici"), "--json", str(folder / "no" / "a.json")])
        == 2
    )
    told = capsys.readouterr()
    assert json.loads(told.out)["groups"] == []
    assert "can't be written" in told.err


@pytest.mark.parametrize("arguments", [("evaluate", ".", "--limit", "0"), ("compare", "a", "b", "--same-above", "2")])
def test_a_number_out_of_bounds_is_refused(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["faces", *arguments])
    assert caught.value.code == 2
    assert arguments[-2] in capsys.readouterr().err
