"""Signed 100-event batches over HTTP beside a bare COPY of the same bytes, in one run, on a throw-away server.

    ./run bench sync --json -        {events_per_s, p95_ms, copy_events_per_s, ratio, …}

Phones sign beforehand: the house's work is measured, and the client's sending shares the same cores.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))
BATCH = 100


@dataclass(frozen=True, slots=True)
class Talk:
    """One phone's day, ready to be sent: its token and its batches as request bodies."""

    token: str
    bodies: list[bytes]


def main() -> int:
    asked = _asked()
    home = Path(tempfile.mkdtemp(prefix="amanah-bench-"))
    try:
        with _database(home), _set_up(home):
            result = _measure(asked, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    text = json.dumps(result)
    if asked.json and asked.json != "-":
        Path(asked.json).write_text(text + "\n")
    else:
        print(text)
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", default="-")
    parser.add_argument("--phones", type=int, default=4)
    parser.add_argument("--events", type=int, default=24_000, help="in all, over all phones")
    parser.add_argument("--port", type=int, default=0)
    return parser.parse_args()


@contextmanager
def _database(home: Path) -> Iterator[None]:
    """A durable Postgres of its own (fsync on, as in production), gone afterwards."""
    from amanah.config.postgres import Postgres

    server = Postgres(home / "postgres")
    home.chmod(0o755)  # its OS user must get to its own folder
    server.start()
    try:
        server.ensure_database()
        os.environ["AMANAH_DATABASE_URL"] = server.url()
        yield
    finally:
        server.stop()


@contextmanager
def _set_up(home: Path) -> Iterator[None]:
    os.environ["AMANAH_VAR"] = str(home / "var")
    os.environ["AMANAH_KEYS_FILE"] = str(home / "var" / "keys.json")
    os.environ["AMANAH_MEDIA"] = str(home / "var" / "media")
    os.environ["DJANGO_SETTINGS_MODULE"] = "amanah.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from amanah.vault.commands import make_keys

    make_keys(Path(os.environ["AMANAH_KEYS_FILE"]))
    call_command("migrate", verbosity=0)
    yield


def _measure(asked: argparse.Namespace, home: Path) -> dict[str, float | int]:
    from bench.talks import talks

    said = talks(phones=asked.phones, events_each=asked.events // asked.phones)
    port = asked.port or _free_port()
    with _server(port, home):
        _warm(port, said[0].token)
        waits, seconds = _send(port, said)
    events = sum(len(talk.bodies) for talk in said) * BATCH
    found, copied = _found(), _copy()
    assert found == events, f"{events} were sent and {found} are stored"
    rate, copy_rate = events / seconds, found / copied
    return {
        "events_per_s": round(rate), "p95_ms": round(sorted(waits)[int(len(waits) * 0.95)] * 1000, 1),
        "copy_events_per_s": round(copy_rate), "ratio": round(rate / copy_rate, 4),
        "events": events, "phones": len(said), "seconds": round(seconds, 2),
    }  # fmt: skip


@contextmanager
def _server(port: int, home: Path) -> Iterator[None]:
    command = [
        sys.executable,
        "-m",
        "amanah.cli.main",
        "serve",
        "--port",
        str(port),
        "--workers",
        "2",
        "--threads",
        "2",
    ]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=REPO, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait_for(port, server)
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if server.poll() is not None:
            raise SystemExit("the server ended before it answered")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server doesn't answer")


def _warm(port: int, token: str) -> None:
    """Both workers import the house before the clock starts."""
    body = json.dumps({"phone": "warm", "epoch": 1, "events": []}).encode()
    for _ in range(12):
        _post(http.client.HTTPConnection("127.0.0.1", port, timeout=60), token, body)


def _send(port: int, said: list[Talk]) -> tuple[list[float], float]:
    waits: list[float] = []
    failures: list[BaseException] = []

    def talk(one: Talk) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            for body in one.bodies:
                begun = time.perf_counter()
                _post(connection, one.token, body)
                waits.append(time.perf_counter() - begun)
        except (OSError, http.client.HTTPException, RuntimeError) as failure:
            failures.append(failure)

    threads = [threading.Thread(target=talk, args=[one]) for one in said]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return waits, time.perf_counter() - begun


def _post(connection: http.client.HTTPConnection, token: str, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", "/api/sync/events", body, headers)
    answer = connection.getresponse()
    said = answer.read()
    if answer.status != 200 or b'"held":[]' not in said:
        raise RuntimeError(f"{answer.status}: {said[:300]!r}")


def _found() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM visits_event")
        return int(cursor.fetchone()[0])


def _copy() -> float:
    """Seconds for a bare COPY of the same rows, 100 to a transaction as the batches were, into a table without laws."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT id, phone_id, seq, text, signature FROM visits_event ORDER BY arrival")
        rows = cursor.fetchall()
        cursor.execute("CREATE TABLE bench_copy (id uuid, phone uuid, seq bigint, text text, signature bytea)")
    begun = time.perf_counter()
    for i in range(0, len(rows), BATCH):
        with connection.cursor() as cursor, cursor.copy("COPY bench_copy FROM STDIN") as copy:
            for row in rows[i : i + BATCH]:
                copy.write_row(row)
    return time.perf_counter() - begun


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


if __name__ == "__main__":
    raise SystemExit(main())
