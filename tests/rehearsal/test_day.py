"""A small whole day on a throw-away house with simulated phones: everything holds, and nothing is left behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from amanah.cli.rehearsal.phones import DRIVER

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not DRIVER.exists(),
    reason="the simulated phone isn't built: ./run test does it",
)


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A temporary folder of its own, which other users may pass through: as root, Postgres runs as one of them."""
    with TemporaryDirectory(prefix="amanah-test-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def test_a_small_day_holds_with_bad_networks_and_a_second_payment(scratch: Path) -> None:
    told = scratch / "day.json"
    words = ["rehearse", "--families", "40", "--payers", "3", "--seed", "7", "--json", str(told)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AMANAH_", "DJANGO_"))}
    environment["TMPDIR"] = str(scratch)
    done = subprocess.run(
        [sys.executable, "-m", "amanah.cli.main", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    day = json.loads(told.read_text("utf-8"))
    assert {day[name] for name in ("lost", "paid_twice", "ledger_sum", "bags_unbalanced")} == {0}
    assert (day["chain_ok"], day["replay_same_state"], day["unsound"]) == (True, True, {})
    assert day["events_sent"] == day["events_acked"] == day["events_found"] > 0
    assert (day["suspense_open"], day["doubts"]["double_paid"]) == (1, 1)
    assert list(scratch.glob("amanah-rehearsal-*")) == []
