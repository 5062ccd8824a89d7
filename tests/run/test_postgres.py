import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from amanah.config.postgres import SOCKET_PATH_MAX, Postgres, socket_folder


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    home = Path(tempfile.mkdtemp(prefix="amanah-pg-"))
    made = Postgres(home)
    made.start()
    made.ensure_database()
    yield made
    made.stop()
    shutil.rmtree(home)


def _ask(server: Postgres, question: str) -> object:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        row = connection.execute(question).fetchone()
        return row[0] if row else None


def test_the_house_works_as_a_role_that_is_no_superuser(server: Postgres) -> None:
    assert _ask(server, "SELECT current_user") == "amanah"
    assert _ask(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def test_it_listens_on_no_network(server: Postgres) -> None:
    assert _ask(server, "SHOW listen_addresses") == ""
    assert server.socket.stat().st_mode & 0o077 == 0


def test_it_answers_again_after_every_kill(server: Postgres) -> None:
    """Starting again right after a kill is where a launcher that doesn't ask fails."""
    for _ in range(4):
        assert server.process is not None
        server.process.send_signal(signal.SIGKILL)
        server.start()
        assert _ask(server, "SELECT 1") == 1


def test_what_was_committed_is_there_after_a_kill(server: Postgres) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (number int)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, 100)")
    assert server.process is not None
    server.process.send_signal(signal.SIGKILL)
    server.start()
    assert _ask(server, "SELECT count(*) FROM kept") == 100


def test_a_server_left_by_a_killed_run_is_taken_over(server: Postgres) -> None:
    assert server.process is not None
    left = server.process.pid
    heir = Postgres(server.home)
    heir.start()
    try:
        assert _ask(heir, "SELECT 1") == 1
        assert server.process.poll() is not None, "the old one must be gone"
        assert heir.process is not None
        assert heir.process.pid != left
    finally:
        heir.stop()
        server.start()


def test_a_lock_that_names_somebody_elses_process_is_no_obstacle(server: Postgres) -> None:
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n0\n5432\n\n\n\n\n")
    server.start()
    assert _ask(server, "SELECT 1") == 1


def test_stop_leaves_nothing_running(server: Postgres) -> None:
    assert server.process is not None
    pid = server.process.pid
    server.stop()
    time.sleep(0.1)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    server.start()


def test_a_deep_folder_gets_a_short_socket() -> None:
    deep = Path("/somewhere") / ("very-deep-" * 12)
    assert len(str(socket_folder(deep))) <= SOCKET_PATH_MAX
    assert socket_folder(deep) == socket_folder(deep)
