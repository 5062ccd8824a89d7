"""Each invariant of the rehearsal fails when a line that keeps it is turned off, and fails for that reason."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from amanah.cli.rehearsal.house import House
from amanah.cli.rehearsal.phones import BUILT
from tests.rehearsal.mutants import CORE, HOUSE, SET_BACK, Mutant, phone_with, rehearsed, tree_with

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (BUILT / "field.mjs").exists(),
    reason="the simulated phone isn't built: ./run test does it",
)


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A fresh house whose database is copied for each mutant."""
    with a_house() as house:
        yield house


@contextmanager
def a_house() -> Iterator[House]:
    """Nothing of the tests' own settings reaches it."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(("AMANAH_", "DJANGO_"))}
    try:
        with House(durable=True) as house:
            yield house
    finally:
        os.environ.update(kept)


@pytest.fixture
def scratch() -> Iterator[Path]:
    with TemporaryDirectory(prefix="amanah-mutant-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def test_the_scenarios_hold_when_nothing_is_turned_off(house: House) -> None:
    faults = "two_phones,duplicate,revoked,key_lost,storage_full,kill_between,forged,carried"
    result = rehearsed(house, Mutant("none", faults, (), seeds=3))
    assert not result.broken, result.failed


@pytest.mark.parametrize("mutant", HOUSE, ids=lambda mutant: mutant.name.replace(" ", "-"))
def test_a_line_of_the_house_turned_off_is_noticed(
    mutant: Mutant, house: House, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if mutant.swaps:
        monkeypatch.setattr(house, "root", tree_with(mutant.swaps, scratch / "tree"))
    result = rehearsed(house, mutant)
    assert set(result.broken) & set(mutant.seen_as), f"survived, or was seen as something else: {result}"


@pytest.mark.parametrize("mutant", CORE, ids=lambda mutant: mutant.name.replace(" ", "-"))
def test_a_line_of_the_core_turned_off_is_noticed(
    mutant: Mutant, house: House, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AMANAH_SIM_BUILT", str(phone_with(mutant.swaps[0], scratch / "phone")))
    result = rehearsed(house, mutant)
    assert set(result.broken) & set(mutant.seen_as), f"survived, or was seen as something else: {result}"


def test_days_counted_by_the_phones_own_clock_are_noticed_once_the_house_is_set_back(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_house() as own:
        monkeypatch.setenv("AMANAH_SIM_BUILT", str(phone_with(SET_BACK.swaps[0], scratch / "phone")))
        result = rehearsed(own, SET_BACK)
    assert set(result.broken) & set(SET_BACK.seen_as), f"survived, or was seen as something else: {result}"
