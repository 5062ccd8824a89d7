"""Who works at the demonstration office, and the one password they share, drawn anew for every database."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import TypedDict

from django.conf import settings

from amanah.access import commands as access
from amanah.access.types import Grant, Person, Role
from amanah.cli.demonstration.places import MAIN
from amanah.values.problem import Problem, Sentence

_WORDS = (
    "sawah",
    "kopi",
    "melati",
    "subak",
    "jepun",
    "penjor",
    "gamelan",
    "kelapa",
    "bambu",
    "ombak",
    "purnama",
    "tenun",
)
# username, name, what they do, grants
STAFF: tuple[tuple[str, str, str, Grant], ...] = (
    ("kementerian", "Ratna Dewi", "Kementerian · ministry", Grant(Role.MINISTRY, "*")),
    ("pusat", "Hendra Wijaya", "Kantor pusat · headquarters", Grant(Role.HQ, "*")),
    ("kepala", "I Gusti Ngurah Arta", "Kepala kantor · office head", Grant(Role.OFFICE_HEAD, f"nopen:{MAIN}")),
    ("pengawas", "Ni Made Wulandari", "Pengawas · supervisor", Grant(Role.SUPERVISOR, f"nopen:{MAIN}")),
    ("kasir", "Dwi Puspitasari", "Kasir · cashier", Grant(Role.CASHIER, f"nopen:{MAIN}")),
    ("pendamping", "I Ketut Sumarta", "Pendamping · companion", Grant(Role.COMPANION, "51.71")),
    ("penanda", "Ni Nyoman Suci", "Penanda rumah · geotagger", Grant(Role.GEOTAGGER, f"nopen:{MAIN}")),
    ("pemeriksa", "Ni Komang Lestari", "Pemeriksa · auditor", Grant(Role.AUDITOR, "*")),
    ("admin", "Made Admin", "Admin", Grant(Role.ADMIN, "*")),
)
_PAYER_NAMES = (
    "I Putu Adi", "Ni Luh Sinta", "I Made Bayu", "Ni Ketut Ayu", "I Wayan Dika", "Ni Kadek Mira",
    "Agus Salim", "Rina Marlina", "I Komang Eka", "Ni Putu Lia", "Joko Purnomo", "I Nyoman Rai",
)  # fmt: skip


class Login(TypedDict):
    username: str
    name: str
    what: str


def path() -> Path:
    return Path(settings.VAR) / "demo" / "logins.json"


def hire(offices_of_payers: list[str], *, by: str) -> list[Person]:
    """Everybody of the demonstration; `offices_of_payers` has one office number a payer. Gives the payers."""
    password = os.environ.get("AMANAH_DEMO_PASSWORD") or _drawn()
    told: list[Login] = []
    for username, name, what, grant in STAFF:
        access.hire(username, name, password, [grant], by=by)
        told.append({"username": username, "name": name, "what": what})
    payers = []
    for number, nopen in enumerate(offices_of_payers, start=1):
        username, name = f"bayar{number:02d}", _PAYER_NAMES[(number - 1) % len(_PAYER_NAMES)]
        payers.append(access.hire(username, name, password, [Grant(Role.PAYER, f"nopen:{nopen}")], by=by))
        told.append({"username": username, "name": name, "what": f"Juru bayar · payer, {nopen}"})
    _keep(password, told)
    return payers


def kept() -> tuple[str, list[Login]]:
    """The password and everybody it opens for. Raises Problem `demo_not_loaded`."""
    if not path().exists():
        raise Problem(
            "demo_not_loaded",
            Sentence(
                id="Peragaan belum dimuat. Jalankan: ./run demo",
                en="The demonstration isn't loaded yet. Run: ./run demo",
            ),
        )
    told = json.loads(path().read_text(encoding="utf-8"))
    return told["password"], told["people"]


def _drawn() -> str:
    return f"{secrets.choice(_WORDS)}-{secrets.choice(_WORDS)}-{secrets.randbelow(9000) + 1000}"


def _keep(password: str, people: list[Login]) -> None:
    """Readable by this machine's user alone: these are logins, if only of a demonstration."""
    path().parent.mkdir(parents=True, exist_ok=True)
    path().unlink(missing_ok=True)
    with os.fdopen(os.open(path(), os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump({"password": password, "people": people}, file, ensure_ascii=False, indent=1)
