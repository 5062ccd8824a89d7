from __future__ import annotations

from uuid import UUID, uuid4

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from amanah.faces.gallery import Gallery
from amanah.faces.types import Template
from amanah.values.problem import Problem

Floats = NDArray[np.float32]
MODEL = "m-1"
D = 40


def unit(rows: NDArray[np.floating]) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / lengths, np.float32)


def some(count: int, seed: int = 1, length: int = D) -> Floats:
    return unit(np.random.default_rng(seed).standard_normal((count, length)))


def a_gallery(vectors: Floats, exact_up_to: int = 50_000) -> tuple[Gallery, list[UUID]]:
    gallery, ids = Gallery(MODEL, exact_up_to=exact_up_to), [uuid4() for _ in vectors]
    gallery.add(ids, [Template(each, MODEL) for each in vectors])
    return gallery, ids


@given(st.integers(1, 60), st.integers(1, 8), st.integers(0, 2**31))
@settings(max_examples=40, deadline=None)
def test_a_small_gallery_finds_exactly_the_likest(count: int, k: int, seed: int) -> None:
    vectors, probe = some(count, seed), some(1, seed + 1)[0]
    gallery, ids = a_gallery(vectors)
    found = gallery.search(Template(probe, MODEL), k)
    true = vectors @ probe  # 40 numbers in 8 bits: a cosine is true to 0.005; 512 are truer
    assert len(found) == min(k, count)
    assert np.allclose([each.score for each in found], np.sort(true)[::-1][:k], atol=5e-3)
    assert all(abs(true[ids.index(each.id)] - each.score) < 5e-3 for each in found)


def test_a_large_gallery_finds_the_same_person_among_strangers() -> None:
    vectors = some(3000, length=512)
    gallery, ids = a_gallery(vectors, exact_up_to=500)
    noise = some(100, seed=2, length=512)
    probes = unit(0.6 * vectors[:100] + 0.8 * noise)
    found = [gallery.search(Template(probe, MODEL), 1)[0] for probe in probes]
    assert sum(each.id == ids[i] for i, each in enumerate(found)) >= 99
    assert found[0].score == pytest.approx(float(vectors[0] @ probes[0]), abs=2e-3)


def test_a_template_that_needs_no_rebuilding_is_found_as_soon_as_it_is_added() -> None:
    gallery, _ = a_gallery(some(800), exact_up_to=100)
    late, id_ = some(1, seed=9)[0], uuid4()
    gallery.add([id_], [Template(late, MODEL)])
    assert gallery.search(Template(late, MODEL))[0].id == id_


@pytest.mark.parametrize("exact_up_to", [100, 5000])
def test_one_that_was_removed_is_never_found_again_and_its_numbers_are_gone(exact_up_to: int) -> None:
    vectors = some(800)
    gallery, ids = a_gallery(vectors, exact_up_to=exact_up_to)
    assert gallery.remove([ids[7], uuid4()]) == 1
    assert len(gallery) == 799
    assert gallery.search(Template(vectors[7], MODEL))[0].id != ids[7]
    assert ids[7] not in {each.id for each in gallery.search(Template(vectors[7], MODEL), 800)}
    assert not gallery._rows[0][7].any()
    assert gallery.remove([ids[7]]) == 0


def test_another_models_template_is_refused() -> None:
    gallery, _ = a_gallery(some(3))
    with pytest.raises(Problem, match="face_models_differ"):
        gallery.search(Template(some(1)[0], "m-2"))
    with pytest.raises(Problem, match="face_models_differ"):
        gallery.add([uuid4()], [Template(some(1)[0], "m-2")])


def test_an_empty_gallery_finds_nobody() -> None:
    assert Gallery(MODEL).search(Template(some(1)[0], MODEL), 5) == []


def test_all_against_all_names_each_pair_above_the_line_once() -> None:
    vectors = some(2500)
    vectors[2400] = vectors[3]
    gallery, ids = a_gallery(vectors)
    true = vectors @ vectors.T
    expected = {(i, j) for i, j in np.argwhere(true >= 0.6) if i < j}
    found = {(ids.index(p.a), ids.index(p.b)): p.score for p in gallery.pairs(0.6)}
    sure = {pair for pair in expected if abs(true[pair] - 0.6) > 5e-3}
    assert (3, 2400) in found
    assert sure <= set(found)
    assert all(true[pair] > 0.595 for pair in found)
