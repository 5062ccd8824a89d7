"""`./run amanah …`, `./run rehearse …`, `./run bench NAME …`: one errand, with a database only when it needs one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg

from amanah.config.postgres import Postgres, default_home, url
from amanah.config.running.steps import REPO, VAR

BRING_THEIR_OWN = {"rehearse", "faces", "keys", "serve", "--help", "-h"}  # or need none
NEED_NO_ROW = (["demo", "list"], ["routes", "plan"], ["routes", "solve"], ["geo", "movement"], ["photos", "copies"])
AMANAH = [sys.executable, "-m", "amanah.cli.main"]


def main(words: list[str]) -> int:
    if words[:1] == ["bench"]:
        return _bench(words[1:])
    has_database = "AMANAH_DATABASE_URL" in os.environ or _is_up()
    if has_database or not words or words[0] in BRING_THEIR_OWN or _reads_no_row(words):
        return subprocess.run([*AMANAH, *words], check=False).returncode
    return _with_database(words)


def _reads_no_row(words: list[str]) -> bool:
    return words[:2] in NEED_NO_ROW or (words[0] == "national" and "--stage" not in words)


def _with_database(words: list[str]) -> int:
    server = Postgres(default_home())
    try:
        server.start()
        server.ensure_database()
        if not (VAR / "keys.json").exists() and "AMANAH_KEYS_FILE" not in os.environ:
            subprocess.run([*AMANAH, "keys", "make"], check=True, stdout=sys.stderr)
        if words[0] != "migrate":
            subprocess.run([*AMANAH, "migrate"], check=True, stdout=sys.stderr)
        return subprocess.run([*AMANAH, *words], check=False).returncode
    finally:
        server.stop()


def _is_up() -> bool:
    """Does the demonstration's database run already?"""
    try:
        with psycopg.connect(url(), connect_timeout=3) as connection:
            connection.execute("SELECT 1")
        return True
    except psycopg.OperationalError:
        return False


def _bench(words: list[str]) -> int:
    files = [path for path in Path(REPO, "bench").glob("*.py") if "_" not in path.stem]  # the others are their parts
    names = sorted(path.stem for path in files if "__main__" in path.read_text())
    if not words or words[0] not in names:
        sys.stderr.write(f"./run bench NAME --json FILE|-\n  {' '.join(names)}\n")
        return 2
    return subprocess.run([sys.executable, REPO / "bench" / f"{words[0]}.py", *words[1:]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
