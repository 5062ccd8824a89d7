"""What is wrong with each line: vectorised, over the whole list at once.

NIK: 16 digits as text; region of first registration, DDMMYY (DD+40 for women), serial not 0000; no checksum.
"""

from __future__ import annotations

from collections.abc import Set
from datetime import date

import polars as pl

from amanah.registry.rules import cells
from amanah.registry.types import ListRead
from amanah.values.problem import Problem, Sentence

# Below so few lines, all NIKs ending in 0 may be chance; from here on it is under 1 in 100,000.
_MANGLED_FROM_LINES = 5
# A quarter of Sembako is three months of 200,000; PKH is any sum of its components, all multiples of 25,000.
_AMOUNT_STEPS = {"SEMBAKO": 200_000, "PKH": 25_000}
_MOST_RUPIAH = 100_000_000


def checked(
    raw: pl.DataFrame, *, programmes: Set[str], villages: Set[str], served: Set[str], districts: Set[str],
    sp2d: str | None, today: date,
) -> ListRead:  # fmt: skip
    """Splits a read list into lines to take and lines refused, with all their reasons.

    `villages`: codes known to exist; `served`: those an office serves; `districts`: first six digits that exist.
    Raises Problem `list_niks_end_in_zero` when a spreadsheet has eaten the last digit of every NIK.
    """
    lines = cells.cleaned(raw, today=today)
    refuse_if_all_mangled(lines)
    total = lines["amount"].sum() or 0
    judged = lines.with_columns(_codes(_refusals(programmes, sp2d)).alias("codes"))
    once = judged.filter(pl.col("codes") == "").with_columns(_codes(_DOUBLES).alias("codes"))
    refused = pl.concat([judged.filter(pl.col("codes") != ""), once.filter(pl.col("codes") != "")]).sort("line")
    taken = once.filter(pl.col("codes") == "").drop("codes")
    warned = taken.with_columns(_codes(_warnings(villages, served, districts)).alias("codes"))
    return ListRead(
        lines=taken, refused=_remarks(refused), warned=_remarks(warned.filter(pl.col("codes") != "")),
        count=lines.height, total=int(total),
    )  # fmt: skip


def refuse_if_all_mangled(lines: pl.DataFrame) -> None:
    """Spreadsheets keep 15 digits: the 16th becomes 0, or the cell shows 5,17E+15."""
    tried = lines.filter(pl.col("nik").str.contains(r"^\d{16}$") | pl.col("nik_mangled"))
    spoiled = tried.filter(pl.col("nik").str.ends_with("0") | pl.col("nik_mangled")).height
    if tried.height >= _MANGLED_FROM_LINES and spoiled == tried.height:
        raise Problem(
            "list_niks_end_in_zero",
            Sentence(
                id="Semua NIK berakhir dengan 0: Excel menyimpan 15 digit dan mengganti digit ke-16 dengan nol. "
                "NIK aslinya hilang dari berkas ini. Minta pengirim mengekspor ulang dengan kolom NIK sebagai teks.",
                en="Every NIK ends in 0: Excel keeps 15 digits and turned the 16th into zero. The true NIKs are gone "
                "from this file. Ask the sender to export it again with the NIK column as text.",
            ),
        )


def _refusals(programmes: Set[str], sp2d: str | None) -> dict[str, pl.Expr]:
    nik_shaped = pl.col("nik").str.contains(r"^\d{16}$")
    day = pl.col("nik").str.slice(6, 2).cast(pl.Int32, strict=False)
    month = pl.col("nik").str.slice(8, 2).cast(pl.Int32, strict=False)
    possible = (day.is_between(1, 31) | day.is_between(41, 71)) & month.is_between(1, 12)
    serial = pl.col("nik").str.slice(12, 4) != "0000"
    return {
        "id_salur_missing": pl.col("id_salur") == "",
        "id_salur_too_long": pl.col("id_salur").str.len_chars() > 40,
        "nik_mangled": pl.col("nik_mangled"),
        "nik_not_16_digits": ~nik_shaped & ~pl.col("nik_mangled"),
        "nik_impossible": nik_shaped & ~(possible & serial),
        "kk_not_16_digits": ~pl.col("no_kk").str.contains(r"^\d{16}$") | pl.col("no_kk").str.ends_with("0000"),
        "name_missing": pl.col("nama") == "",
        "programme_unknown": ~pl.col("program").is_in(list(programmes)),
        "stage_unreadable": pl.col("stage").is_null() | pl.col("year").is_null(),
        "amount_unreadable": pl.col("amount").is_null() | ~pl.col("amount").is_between(1, _MOST_RUPIAH),
        "sp2d_other": (pl.col("no_sp2d") != "") & (pl.col("no_sp2d") != sp2d) if sp2d else pl.lit(False),
    }


_ONE_OWED = ["no_kk", "program", "year", "stage", "tranche"]
# Among lines that are sound by themselves the first wins, in the file's order.
_DOUBLES = {
    "id_salur_twice": ~pl.col("id_salur").is_first_distinct(),
    "nik_two_cards": pl.col("no_kk") != pl.col("no_kk").first().over("nik"),
    "family_listed_twice": ~pl.struct(_ONE_OWED).is_first_distinct() & pl.col("id_salur").is_first_distinct(),
}


def _warnings(villages: Set[str], served: Set[str], districts: Set[str]) -> dict[str, pl.Expr]:
    known = pl.col("village").is_in(list(villages))
    unusual = pl.lit(False)
    for programme, step in _AMOUNT_STEPS.items():
        unusual = unusual | ((pl.col("program") == programme) & (pl.col("amount") % step != 0))
    return {
        "village_unknown": ~known,
        "village_without_office": known & ~pl.col("village").is_in(list(served)),
        "nik_birth_odd": pl.col("born").is_null(),
        "nik_district_unknown": ~pl.col("nik").str.slice(0, 6).is_in(list(districts)),
        "nik_is_kk": pl.col("nik") == pl.col("no_kk"),
        "postcode_odd": (pl.col("kode_pos") != "") & ~pl.col("kode_pos").str.contains(r"^\d{5}$"),
        "name_odd": pl.col("nama").str.contains(r"\d"),
        "address_missing": pl.col("alamat") == "",
        "amount_unusual": unusual,
    }


def _codes(reasons: dict[str, pl.Expr]) -> pl.Expr:
    """All codes that hold, joined by `;`; an empty text when none does."""
    said = [pl.when(holds.fill_null(False)).then(pl.lit(code)) for code, holds in reasons.items()]
    return pl.concat_str(said, separator=";", ignore_nulls=True)


def _remarks(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.select("line", pl.col("id_salur").str.slice(0, 40), "codes", pl.col("amount").fill_null(0))
