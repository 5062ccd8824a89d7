"""A deployer brings another recogniser by a manifest of their own; whatever is wrong in it is named."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from amanah.faces import manifests, nets, queries, templates
from amanah.faces.templates import aligned_face
from amanah.faces.types import Profile, Template
from amanah.values.problem import Problem

from ..tiny_onnx import tiny
from .conftest import Found, Photo

POINTS = [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
Bring = Callable[[dict[str, Any]], None]


def theirs() -> dict[str, Any]:
    asked = {
        "points": POINTS,
        "channels": "BGR",
        "mean": 100,
        "scale": 50,
        "mirrored": False,
        "length": 3,
        "centre": None,
    }
    said = {"cosine_at_far": {"1e-3": 0.7}, "same_above": 0.8, "different_below": 0.6, "measured_on": "ours"}
    return {
        "files": [{"role": "ours", "path": "tiny.onnx", "sha256": hashlib.sha256(tiny()).hexdigest()}],
        "recognisers": {"ours": asked},
        "profiles": {
            "phone": {"version": "ours-phone-1", "parts": [{"recogniser": "ours", "weight": 1}]},
            "server": {"version": "ours-house-1", "parts": [{"recogniser": "ours", "weight": 1}]},
        },
        "thresholds": {"ours-phone-1": said, "ours-house-1": said},
    }


@pytest.fixture
def bring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bring]:
    def bring(said: dict[str, Any]) -> None:
        (tmp_path / "tiny.onnx").write_bytes(tiny())
        (tmp_path / "ours.json").write_text(json.dumps(said))
        monkeypatch.setenv("AMANAH_FACE_MANIFEST", str(tmp_path / "ours.json"))
        _forget()

    yield bring
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    manifests.manifest.cache_clear()
    nets._session.cache_clear()
    templates._answered.cache_clear()


def test_another_recogniser_makes_the_templates(bring: Bring, photo: Photo, face: Found) -> None:
    image, seen = photo("0052_1"), face("0052_1")
    bring(theirs())
    template = queries.embed(image, seen)
    assert template.model == queries.model_version() == "ours-house-1"
    assert len(template.to_bytes()) == 6
    assert Template.from_bytes(template.to_bytes(), "ours-house-1").vector @ template.vector > 0.999
    assert queries.for_phone(template).model == "ours-phone-1"
    assert queries.default_thresholds("ours-phone-1").same_above == 0.8
    assert queries.cosine_at_far("ours-phone-1") == {1e-3: 0.7}


def test_it_is_asked_as_its_manifest_says(bring: Bring, photo: Photo, face: Found) -> None:
    image, seen = photo("0052_1"), face("0052_1")
    bring(theirs())
    means = queries.embed(image, seen).vector
    shown = manifests.manifest().recognisers["ours"]
    wanted = (aligned_face(image, seen).astype(np.float32).mean(axis=(0, 1)) - shown.mean) / shown.scale
    assert np.allclose(means, wanted / np.linalg.norm(wanted), atol=1e-4)


def test_the_house_may_add_theirs_to_the_phones_own(bring: Bring, photo: Photo, face: Found) -> None:
    image, seen = photo("0052_1"), face("0052_1")
    own = queries.embed(image, seen, profile=Profile.PHONE)
    said = theirs()
    said["profiles"].pop("phone")
    said["profiles"]["server"]["parts"] = [
        {"recogniser": "recogniser", "weight": 0.5},
        {"recogniser": "ours", "weight": 0.5},
    ]
    bring(said)
    assert queries.compare(queries.for_phone(queries.embed(image, seen)), own).score > 0.9999


def test_a_model_that_is_another_file_is_refused(bring: Bring, photo: Photo, face: Found) -> None:
    image, seen = photo("0052_1"), face("0052_1")
    said = theirs()
    said["files"][0]["sha256"] = "0" * 64
    bring(said)
    with pytest.raises(Problem) as caught:
        queries.embed(image, seen)
    assert caught.value.code == "face_model_altered"


def _set(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(said: dict[str, Any]) -> None:
        at: Any = said
        *way, last = [int(word) if word.isdigit() else word for word in path.split("/")]
        for word in way:
            at = at[word]
        if value is None:
            del at[last]
        else:
            at[last] = value

    return change


WRONG = [
    (_set("files/0/path", None), "files[0].path"),
    (_set("files/0/role", None), "files[0].role"),
    (_set("files/0/sha256", None), "sha256"),
    (_set("files", 3), "files"),
    (_set("recognisers/ours/points", [[1, 2]]), "recognisers.ours.points"),
    (_set("recognisers/ours/channels", "GREY"), "recognisers.ours.channels"),
    (_set("recognisers/ours/scale", 0), "recognisers.ours.scale"),
    (_set("recognisers/ours/mean", None), "recognisers.ours.mean"),
    (_set("recognisers/ours/mirrored", "yes"), "recognisers.ours.mirrored"),
    (_set("recognisers/ours/length", None), "recognisers.ours.length"),
    (_set("recognisers/ours/centre", [1, 2]), "recognisers.ours.centre"),
    (_set("recognisers/nobodys", {}), "recognisers.nobodys.channels"),
    (_set("profiles/phone/parts/0/weight", 0.5), "profiles.phone.parts"),
    (_set("profiles/phone/parts/0/recogniser", "gone"), "profiles.phone.parts[0].recogniser"),
    (_set("profiles/tablet", {}), "profiles.tablet"),
    (_set("profiles/server/parts/0/recogniser", "second"), "profiles.server.parts"),
    (_set("thresholds/ours-phone-1", None), "thresholds.ours-phone-1"),
    (_set("thresholds/ours-phone-1/same_above", "high"), "thresholds.ours-phone-1.same_above"),
]


@pytest.mark.parametrize(("change", "where"), WRONG, ids=[where for _, where in WRONG])
def test_what_is_wrong_is_named(bring: Bring, change: Callable[[dict[str, Any]], None], where: str) -> None:
    said = theirs()
    change(said)
    bring(said)
    with pytest.raises(Problem) as caught:
        queries.model_version()
    assert caught.value.code == "face_manifest_wrong"
    assert where in caught.value.sentence.en
    assert "ours.json" in caught.value.sentence.id


def test_a_manifest_that_is_no_json_is_told(bring: Bring, tmp_path: Path) -> None:
    bring(theirs())
    (tmp_path / "ours.json").write_text("{")
    _forget()
    with pytest.raises(Problem, match="JSON"):
        queries.model_version()
