"""The benchmark of searching, small: it runs where no real faces are, and says what it must."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import search


def test_it_measures_without_the_shared_photos(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(search, "REAL", tmp_path / "nowhere")
    found = search._measure(3000, 60, 1000, 4)
    assert (found["templates"], found["around"], found["searches"]) == (3000, "demo/people", 60)
    assert found["recall_at_1"] >= 0.99
    assert {"searches_per_s", "cpu_ms_a_search", "peak_mb", "build_s", "all_against_all_1000_s", "ratio"} <= set(found)
