"""A pack's templates are turned by its secret: likenesses stay, links to other packs are gone."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amanah.faces import disguise
from amanah.faces.types import Template

VECTORS = Path(__file__).resolve().parents[2] / "contract" / "vectors" / "disguise.json"
SECRETS = st.binary(min_size=32, max_size=32)


def _unit(seed: int, count: int, length: int) -> disguise.Floats:
    drawn = np.random.default_rng(seed).normal(size=(count, length))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float64)


@settings(max_examples=25, deadline=None)
@given(secret=SECRETS, seed=st.integers(0, 2**32), length=st.integers(2, 96))
def test_every_cosine_stays_as_it_was(secret: bytes, seed: int, length: int) -> None:
    vectors = _unit(seed, 5, length)
    turned = disguise.turn(vectors, secret=secret)
    assert np.allclose(turned @ turned.T, vectors @ vectors.T, atol=1e-9)


def test_the_same_face_in_two_packs_looks_like_two_strangers() -> None:
    faces = _unit(1, 200, 192)
    one, other = (disguise.turn(faces, secret=bytes([k]) * 32) for k in (1, 2))
    links = np.abs((one * other).sum(axis=1))
    house = np.abs((one * faces).sum(axis=1))
    strangers = np.abs((faces * np.roll(faces, 1, axis=0)).sum(axis=1))
    assert links.mean() < 2 * strangers.mean()
    assert house.mean() < 2 * strangers.mean()


def test_the_turning_is_drawn_from_all_turnings_alike() -> None:
    """Of a Haar matrix each entry has mean 0 and variance 1 / D; 60 secrets x 32 x 32 entries show a leaning."""
    entries = np.stack([disguise.turn(np.eye(32), secret=bytes([k]) * 32) for k in range(60)])
    assert abs(entries.mean()) < 0.005
    assert abs(entries.var() * 32 - 1) < 0.01
    assert np.abs(entries.mean(axis=0)).max() < 0.12


def test_a_secret_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        disguise.turn(np.eye(4), secret=b"short")


def test_templates_keep_model_and_length() -> None:
    given_ = [Template(v.astype(np.float32), "some-model") for v in _unit(3, 3, 64)]
    turned = disguise.disguised(given_, secret=bytes(32))
    assert [t.model for t in turned] == ["some-model"] * 3
    assert all(abs(float(np.linalg.norm(t.vector)) - 1) < 1e-6 for t in turned)
    assert disguise.disguised([], secret=bytes(32)) == []


def test_the_phone_s_vectors_are_ours() -> None:
    for case in json.loads(VECTORS.read_text("utf-8"))["cases"]:
        turned = disguise.turn(np.array([case["plain"]]), secret=bytes.fromhex(case["secret"]))[0]
        assert np.allclose(turned, case["turned"], atol=1e-9)
