"""An office that serves one village, and a second village nobody serves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from amanah.access import commands as access
from amanah.access.types import Office, OfficeKind, Village

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def office(db: None) -> str:
    access.add_office(Office("80000", "KCU Denpasar", OfficeKind.KCU), by="user:test")
    served = Village("51.71.01.1001", "Serangan", -8.73, 115.23, "80000")
    lonely = Village("51.71.01.1002", "Pedungan", -8.71, 115.21)
    access.load_villages([served, lonely], by="user:test")
    return "80000"
