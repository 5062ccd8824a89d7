"""`./run demo`: the embedded Postgres, the demonstration office, web and worker, until Ctrl-C."""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterable
from pathlib import Path
from types import FrameType

from amanah.config.postgres import Postgres, PostgresWontStart, default_home
from amanah.config.running.lan import Lan
from amanah.config.running.processes import Program
from amanah.config.running.steps import REPO, VAR, Step, StepFailed, call, walk

WEB_ANSWERS_WITHIN_S = 30
AMANAH = [sys.executable, "-m", "amanah.cli.main"]
LOGINS = VAR / "demo" / "logins.txt"
MAPS = VAR / "maps" / "index.json"
MAPS_COMING = (
    "\n  Peta desa sedang dibuat di belakang (var/log/maps.log); sesudah itu, di ponsel: Perbarui tugas."
    "\n  Maps of the villages are being made behind this (var/log/maps.log); then, on the phone: Refresh the work.\n"
)
SEE_LOG_ID = "Lihat berkas di var/log, atau mulai dari awal: ./run demo --reset"
SEE_LOG_EN = "See the files in var/log, or begin anew: ./run demo --reset"


class Demo:
    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked = asked
        self.lan = Lan(VAR / "lan", asked.port, host=asked.host) if asked.lan else None
        self.address = self.lan.address if self.lan else f"http://localhost:{asked.port}"
        self.host = "0.0.0.0" if asked.lan else asked.host or "127.0.0.1"  # noqa: S104 (asked for: phones on the Wi-Fi)
        self.given = os.environ.get("AMANAH_DATABASE_URL")
        self.home = default_home()
        self.postgres = None if self.given else Postgres(self.home)
        served = ["serve", "--host", self.host, "--port", str(asked.port)]
        if self.lan:
            shown = self.lan.certificates
            served += ["--certificate", str(shown.chain), "--key", str(shown.key)]
        self.web = Program("web", [*AMANAH, *served])
        self.worker = Program("worker", [*AMANAH, "worker"])
        # a quarter of a minute of work that nobody should wait for; what an earlier start made isn't made again
        self.maps = Program("maps", ["nice", *AMANAH, "maps", "build", "--missing"])
        self.makes_maps = False

    def steps(self) -> list[Step]:
        return [
            Step("port", f"Pintu {self.asked.port} · port", self._check_port),
            Step("postgres", "Postgres", self._start_postgres),
            Step("keys", "Kunci · keys", self._make_keys),
            Step("faces", "Ambang wajah peragaan · face thresholds", self._keep_calibration),
            Step("migrate", "Tabel · tables", self._migrate, self._migrations),
            Step(
                "static", "Berkas server · server files", self._static, self._static_sources, lambda: [VAR / "static"]
            ),
            Step("load", "Kantor peragaan · demonstration office", self._load, self._office, lambda: [LOGINS]),
            Step("web", "Server dan pekerja · web and worker", self._start_web),
        ]

    def stop(self) -> None:
        if self.lan:
            self.lan.stop()
        self.maps.stop()
        self.web.stop()
        self.worker.stop()
        if self.postgres:
            self.postgres.stop()

    def watch(self) -> None:
        """Until Ctrl-C; whatever falls is started again."""
        while True:
            time.sleep(0.5)
            if self.postgres and self.postgres.process and self.postgres.process.poll() is not None:
                self.postgres.start()
            for program in (self.web, self.worker):
                if program.has_fallen:
                    sys.stderr.write(f"  ! {program.name} dimulai lagi · started again ({program.log})\n")
                    if not program.start_again():
                        raise SystemExit(f"{program.name}: {program.log}")

    def forget(self) -> None:
        """--reset: only what this program made itself."""
        if self.given:
            raise SystemExit(
                "AMANAH_DATABASE_URL disetel: basis data itu bukan buatan kami, jadi tidak kami hapus.\n"
                "AMANAH_DATABASE_URL is set: we don't erase a database we didn't make."
            )
        if self.postgres and (self.home / "data").exists():
            self.postgres.start()  # a server left by a killed run is ended first
            self.postgres.stop()
        for folder in (self.home, VAR / "media", VAR / "demo", VAR / "static", MAPS.parent):
            shutil.rmtree(folder, ignore_errors=True)
        (VAR / "keys.json").unlink(missing_ok=True)

    def _check_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.asked.port))
            except OSError as taken:
                raise StepFailed(
                    str(taken),
                    todo_id=f"Pintu {self.asked.port} dipakai program lain. Pilih yang lain: ./run demo --port 8080",
                    todo_en=f"Port {self.asked.port} is taken by another program: ./run demo --port 8080",
                ) from taken

    def _start_postgres(self) -> None:
        if self.postgres is None:
            return
        try:
            self.postgres.start()
            self.postgres.ensure_database()
        except PostgresWontStart as broken:
            raise StepFailed(str(broken), todo_id=SEE_LOG_ID, todo_en=SEE_LOG_EN) from broken
        born = self.home / "born"
        if not born.exists():
            born.write_text(uuid.uuid4().hex)
        os.environ["AMANAH_DATABASE_URL"] = self.postgres.url()

    def _database(self) -> str:
        born = self.home / "born"
        return self.given or born.read_text()

    def _make_keys(self) -> None:
        if not (VAR / "keys.json").exists() and "AMANAH_KEYS_FILE" not in os.environ:
            self._amanah("keys", "make", log="keys")

    def _keep_calibration(self) -> None:
        """Drawn people look more alike than real ones do: `faces calibrate` on them gave these thresholds."""
        kept = VAR / "faces" / "calibration.json"
        if not kept.exists() and "AMANAH_FACE_CALIBRATION" not in os.environ:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes((REPO / "demo" / "calibration.json").read_bytes())

    def _migrations(self) -> Iterable[Path | str]:
        return [self._database(), *sorted(REPO.glob("amanah/*/migrations/*.py"))]

    def _migrate(self) -> None:
        self._amanah("migrate", log="migrate")

    def _static_sources(self) -> Iterable[Path | str]:
        return [REPO / "amanah" / "web" / "static"]

    def _static(self) -> None:
        self._amanah("static", log="static")

    def _office(self) -> Iterable[Path | str]:
        return [self._database(), *map(str, (self.asked.families, self.asked.seed, self.asked.payers))]

    def _load(self) -> None:
        """In the open: it takes a minute and shows its own progress."""
        words = ["--families", self.asked.families, "--seed", self.asked.seed, "--payers", self.asked.payers]
        sys.stdout.write("\n")
        sys.stdout.flush()
        done = subprocess.run([*AMANAH, "demo", "load", *map(str, words)], cwd=REPO, check=False)
        if done.returncode != 0:
            raise StepFailed("amanah demo load", todo_id=SEE_LOG_ID, todo_en=SEE_LOG_EN)
        self.keep_logins()

    def keep_logins(self) -> None:
        """Asked once, so that later starts needn't wait for it."""
        LOGINS.parent.mkdir(parents=True, exist_ok=True)
        said = subprocess.run([*AMANAH, "demo", "logins"], cwd=REPO, check=False, capture_output=True, text=True).stdout
        with os.fdopen(os.open(LOGINS, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as kept:
            kept.write(said)

    def _start_web(self) -> None:
        os.environ.update(self.lan.environment() if self.lan else {"AMANAH_BASE_URL": self.address})
        # the drawn people serve twelve families each: a pair or two shows how they are judged, hundreds would only hide
        os.environ.setdefault("AMANAH_PAIRS_OPEN", "1")
        self.web.start()
        until = time.monotonic() + WEB_ANSWERS_WITHIN_S
        trusted = self.lan.certificates.authority if self.lan else None
        while not _answers(f"{self.address}/app/", trusted):
            if time.monotonic() > until or self.web.has_fallen:
                end = self.web.log.read_text(errors="replace")[-2000:]
                raise StepFailed(end, todo_id=SEE_LOG_ID, todo_en=SEE_LOG_EN)
            time.sleep(0.1)
        self.worker.start()
        self.makes_maps = not MAPS.exists()
        self.maps.start()
        if self.lan:
            self._serve_page(self.lan)

    def _serve_page(self, lan: Lan) -> None:
        try:
            lan.serve_page()
        except OSError as taken:
            raise StepFailed(
                str(taken),
                todo_id=f"Pintu {self.asked.port + 1} dipakai program lain: ./run demo --lan --port 8443",
                todo_en=f"Port {self.asked.port + 1} is taken by another program: ./run demo --lan --port 8443",
            ) from taken

    def _amanah(self, *words: str, log: str) -> None:
        call([*AMANAH, *words], log=log, todo_id=SEE_LOG_ID, todo_en=SEE_LOG_EN)


def _answers(address: str, trusted: Path | None = None) -> bool:
    context = ssl.create_default_context(cafile=trusted) if trusted else None
    try:
        with urllib.request.urlopen(address, timeout=5, context=context) as answer:  # noqa: S310 (our own address)
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run demo", description=__doc__)
    parser.add_argument("--reset", action="store_true", help="begin anew")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", help="with --lan: the address phones are to use, when the first guess is wrong")
    parser.add_argument("--lan", action="store_true", help="HTTPS for phones on the same Wi-Fi")
    parser.add_argument("--families", type=int, default=1200)
    parser.add_argument("--payers", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def _end(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main(arguments: list[str]) -> int:
    asked = _parse(arguments)
    with (VAR / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("Peragaan ini sudah berjalan di jendela lain.\nThis demonstration already runs in another window.")
        for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(ending, _end)  # also where the shell has told us to ignore Ctrl-C
        demo = Demo(asked)
        try:
            if asked.reset:
                demo.forget()
            walk(demo.steps())
            _welcome(demo)
            demo.watch()
        except KeyboardInterrupt:
            sys.stdout.write("\n  Selesai, semua dihentikan. · Everything stopped.\n")
        finally:
            demo.stop()
    return 0


def _welcome(demo: Demo) -> None:
    sys.stdout.write(f"\n  Kantor · office   {demo.address}/\n  Ponsel · phone    {demo.address}/app/\n\n")
    sys.stdout.flush()
    sys.stdout.write(LOGINS.read_text())
    if demo.lan:
        sys.stdout.write(demo.lan.welcome())
    if demo.makes_maps:
        sys.stdout.write(MAPS_COMING)
    sys.stdout.write("\n  Ctrl-C menghentikan semuanya. · Ctrl-C stops everything.\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
