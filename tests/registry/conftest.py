"""An office that serves one village, and a family of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from amanah.access import commands as access
from amanah.access.types import Office, OfficeKind, Village
from amanah.programs import commands as programs
from amanah.programs.types import Sp2d
from amanah.registry import queries
from amanah.values.money import Money
from tests.programs.lists import csv, line, write

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PEOPLE = Path(__file__).resolve().parents[2] / "demo" / "people"


@pytest.fixture
def families(db: None, tmp_path: Path) -> tuple[UUID, UUID]:
    access.add_office(Office("80000", "KCU Denpasar", OfficeKind.KCU), by="user:test")
    access.load_villages([Village("51.71.01.1001", "Serangan", -8.73, 115.23, "80000")], by="user:test")
    path = write(tmp_path, csv(line(1), line(2, nama="Slamet Santoso")))
    programs.receive(path, sp2d=Sp2d("SP2D-1", 2, Money(1_200_000)), by="user:hq", now=NOW)
    first, second = (queries.find(line(number)["nik"])[0].id for number in (1, 2))
    return first, second
