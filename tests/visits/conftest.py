from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from amanah.access.types import Phone
from amanah.visits import commands
from amanah.visits.types import Accepted
from tests.visits import cast
from tests.visits.cast import NOW, Debt, Handset


@dataclass(frozen=True, slots=True)
class Field:
    """An office with one phone out on a round of five families, each leased to it with fence 1."""

    phone: Phone
    handset: Handset
    debts: list[Debt]
    round: UUID
    stage: UUID

    def sends(self) -> Accepted:
        """Everything the handset ever said, in batches as a phone would."""
        answers = [
            commands.accept(self.phone, self.handset.said[i : i + 100], now=NOW)
            for i in range(0, len(self.handset.said), 100)
        ]
        return answers[-1]


def a_field() -> Field:
    cast.an_office()
    stage = cast.a_stage()
    phone, handset = cast.a_phone("made")
    debts = [cast.a_debt(number) for number in range(1, 6)]
    planned = commands.plan_rounds(cast.OFFICE, cast.DAY, [phone.payer.id], stage, by="user:head", now=NOW)
    (round_id,) = planned.rounds
    commands.lease_round(round_id, phone.id, by="user:head", now=NOW)
    return Field(phone, handset, debts, round_id, stage)


@pytest.fixture(autouse=True)
def calibration(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Thresholds of these tests' own, whatever models are in use: same from .45, different below .30."""
    path = tmp_path_factory.mktemp("faces") / "calibration.json"
    cast.calibrate(path)
    monkeypatch.setenv("AMANAH_FACE_CALIBRATION", str(path))
    return path


@pytest.fixture
def field(db: None) -> Field:
    return a_field()
