from __future__ import annotations

import pytest

from amanah.access import commands
from amanah.access.types import Grant, Office, OfficeKind, Person, Role

PASSWORD = "sepeda-biru-di-renon"


@pytest.fixture
def offices(db: None) -> None:
    """One main office with one sub-office."""
    commands.add_office(Office("80000", "KCU Denpasar", OfficeKind.KCU), by="test")
    commands.add_office(Office("80100", "KCP Renon", OfficeKind.KCP, parent="80000"), by="test")


@pytest.fixture
def payer(offices: None) -> Person:
    return commands.hire("made", "I Made Rai", PASSWORD, [Grant(Role.PAYER, "nopen:80100")], by="test")
