from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from amanah.vault import keyring
from amanah.vault.commands import make_keys


@pytest.fixture
def other_keys(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """The keys file of another house, in use for this test."""
    path = tmp_path / "keys.json"
    make_keys(path)
    settings.AMANAH_KEYS_FILE = path
    yield path
    keyring.read.cache_clear()


@pytest.fixture
def photos(tmp_path: Path, settings: Settings) -> Path:
    """An empty folder of photos."""
    folder = tmp_path / "media"
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return folder
