"""What is true about the demonstration's families: their faces, homes and house fronts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from amanah.cli.demo_houses import draw_house
from amanah.cli.demonstration import listing

PEOPLE = Path(__file__).resolve().parents[2] / "demo" / "people"


@dataclass(frozen=True, slots=True)
class Home:
    """One family of the list. `field` and `card` are JPEGs of its person at the door and on the KTP."""

    name: str
    nik_tail: str
    address: str
    place: tuple[float, float]
    number: int
    person: str
    has_reference: bool
    is_home_known: bool

    @property
    def field(self) -> bytes:
        return (PEOPLE / f"{self.person}_1.jpg").read_bytes()

    @property
    def front(self) -> bytes:
        return draw_house(self.number, 1)


def homes(families: int, seed: int) -> dict[tuple[str, str], Home]:
    """By name and last four digits of the NIK, as a phone shows them."""
    made = listing.make(families, seed)
    lines = {line["id_salur"]: line for line in made.lines}
    known = {}
    for family in made.truth.families:
        line = lines[family.id_salur[0]]
        home = Home(
            line["nama"], family.nik[-4:], line["alamat"], family.home, family.number, family.person,
            family.has_reference, family.is_home_known,
        )  # fmt: skip
        known[home.name, home.nik_tail] = home
    return known
