"""25 towns with every fault there is: nothing is lost, nothing is paid twice unflagged, and every fault really came."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from amanah.cli.rehearsal.faults.draw import Fault, chosen_faults, draw
from amanah.cli.rehearsal.faults.lanes import MOST_AT_A_TIME, batches
from amanah.cli.rehearsal.phones import BUILT
from amanah.values.problem import Problem

ROOT = Path(__file__).parents[2]
COUNTED_AS = {
    Fault.CARRIED: ("carried_by_phone", "carried_by_office"),
    Fault.STORAGE_FULL: ("storage_full", "put_throws"),
    Fault.LOST: ("lose_request", "lose_answer"),
    Fault.KILL_BETWEEN: ("kill_before_cash", "kill_after_cash"),
}


def test_a_seed_always_draws_the_same_weather() -> None:
    every = frozenset(Fault)
    assert [draw(seed, every) for seed in range(20)] == [draw(seed, every) for seed in range(20)]


def test_every_fault_is_drawn_within_25_seeds() -> None:
    drawn = {fault for seed in range(1, 26) for fault in draw(seed, frozenset(Fault)).faults}
    assert drawn == set(Fault)


def test_faults_that_are_chosen_by_name_come_for_certain_and_alone() -> None:
    chosen = chosen_faults("crash,two_phones")
    assert draw(3, chosen).faults == {Fault.CRASH, Fault.TWO_PHONES}
    with pytest.raises(Problem, match="fault_unknown") as refused:
        chosen_faults("crash,rain")
    assert "rain" in refused.value.sentence.en


@pytest.mark.parametrize(("seeds", "houses"), [(1, 1), (2, 2), (3, 2), (25, 2), (200, 2), (200, 3)])
def test_every_seed_is_given_to_a_house_once_and_never_too_many_at_a_time(seeds: int, houses: int) -> None:
    given = batches(range(5, 5 + seeds), houses)
    assert [seed for some in given for seed in some] == list(range(5, 5 + seeds))
    assert len(given) >= houses
    assert max(map(len, given)) <= MOST_AT_A_TIME


@pytest.mark.skipif(
    shutil.which("node") is None or not (BUILT / "field.mjs").exists(),
    reason="the simulated phone isn't built: ./run test does it",
)
def test_25_towns_hold_whatever_breaks() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AMANAH_", "DJANGO_"))}
    words = ["rehearse", "--faults", "all", "--seeds", "25", "--json"]
    with TemporaryDirectory(prefix="amanah-test-") as name:
        Path(name).chmod(0o711)
        told = Path(name) / "told.json"
        done = subprocess.run(
            [sys.executable, "-m", "amanah.cli.main", *words, str(told)],
            cwd=ROOT, env={**environment, "TMPDIR": name}, capture_output=True, text=True, timeout=900, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
        result = json.loads(told.read_text("utf-8"))
        assert list(Path(name).glob("amanah-rehearsal-*")) == []
    assert (result["seeds"], result["failed_seeds"], result["lost"]) == (25, [], 0)
    assert (result["paid_twice_unflagged"], result["ledger_sum"]) == (0, 0)
    assert (result["chain_ok"], result["replay_same_state"]) == (True, True)
    for fault in Fault:
        for counted in COUNTED_AS.get(fault, (fault.value,)):
            assert result["faults"].get(counted, 0) > 0, f"{counted} never happened: {result['faults']}"
    assert result["faults"]["phones_on_idb"] > 0 < result["faults"]["phones_on_memory"]
