"""What is true about the demonstration's families: their faces, homes and house fronts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from amanah.cli.demo_houses import draw_house
from amanah.cli.demonstration import listing
from amanah.faces import queries as faces
from amanah.faces.types import Template

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
    programmes: int  # of the list's clean lines: what the family is owed from

    @property
    def field(self) -> bytes:
        return _clearest(self.person)

    @property
    def front(self) -> bytes:
        return draw_house(self.number, 1)


@cache
def _clearest(person: str) -> bytes:
    """Of the person's three photos at the door the one most like the ID photo: a journey isn't about hard faces."""
    photos = [(PEOPLE / f"{person}_{number}.jpg").read_bytes() for number in range(4)]
    known, *seen = [_template(photo) for photo in photos]
    return max(zip(seen, photos[1:], strict=True), key=lambda one: faces.compare(one[0], known).score)[1]


def stranger_to(home: Home, others: Iterable[Home]) -> Home:
    """Of a dozen neighbours the one whose face is least like this family's."""
    own = _of_id(home.person)
    neighbours = [other for other in others if other.person != home.person][:12]
    return min(neighbours, key=lambda other: faces.compare(_of_id(other.person), own).score)


@cache
def _of_id(person: str) -> Template:
    return _template((PEOPLE / f"{person}_0.jpg").read_bytes())


def _template(photo: bytes) -> Template:
    image = faces.read_image(photo)
    face = faces.find(image)
    assert face is not None
    return faces.embed(image, face)


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
            sum(one not in made.truth.dirt for one in family.id_salur),
        )  # fmt: skip
        known[home.name, home.nik_tail] = home
    return known
