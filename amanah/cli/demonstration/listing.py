"""A list in the ministry's shape, from a seed: invented families, real village codes, and some dirt on purpose.

Numbers have the structure of NIK and KK, but serials from 9000 on, which no registry is likely to have given.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from amanah.access.types import Village
from amanah.cli.demonstration import names, places
from amanah.cli.demonstration.types import Invented, Listing, PlantedFamily, Truth

PEOPLE = places.CENTRES.parent / "people"
YEAR, STAGE = 2026, 4
WITHOUT_REFERENCE = 0.08
HOME_KNOWN = 0.70
# A quarter of PKH: pregnancy, early child, SD, SMP, SMA, elderly, severe disability; at most four components.
_COMPONENTS = (750_000, 750_000, 225_000, 375_000, 500_000, 600_000, 600_000)
_HAZARDS = ("dog", "alley", "steps", "dark", "tide")


def make(families: int, seed: int, *, people_folder: Path = PEOPLE) -> Listing:
    """`families` invented families, one or two lines each, and about one line in seventy dirty."""
    chance = Random(seed)  # noqa: S311  # a scenario that must come out the same again, not a secret
    sp2d = f"DEMO-{YEAR}-{STAGE}-{seed:04d}"
    lines: list[dict[str, str]] = []
    planted: list[PlantedFamily] = []
    used: set[str] = set()
    for number, (village, person) in enumerate(_cast(families, chance, people_folder), start=1):
        family, own = _family(number, village, person, sp2d, chance, used)
        planted.append(family)
        lines += own
    dirt = _soil(lines, chance)
    truth = Truth(
        seed, sp2d, len(lines), sum(int(line["nominal"]) for line in lines), tuple(planted), dirt, _shared(planted)
    )
    return Listing(tuple(lines), truth)


def invented_people(folder: Path = PEOPLE) -> list[Invented]:
    rows = csv.DictReader((folder / "people.csv").open(encoding="utf-8"))
    return [Invented(row["seed"], row["sex"], int(row["years"]), row["head"]) for row in rows]


def _cast(families: int, chance: Random, folder: Path) -> Iterator[tuple[Village, Invented]]:
    """A village and a person for each family; people repeat only when all have had their turn."""
    villages, people = places.villages(), invented_people(folder)
    turn: list[Invented] = []
    for _ in range(families):
        turn = turn or chance.sample(people, len(people))
        yield chance.choice(villages), turn.pop()


def _family(
    number: int, village: Village, person: Invented, sp2d: str, chance: Random, used: set[str]
) -> tuple[PlantedFamily, list[dict[str, str]]]:
    nik = _unused(used, lambda: _nik(village, person, chance))
    base = _who_and_where(village, person, chance)
    base |= {"nik": nik, "no_kk": _unused(used, lambda: _card_number(village, chance))}
    base |= {"tahap": str(STAGE), "tahun": str(YEAR), "gelombang": "1" if chance.random() < 0.6 else "2"}
    base |= {"no_sp2d": sp2d, "kebutuhan": _needs(person, chance)}
    owed = _owed(chance)
    lines = [
        base | {"id_salur": f"D{number:06d}{letter}", "program": programme, "nominal": str(amount)}
        for letter, (programme, amount) in zip("AB", owed, strict=False)
    ]
    planted = PlantedFamily(
        number, tuple(line["id_salur"] for line in lines), nik, person.number, village.code,
        places.home_in(village, chance), chance.random() < HOME_KNOWN, chance.random() >= WITHOUT_REFERENCE,
        chance.choice(_HAZARDS) if chance.random() < 0.12 else "",
    )  # fmt: skip
    return planted, lines


def _who_and_where(village: Village, person: Invented, chance: Random) -> dict[str, str]:
    is_javanese = person.head in ("hijab", "peci") or chance.random() < 0.1
    return {
        "nama": names.name_of(person.sex, is_javanese=is_javanese, chance=chance),
        "alamat": names.address(chance),
        "rt": f"{chance.randint(1, 9):03d}",
        "rw": f"{chance.randint(1, 6):03d}",
        "dusun_banjar": f"Banjar {chance.choice(names.BANJARS)}",
        "kode_desa": village.code,
        "kode_pos": "",
        "nopen": village.office or "",
    }  # fmt: skip


def _unused(used: set[str], draw: Callable[[], str]) -> str:
    while (number := draw()) in used:
        pass
    used.add(number)
    return number


def _nik(village: Village, person: Invented, chance: Random) -> str:
    """The birth year is the invented person's, so that the face fits the card."""
    day = chance.randint(1, 28) + (40 if person.sex == "F" else 0)
    year = (YEAR - person.years) % 100
    return f"{_district(village)}{day:02d}{chance.randint(1, 10):02d}{year:02d}{chance.randint(9001, 9999)}"


def _card_number(village: Village, chance: Random) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(8, 24)
    return f"{_district(village)}{day:02d}{month:02d}{year:02d}{chance.randint(9001, 9999)}"


def _district(village: Village) -> str:
    return village.code.replace(".", "")[:6]


def _needs(person: Invented, chance: Random) -> str:
    if person.sex == "F" and person.years < 42 and chance.random() < 0.08:
        return "hamil"
    return chance.choices(("", "disabilitas", "sakit"), (91, 6, 3))[0]


def _owed(chance: Random) -> list[tuple[str, int]]:
    sembako = [("SEMBAKO", 600_000)] if chance.random() < 0.85 else []
    is_pkh = not sembako or chance.random() < 0.35
    components = chance.sample(_COMPONENTS, chance.choice((1, 1, 2, 2, 3)))
    return [*sembako, *([("PKH", sum(components))] if is_pkh else [])]


def _soil(lines: list[dict[str, str]], chance: Random) -> dict[str, str]:
    """Spoils some lines in place and adds doubles; gives id_salur -> the code each should get."""
    some = max(1, len(lines) // 200)
    spoiled = chance.sample(range(len(lines)), 4 * some)
    dirt: dict[str, str] = {}
    doubles: list[dict[str, str]] = []
    for turn, index in enumerate(spoiled):
        line = lines[index]
        if turn < some:
            line["kode_desa"], code = "51.71.09.1099", "village_unknown"
        elif turn < 2 * some:
            line["nik"], code = "5,17104E+15", "nik_mangled"
        elif turn < 3 * some:
            line["nik"], code = line["nik"][:15], "nik_not_16_digits"
        else:
            line = line | {"id_salur": line["id_salur"][:-1] + "X"}
            doubles.append(line)
            code = "family_listed_twice"
        dirt[line["id_salur"]] = code
    lines += doubles
    return dirt


def _shared(planted: list[PlantedFamily]) -> dict[str, list[str]]:
    """Which families share one invented person: there "the same face" is true, not a mistake."""
    by_person: dict[str, list[str]] = defaultdict(list)
    for family in planted:
        by_person[family.person].append(family.id_salur[0])
    return {person: ids for person, ids in sorted(by_person.items()) if len(ids) > 1}
