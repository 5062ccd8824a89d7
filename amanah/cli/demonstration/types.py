"""The demonstration as values: lines as a ministry would send them, and the truth planted in them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

HEADINGS = (
    "id_salur", "program", "tahap", "tahun", "gelombang", "no_sp2d", "nik", "no_kk", "nama", "alamat", "rt", "rw",
    "dusun_banjar", "kode_desa", "kode_pos", "nopen", "nominal", "kebutuhan",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invented:
    """One of the synthetic people of demo/people: ID photo `NNNN_0.jpg`, field photos `NNNN_1…3.jpg`."""

    number: str
    sex: str
    years: int
    head: str


@dataclass(frozen=True, slots=True)
class PlantedFamily:
    """`number` also seeds the house front. `home` is where the door truly is; `is_home_known` if the office knows."""

    number: int
    id_salur: tuple[str, ...]
    nik: str
    person: str
    village: str
    home: tuple[float, float]
    is_home_known: bool
    has_reference: bool
    hazard: str


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true about a list that the list doesn't say. `dirt`: id_salur -> the code a reader should give it."""

    seed: int
    sp2d: str
    lines: int
    total: int
    families: tuple[PlantedFamily, ...]
    dirt: dict[str, str]
    shared_faces: dict[str, list[str]]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Listing:
    lines: tuple[dict[str, str], ...]
    truth: Truth
