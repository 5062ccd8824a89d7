"""Invented names of Denpasar's families, put together from common Balinese and Javanese parts. Nobody is meant."""

from __future__ import annotations

from random import Random

_BALI_FIRST = {
    "F": ("Ni Wayan", "Ni Luh", "Ni Putu", "Ni Made", "Ni Kadek", "Ni Nyoman", "Ni Komang", "Ni Ketut"),
    "M": ("I Wayan", "I Gede", "I Putu", "I Made", "I Kadek", "I Nyoman", "I Komang", "I Ketut"),
}
_BALI_LAST = {
    "F": (
        "Sari", "Suci", "Rai", "Ariani", "Sukerti", "Wati", "Puspa", "Murni", "Ratih", "Sriani", "Kerti", "Sudani",
        "Astini", "Mariani", "Yuni", "Suwandewi", "Artini", "Candri", "Rasmini", "Parwati", "Sulasih", "Mudri",
    ),
    "M": (
        "Suarta", "Sudana", "Widana", "Artawan", "Suparta", "Kerta", "Mudita", "Wirawan", "Sukarya", "Gunawan",
        "Astawa", "Rena", "Sugita", "Darma", "Parwata", "Suwitra", "Yasa", "Budiasa", "Sutama", "Merta", "Karsa",
    ),
}  # fmt: skip
_JAVA_FIRST = {
    "F": ("Siti", "Sri", "Nur", "Dewi", "Endang", "Tri", "Rini", "Yuli", "Umi", "Wiwik", "Suparmi", "Lestari"),
    "M": ("Slamet", "Agus", "Bambang", "Joko", "Sutrisno", "Eko", "Hadi", "Muhammad", "Ahmad", "Suyanto", "Wahyu"),
}
_JAVA_LAST = {
    "F": ("Aminah", "Wahyuni", "Rahayu", "Handayani", "Lestari", "Astuti", "Fatimah", "Hidayati", "Utami", "Kusuma"),
    "M": ("Santoso", "Wibowo", "Prasetyo", "Hidayat", "Susanto", "Kurniawan", "Riyadi", "Saputra", "Utomo", "Rohman"),
}
STREETS = (
    "Jl. Kartini", "Jl. Gajah Mada", "Jl. Veteran", "Jl. Nangka", "Jl. Ratna", "Jl. Kamboja", "Jl. Melati",
    "Jl. Tukad Balian", "Jl. Tukad Pakerisan", "Jl. Pulau Moyo", "Jl. Pulau Misol", "Jl. Gunung Agung",
    "Jl. Gunung Batur", "Jl. Hayam Wuruk", "Jl. Cokroaminoto", "Jl. Danau Poso", "Jl. Danau Tempe", "Jl. Sedap Malam",
)  # fmt: skip
BANJARS = ("Kaja", "Kelod", "Kangin", "Kauh", "Tengah", "Pande", "Gede", "Taman", "Sari", "Dukuh", "Batan Poh")


def name_of(sex: str, *, is_javanese: bool, chance: Random) -> str:
    first, last = (_JAVA_FIRST, _JAVA_LAST) if is_javanese else (_BALI_FIRST, _BALI_LAST)
    return f"{chance.choice(first[sex])} {chance.choice(last[sex])}"


def address(chance: Random) -> str:
    """Gives streets and alleys as people write them: `Jl. Kartini Gg. XXV No. 3`."""
    alley = chance.choice(("", "", " Gg. I", " Gg. II", " Gg. IV", " Gg. Merpati", " Gg. Mawar", " Gg. XXV"))
    return f"{chance.choice(STREETS)}{alley} No. {chance.randint(1, 180)}"
