"""A town for each seed: an office, a village, payers, and a few families who are owed. Made as a real one is."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from django.test.utils import override_settings

from amanah.access import commands as access
from amanah.access.types import Grant, Office, OfficeKind, Person, Role, Village
from amanah.cli.demonstration import files, names
from amanah.cli.demonstration.types import Listing, Truth
from amanah.eligibility import commands as eligibility
from amanah.programs import commands as programs
from amanah.programs import queries as programmes
from amanah.programs.types import Sp2d
from amanah.registry import commands as registry
from amanah.values.money import Money

HEAD, CASHIER, MINISTRY, HQ = "user:kepala", "user:kasir", "user:kementerian", "user:pusat"
ZONE = ZoneInfo("Asia/Makassar")
YEAR, STAGE = 2026, 4
PASSWORD = "sepeda-biru-di-renon"  # noqa: S105  # of invented people in a house that is thrown away
MOST_SEEDS = 70_000  # an office number has five digits


@dataclass(frozen=True, slots=True)
class Town:
    """Where a seed is lived: `families` of a few, `payers` to be hired on the day."""

    seed: int
    families: int
    payers: int

    @property
    def office(self) -> str:
        return f"{20_000 + self.seed % MOST_SEEDS:05d}"

    @property
    def village(self) -> Village:
        district, number = divmod(self.seed % MOST_SEEDS, 900)
        code = f"51.{71 + district // 80:02d}.{10 + district % 80:02d}.{1001 + number}"
        return Village(code, f"Desa {self.seed}", -8.65, 115.22, office=self.office)


def town_of(seed: int) -> Town:
    rng = Random(f"town {seed}")  # noqa: S311  # a scenario, not a secret
    return Town(seed, rng.randint(6, 10), rng.choice((2, 2, 3)))


def build(towns: Sequence[Town], *, now: datetime) -> None:
    """Offices, villages, and one list of the ministry for all towns, taken in and given to their offices."""
    for town in towns:
        kind = OfficeKind.KCU
        access.add_office(Office(town.office, f"Kantor {town.seed}", kind, lat=-8.65, lng=115.22), by=HEAD)
    access.load_villages([town.village for town in towns], by=HEAD)
    eligibility.load_rulesets(by=HEAD, now=now)
    sp2d = f"LATIHAN-{towns[0].seed}-{len(towns)}"
    lines = [line | {"no_sp2d": sp2d} for town in towns for line in _lines(town)]
    total = sum(int(line["nominal"]) for line in lines)
    listing = Listing(tuple(lines), Truth(towns[0].seed, sp2d, len(lines), total, (), {}, {}))
    with tempfile.TemporaryDirectory(prefix="amanah-towns-") as folder:
        path = Path(folder) / "list.csv"
        files.write_list(listing, path)
        got = programs.receive(path, sp2d=Sp2d(listing.truth.sp2d, len(lines), Money(total)), by=MINISTRY, now=now)
    if got.refused:
        raise RuntimeError(f"lines of the towns' list were refused: {programmes.remarks(got.batch, limit=5)}")
    programs.allocate(got.batch, by=HQ, now=now)
    _know_homes(towns, now=now)


def _know_homes(towns: Sequence[Town], *, now: datetime) -> None:
    """Each family at a door of its own, a few streets apart."""
    numbered = [(town, number) for town in towns for number in range(town.families)]
    families = programmes.by_id_salur([_id_salur(town, number, "SEMBAKO") for town, number in numbered])
    homes = []
    for town, number in numbered:
        rng = Random(f"home {town.seed} {number}")  # noqa: S311  # a scenario, not a secret
        lat, lng = round(-8.65 + rng.gauss(0, 0.003), 6), round(115.22 + rng.gauss(0, 0.003), 6)
        homes.append((families[_id_salur(town, number, "SEMBAKO")], lat, lng, 8.0))
    registry.know_homes(homes, by=HEAD, now=now)


def _id_salur(town: Town, number: int, programme: str) -> str:
    return f"R{town.seed:06d}{number:02d}{programme[0]}"


def _lines(town: Town) -> list[dict[str, str]]:
    rng = Random(f"list {town.seed}")  # noqa: S311  # a scenario, not a secret
    lines = []
    for number in range(town.families):
        base = _household(town, number, rng)
        owed = [("SEMBAKO", 600_000), ("PKH", 375_000)] if rng.random() < 0.35 else [("SEMBAKO", 600_000)]
        for programme, amount in owed:
            id_salur = _id_salur(town, number, programme)
            lines.append(base | {"id_salur": id_salur, "program": programme, "nominal": str(amount)})
    return lines


def _household(town: Town, number: int, rng: Random) -> dict[str, str]:
    """Numbers with the structure of NIK and KK, serials from 9000 on, each once among all towns."""
    district = town.village.code.replace(".", "")[:6]
    serial = (town.seed % 900) * 10 + number
    born = f"{1 + serial % 28 + 40:02d}{1 + serial // 28 % 12:02d}{40 + serial // 336 % 50:02d}"
    nik, card = (f"{district}{born}{first + serial // 16_800:04d}" for first in (9001, 9101))
    return {
        "tahap": str(STAGE), "tahun": str(YEAR), "gelombang": "1",
        "nik": nik, "no_kk": card,
        "nama": names.name_of("F", is_javanese=False, chance=rng), "alamat": names.address(rng),
        "rt": "001", "rw": "001", "dusun_banjar": "Banjar Tengah", "kode_desa": town.village.code, "kode_pos": "",
        "nopen": town.office, "kebutuhan": "",
    }  # fmt: skip


def hire_payers(town: Town) -> list[Person]:
    """They enrol by code and never sign in: a slow hash of their password would be a sixth of a seed's time."""
    post = [Grant(Role.PAYER, f"nopen:{town.office}")]
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        return [
            access.hire(f"jb{town.seed}x{i}", f"Juru Bayar {i}", PASSWORD, post, by=HEAD)
            for i in range(1, town.payers + 1)
        ]


def today(now: datetime) -> date:
    return now.astimezone(ZONE).date()
