from __future__ import annotations

import pytest

from tests.web.cast import World, a_world


@pytest.fixture
def world(db: None) -> World:
    return a_world()
