"""What every test may ask for: an embedded Postgres (only when a test touches the database) and fresh keys."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from psycopg.conninfo import conninfo_to_dict

from amanah.config.postgres import Postgres

pytest_plugins = ["tests.emptying"]


def _start_postgres(config: pytest.Config) -> str:
    """Starts a forgetful server in a temporary folder that its OS user may enter; ends with the run."""
    home = Path(tempfile.mkdtemp(prefix="amanah-pg-"))
    server = Postgres(home, durable=False)
    server.start()

    def end() -> None:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)

    config.add_cleanup(end)
    return server.url("postgres")


def pytest_configure(config: pytest.Config) -> None:
    """With xdist the first process starts one server, which all workers share."""
    is_worker = hasattr(config, "workerinput")
    is_spread = bool(getattr(config.option, "numprocesses", None))
    if is_spread and not is_worker and "AMANAH_DATABASE_URL" not in os.environ:
        os.environ["AMANAH_DATABASE_URL"] = _start_postgres(config)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Django learns where the test server listens just before it makes the test database."""
    address = conninfo_to_dict(os.environ.get("AMANAH_DATABASE_URL") or _start_postgres(request.config))
    for held in (connections["default"].settings_dict, settings.DATABASES["default"]):
        held.update(HOST=address.get("host", ""), USER=address.get("user", ""), PORT=address.get("port", ""))
        held.update(PASSWORD=address.get("password", ""))


@pytest.fixture(scope="session", autouse=True)
def keys() -> Path:
    """A keyring of its own for the run: nothing sealed in tests can be read with another."""
    from amanah.vault.commands import make_keys  # Django is ready only now

    path = Path(settings.AMANAH_KEYS_FILE)
    make_keys(path)
    return path
