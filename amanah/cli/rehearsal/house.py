"""A throw-away house: its own folder, keys, Postgres, web and worker, all gone afterwards whatever happens."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from amanah.config.postgres import Postgres, url

ROOT = Path(__file__).resolve().parents[3]


class House:
    """Start with `with House() as house:`; then `house.serve()`, and `house.run(...)` works on its database."""

    def __init__(self, *, keep_log: Path | None = None, durable: bool = False, root: Path = ROOT) -> None:
        """`durable`: its Postgres will be killed. `root`: the tree whose `amanah` the house runs."""
        self.folder = Path(tempfile.mkdtemp(prefix="amanah-rehearsal-"))
        self.folder.chmod(0o711)  # as root, Postgres runs as another user and must reach its own folder inside
        self.port = _free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.postgres = Postgres(self.folder / "pg", durable=durable)
        self.epoch, self.database = 1, "amanah"
        self.root = root
        self._children: list[subprocess.Popen[bytes]] = []
        self._keep_log = keep_log

    def __enter__(self) -> House:
        try:
            self.postgres.start()
            self.postgres.ensure_database("amanah")
            self.run("keys", "make")
            self.run("migrate")
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def serve(self) -> None:
        """Start web and worker and wait until the web answers."""
        self.web = self.start("serve", "--port", str(self.port))
        self.worker = self.start("worker")
        self.wait()

    @contextmanager
    def copied(self, name: str) -> Iterator[None]:
        """The house works on a copy of its untouched database, which is gone afterwards; so are web and worker."""
        named = sql.Identifier(name)
        self._as_superuser(sql.SQL("CREATE DATABASE {} TEMPLATE amanah OWNER amanah").format(named))
        self.database, self.epoch = name, 1
        try:
            yield
        finally:
            self.rest()
            self.database = "amanah"
            self._as_superuser(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(named))

    def _as_superuser(self, statement: sql.Composed) -> None:
        """A connection for this alone: the server may be ended and set back between two of them."""
        with psycopg.connect(url("postgres", home=self.postgres.home, user="postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def wait(self) -> None:
        """Until the web answers. Raises RuntimeError with the end of its log."""
        _wait_for(f"{self.base}/login/", self.web, log=self.folder / "serve.log")

    def rest(self) -> None:
        """Ends web and worker; the database stays."""
        for child in reversed(self._children):
            _end(child)
        self._children.clear()

    def close(self) -> None:
        self.rest()
        self.postgres.stop()
        if self._keep_log:
            self._keep_log.mkdir(parents=True, exist_ok=True)
            for log in self.folder.glob("*.log"):
                shutil.copy(log, self._keep_log)
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *words: str) -> None:
        """One command of the product on this house. Raises RuntimeError with what it said."""
        done = subprocess.run(
            _command(*words), cwd=self.root, env=self.environment(), capture_output=True, text=True, timeout=300
        )
        if done.returncode:
            raise RuntimeError(f"amanah {' '.join(words)}: {done.stderr[-2000:]}")

    def run_shown(self, *words: str) -> int:
        """The same, with its output on this terminal. Returns its exit code."""
        child = subprocess.Popen(_command(*words), cwd=self.root, env=self.environment())
        self._children.append(child)
        return child.wait()

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "amanah.config.settings",  # under pytest the tests' own would be inherited
            "AMANAH_DATABASE_URL": self.postgres.url(self.database),
            "AMANAH_VAR": str(self.folder / "var"),
            "AMANAH_KEYS_FILE": str(self.folder / "keys.json"),
            "AMANAH_BASE_URL": self.base,
            "AMANAH_HOSTS": "127.0.0.1",
            "AMANAH_EPOCH": str(self.epoch),
        }

    def start(self, *words: str, pass_fds: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
        """One long-lived command of the product on this house, ended with it."""
        log = (self.folder / f"{words[0]}.log").open("ab")
        child = subprocess.Popen(
            _command(*words),
            cwd=self.root,
            env=self.environment(),
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=pass_fds,
        )
        log.close()
        self._children.append(child)
        return child


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "amanah.cli.main", *words]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_for(url: str, child: subprocess.Popen[bytes], *, log: Path, patience_s: float = 180) -> None:
    until = time.monotonic() + patience_s
    while time.monotonic() < until and child.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310  # our own address
        except urllib.error.HTTPError:
            return  # it answers, if only to say no
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the house doesn't answer:\n{log.read_text(errors='replace')[-2000:]}")


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is not None:
        return
    child.send_signal(signal.SIGTERM)
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
