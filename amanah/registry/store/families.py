"""Lines of a list into families, persons and cards: who is known already, who is new, and writing both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

import polars as pl
from django.db import connection

from amanah.registry.rules import needs
from amanah.registry.store.copying import each, writing_behind
from amanah.values.ids import new_ids
from amanah.vault import queries as vault

# One intake at a time: two lists naming the same new person would otherwise both bring them.
_ONE_INTAKE = 0x616D616E  # "aman"


def take_lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_INTAKE])


def with_prints(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds nik_print and kk_print, one HMAC a distinct number."""
    for kind, column in (("nik", "nik"), ("kk", "no_kk")):
        numbers = lines.select(column).unique()
        prints = each(numbers[column], partial(vault.fingerprint, kind)).alias(f"{kind}_print")
        lines = lines.join(numbers.with_columns(prints), on=column, how="left", maintain_order="left")
    return lines


def with_families(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds family and person (uuid text), is_new_family, is_new_person.

    The NIK finds the person and so the family; else the card does; else the card's lines are one new family.
    """
    persons = _known("SELECT nik_print, id::text, family_id::text FROM registry_person", "nik_print", lines)
    cards = _known("SELECT number_print, family_id::text, '' FROM registry_familycard", "number_print", lines)
    known = lines.join(persons.rename({"key": "nik_print", "a": "person", "b": "of_person"}), on="nik_print",
                       how="left", maintain_order="left")  # fmt: skip
    known = known.join(cards.select(kk_print="key", of_card="a").unique("kk_print"), on="kk_print", how="left",
                       maintain_order="left")  # fmt: skip
    by_card = known.group_by("no_kk", maintain_order=True).agg(
        found=pl.coalesce(pl.col("of_person").drop_nulls().first(), pl.col("of_card").first())
    )
    by_card = by_card.with_columns(fresh=_ids(by_card.height))
    joined = known.join(by_card, on="no_kk", how="left", maintain_order="left")
    by_nik = joined.select("nik").unique(maintain_order=True)
    by_nik = by_nik.with_columns(fresh_person=_ids(by_nik.height))
    return joined.join(by_nik, on="nik", how="left", maintain_order="left").with_columns(
        family=pl.coalesce("of_person", "found", "fresh"),
        is_new_family=pl.coalesce("of_person", "found").is_null(),
        is_new_person=pl.col("person").is_null(),
        person=pl.coalesce("person", "fresh_person"),
    ).drop("of_person", "of_card", "found", "fresh", "fresh_person")  # fmt: skip


def with_cards(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds is_new_card: this family wasn't known to hold this number, and no earlier line says so."""
    of_known = lines.filter(~pl.col("is_new_family"))
    noted = _known("SELECT number_print, family_id::text, '' FROM registry_familycard", "number_print", of_known)
    held = noted.select(kk_print="key", family="a", is_noted=pl.lit(True))
    marked = lines.join(held, on=["kk_print", "family"], how="left", maintain_order="left")
    is_first = pl.struct("family", "no_kk").is_first_distinct()
    return marked.with_columns(is_new_card=pl.col("is_noted").is_null() & is_first).drop("is_noted")


def add(lines: pl.DataFrame, *, villages: set[str], now: datetime) -> dict[str, int]:
    """New families, persons and cards, in the order their keys need; how many of each."""
    families = lines.filter(pl.col("is_new_family")).unique("family", keep="first", maintain_order=True)
    persons = lines.filter(pl.col("is_new_person")).unique("person", keep="first", maintain_order=True)
    cards = lines.filter(pl.col("is_new_card"))
    with writing_behind() as copy:
        since = pl.lit(now.isoformat())
        copy(_family_rows(families, villages, now.date()).with_columns(known_since=since), "registry_family")
        copy(_person_rows(persons), "registry_person")
        copy(_card_rows(cards, now.date()), "registry_familycard")
    return {"families": families.height, "persons": persons.height, "cards": cards.height}


def correct_families(lines: pl.DataFrame, *, villages: set[str], now: datetime) -> int:
    """Families already known get the newest address; moved to another village, they wait for an office again."""
    known = lines.filter(~pl.col("is_new_family")).unique("family", keep="last", maintain_order=True)
    if known.is_empty():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE newer (LIKE registry_family) ON COMMIT DROP")
        cursor.execute("ALTER TABLE newer ALTER COLUMN known_since DROP NOT NULL")
        with writing_behind() as copy:
            copy(_family_rows(known, villages, now.date()), "newer")
        cursor.execute(_CORRECT)
        cursor.execute("DROP TABLE newer")
    return known.height


_CORRECT = """
UPDATE registry_family AS kept
SET address = newer.address, banjar = newer.banjar, rt = newer.rt, rw = newer.rw, postcode = newer.postcode,
    village_code = newer.village_code, village_id = newer.village_id,
    office_id = CASE WHEN kept.village_id IS NOT DISTINCT FROM newer.village_id THEN kept.office_id END,
    needs = ARRAY(SELECT DISTINCT unnest(kept.needs || newer.needs) ORDER BY 1)
FROM newer WHERE newer.id = kept.id
"""


def _person_rows(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.select(
        id="person", family_id="family",
        nik=each(lines["nik"], _sealed("registry_person.nik")),
        nik_print="nik_print",
        name=each(lines["nama"], _sealed("registry_person.name")),
        sex="sex", born="born", relation="hubungan", is_manager=pl.lit(True),
    )  # fmt: skip


def _card_rows(lines: pl.DataFrame, today: date) -> pl.DataFrame:
    return lines.select(
        id=_ids(lines.height), family_id="family",
        number=each(lines["no_kk"], _sealed("registry_familycard.number")),
        number_print="kk_print", held_from=pl.lit(today),
    )  # fmt: skip


def _sealed(where: str) -> Callable[[str], bytes]:
    return partial(vault.seal_text, where=where)


def _ids(count: int) -> pl.Series:
    return pl.Series("id", new_ids(count), dtype=pl.String)


def _family_rows(lines: pl.DataFrame, villages: set[str], today: date) -> pl.DataFrame:
    return lines.select(
        id="family",
        village_id=pl.when(pl.col("village").is_in(list(villages))).then("village"),
        village_code="village",
        address=each(lines["alamat"], _sealed("registry_family.address")),
        banjar="dusun_banjar", rt="rt", rw="rw", postcode=pl.col("kode_pos").str.slice(0, 5),
        needs=needs.of_line(today),
    )  # fmt: skip


def _known(select: str, column: str, lines: pl.DataFrame) -> pl.DataFrame:
    """Rows whose print is among the lines': key (Binary), a, b (text)."""
    wanted = lines["nik_print" if column == "nik_print" else "kk_print"].unique(maintain_order=True).to_list()
    with connection.cursor() as cursor:
        cursor.execute(f"{select} WHERE {column} = ANY(%s)", [wanted])
        rows = [(bytes(key), a, b) for key, a, b in cursor.fetchall()]
    return pl.DataFrame(rows, schema={"key": pl.Binary, "a": pl.String, "b": pl.String}, orient="row")
