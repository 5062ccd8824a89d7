"""A list of 200,000 lines, taken in end to end, beside a bare COPY of the same bytes into one text table.

    ./run bench intake --json -      {rows_per_s, copy_rows_per_s, ratio, peak_mb, …}

End to end: hash, read, judge every line, seal names, numbers and addresses, fingerprint, find or add families,
persons and cards, add entitlements and remarks, commit. On a durable throw-away Postgres (fsync on).
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from amanah.cli.answer import write_json

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))
PER_FAMILY = 1.35  # lines a family has on average in the demonstration's list


def main() -> int:
    asked = _asked()
    home = Path(tempfile.mkdtemp(prefix="amanah-bench-"))
    try:
        with _database(home), _set_up(home):
            result = _measure(asked.lines, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    write_json(result, asked.json)
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", default="-")
    parser.add_argument("--lines", type=int, default=200_000)
    return parser.parse_args()


@contextmanager
def _database(home: Path) -> Iterator[None]:
    from amanah.config.postgres import Postgres

    server = Postgres(home / "postgres")
    home.chmod(0o711)  # its OS user must get to its own folder
    server.start()
    try:
        server.ensure_database()
        os.environ["AMANAH_DATABASE_URL"] = server.url()
        yield
    finally:
        server.stop()


@contextmanager
def _set_up(home: Path) -> Iterator[None]:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "amanah.config.settings", "AMANAH_VAR": str(home / "var")}
    os.environ["AMANAH_KEYS_FILE"] = str(home / "keys.json")
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    from amanah.access import commands as access
    from amanah.cli.demonstration import places
    from amanah.vault.commands import make_keys

    make_keys(home / "keys.json")
    call_command("migrate", verbosity=0)
    for office in places.OFFICES:
        access.add_office(office, by="bench")
    access.load_villages(places.villages(), by="bench")
    try:
        yield
    finally:
        connection.close()


def _measure(lines: int, home: Path) -> dict[str, float]:
    from amanah.programs import commands
    from amanah.programs.types import Sp2d
    from amanah.values.clock import utc_now
    from amanah.values.money import Money

    path = home / "list.csv"
    total = _write(path, lines)
    begun = time.perf_counter()
    got = commands.receive(path, sp2d=Sp2d("BENCH", lines, Money(total)), by="bench", now=utc_now())
    took_s = time.perf_counter() - begun
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if got.accepted != lines:
        raise SystemExit(f"{got.refused} of {lines} lines were refused: this measures nothing")
    copy_s = _bare_copy(path)
    return {
        "rows": lines, "seconds": round(took_s, 2), "rows_per_s": round(lines / took_s),
        "copy_rows_per_s": round(lines / copy_s), "ratio": round(copy_s / took_s, 3), "peak_mb": round(peak_mb),
    }  # fmt: skip


def _bare_copy(path: Path) -> float:
    """Seconds for the same bytes into one table of text columns without keys, committed."""
    from django.db import connection, transaction

    with path.open("rb") as file, connection.cursor() as cursor:
        columns = file.readline().decode().strip().split(";")
        cursor.execute("CREATE TABLE bare (" + ", ".join(f"{column} text" for column in columns) + ")")
        begun = time.perf_counter()
        with transaction.atomic(), cursor.copy("COPY bare FROM STDIN (FORMAT csv, DELIMITER ';')") as sink:
            while piece := file.read(1 << 17):
                sink.write(piece)
        return time.perf_counter() - begun


def _write(path: Path, lines: int) -> int:
    """A clean list in the demonstration's shape, every number different; gives its rupiah."""
    from amanah.cli.demonstration import names, places
    from amanah.cli.demonstration.types import HEADINGS

    chance, villages, total, number = Random(7), places.villages(), 0, 0
    with path.open("w", encoding="utf-8") as file:
        file.write(";".join(HEADINGS) + "\n")
        left = lines
        while left:
            number += 1
            sex = chance.choice("FM")
            village, owed = chance.choice(villages), [("SEMBAKO", 600_000), ("PKH", 975_000)]
            owed = owed[: min(left, 2 if chance.random() < PER_FAMILY - 1 else 1)]
            day = number // 9_000 % 28 + 1 + (40 if sex == "F" else 0)
            nik = f"{village.code.replace('.', '')[:6]}{day:02d}{number // 252_000 + 1:02d}58{number % 9_000 + 1:04d}"
            card = f"{village.code.replace('.', '')[:6]}0101{number // 9_000:02d}{number % 9_000 + 1:04d}"
            who = names.name_of(sex, is_javanese=False, chance=chance)
            for letter, (programme, amount) in zip("AB", owed, strict=False):
                row = (
                    f"B{number:07d}{letter}", programme, "4", "2026", "1", "BENCH", nik, card, who,
                    names.address(chance), "001", "002", "Banjar Kaja", village.code, "80221", "80000", str(amount), "",
                )  # fmt: skip
                file.write(";".join(row) + "\n")
                total += amount
                left -= 1
    return total


if __name__ == "__main__":
    raise SystemExit(main())
