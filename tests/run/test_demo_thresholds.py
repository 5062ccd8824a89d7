"""The demonstration's people are drawn: their thresholds come from themselves, for the models in use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from amanah.faces import manifests, queries
from amanah.faces.types import Band, Template, Thresholds

DEMO = Path(__file__).resolve().parents[2] / "demo"


def test_they_are_for_the_models_in_use() -> None:
    """Made anew by `faces calibrate` on demo/people laid out as person/photo.jpg, `--name demo-people --force`."""
    told = json.loads((DEMO / "calibration.json").read_text("utf-8"))
    assert set(told["models"]) == {making.version for making in manifests.manifest().profiles.values()}


def test_two_drawn_people_are_told_apart_who_would_be_one_for_real_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    model = queries.model_version()
    one, other = (_template(name) for name in ("0052_3", "2029_0"))
    assert _band(one, other, queries.default_thresholds(model)) is Band.SAME
    monkeypatch.setenv("AMANAH_FACE_CALIBRATION", str(DEMO / "calibration.json"))
    told = queries.thresholds(model)
    assert told.calibration == "demo-people"
    assert _band(one, other, told) is not Band.SAME
    assert _band(one, _template("0052_0"), told) is Band.SAME


def _template(name: str) -> Template:
    image = queries.read_image((DEMO / "people" / f"{name}.jpg").read_bytes())
    face = queries.find(image)
    assert face is not None
    return queries.embed(image, face)


def _band(one: Template, other: Template, under: Thresholds) -> Band:
    told = queries.compare(one, other, same_above=under.same_above, different_below=under.different_below)
    return told.band
