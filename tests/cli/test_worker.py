"""The worker in a process of its own, with a database that goes away and comes back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from amanah.cli.rehearsal.house import ROOT, House
from amanah.config.postgres import Postgres

PATIENCE_S = 60
DEFER = "from procrastinate.contrib.django import app; app.configure_task('amanah.follow', queue='q').defer(told=[])"
LEFT = (
    "from procrastinate.contrib.django.models import ProcrastinateJob as Job; "
    "print(Job.objects.filter(queue_name='q').exclude(status='succeeded').count())"
)


@pytest.fixture
def house() -> Iterator[House]:
    with House() as house:
        yield house


def said(house: House, code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {code}"],
        cwd=ROOT, env=house.environment(), capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return done.stdout.strip()


def all_done(house: House) -> bool:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if said(house, LEFT) == "0":
            return True
        time.sleep(0.5)
    return False


def a_worker(house: House, log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "amanah.cli.main", "worker"], cwd=ROOT, env=house.environment(), stderr=out
        )


@pytest.mark.slow
def test_a_worker_works_on_after_its_database_was_restarted(house: House, tmp_path: Path) -> None:
    worker = a_worker(house, tmp_path / "log")
    try:
        said(house, DEFER)
        assert all_done(house)
        restart(house)
        said(house, DEFER)
        assert all_done(house)
        assert worker.poll() is None
        os.kill(worker.pid, signal.SIGTERM)
        assert worker.wait(timeout=30) == 0
    finally:
        worker.kill()
        worker.wait()


def restart(house: House) -> None:
    postgres = Postgres(house.folder / "pg", durable=False)
    postgres.stop()
    postgres.start()
