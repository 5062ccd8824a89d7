"""Judged lines into entitlements, refusals into remarks, entitlements to offices and into the next stage."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import polars as pl
from django.db import connection
from psycopg import sql

from amanah.programs import models, rules
from amanah.registry.types import ListRead
from amanah.values.ids import new_id, new_ids

_ROWS_A_PIECE = 20_000


def stage(year: int, number: int) -> UUID:
    row, _ = models.Stage.objects.get_or_create(
        year=year, number=number, defaults={"id": new_id(), "label": rules.stage_label(year, number)}
    )
    return row.id


def with_stages(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds stage_id (uuid text); stages nobody has named before are opened."""
    named = lines.select("year", "stage").unique()
    ids = [str(stage(year, number)) for year, number in named.iter_rows()]
    found = named.with_columns(pl.Series("stage_id", ids, dtype=pl.String))
    return lines.join(found, on=["year", "stage"], how="left", maintain_order="left")


def without_known(lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lines that may be owed now, and those refused because of an earlier list or a decision (with `codes`)."""
    code = pl.coalesce(
        pl.when(pl.col("id_salur").is_in(_known_numbers(lines))).then(pl.lit("id_salur_known")),
        pl.when(pl.concat_str(_ONE_OWED, separator="|").is_in(_owed_already(lines))).then(pl.lit("entitlement_known")),
        pl.when(pl.concat_str(["family", "stage_id"], separator="|").is_in(_left_out(lines)))
        .then(pl.lit("excluded_by_decision")),
        # two lines of one family that differ only in the card: the same family all the same
        pl.when(~pl.struct(_ONE_OWED).is_first_distinct()).then(pl.lit("family_listed_twice")),
    )  # fmt: skip
    judged = lines.with_columns(codes=code)
    return judged.filter(pl.col("codes").is_null()).drop("codes"), judged.filter(pl.col("codes").is_not_null())


_ONE_OWED = ["family", "program", "stage_id", "tranche"]


def add_entitlements(lines: pl.DataFrame, batch: UUID, *, villages: Collection[str]) -> None:
    """Planned ones of the same family, programme, stage and tranche give way: their money is here now."""
    _drop_planned(lines)
    rows = lines.select(
        id=pl.Series(new_ids(lines.height), dtype=pl.String), id_salur="id_salur",
        family_id="family", programme_id="program",
        stage_id="stage_id", tranche="tranche", wave="wave", amount="amount",
        village_id=pl.when(pl.col("village").is_in(list(villages))).then("village"), village_code="village",
        batch_id=pl.lit(str(batch)), state=pl.lit("due"),
    )  # fmt: skip
    _copy(rows, "programs_entitlement")


def add_remarks(read: ListRead, late: pl.DataFrame, batch: UUID) -> None:
    shape = ["line", "id_salur", "codes", "amount"]
    refused = pl.concat([read.refused.select(shape), late.select(shape)], how="vertical_relaxed")
    for remarks, is_refusal in ((refused, True), (read.warned.select(shape), False)):
        said = remarks.with_columns(batch_id=pl.lit(str(batch)), is_refusal=pl.lit(is_refusal))
        _copy(said.with_columns(pl.col("codes").str.slice(0, 200)), "programs_remark")


def give_to_offices(batch: UUID, offices: Mapping[str, str]) -> list[tuple[UUID, UUID, str, int]]:
    """Gives waiting entitlements of served villages: entitlement, family, nopen, rupiah of each given now."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVE, [list(offices), list(offices.values()), batch])
        return list(cursor.fetchall())


_GIVE = """
UPDATE programs_entitlement AS owed SET office_id = served.nopen, village_id = served.village
FROM unnest(%s::text[], %s::text[]) AS served(village, nopen)
WHERE owed.batch_id = %s AND owed.office_id IS NULL AND owed.state = 'due' AND owed.village_code = served.village
RETURNING owed.id, owed.family_id, owed.office_id, owed.amount
"""


def add_exclusions(stage_id: UUID, reasons: Mapping[UUID, str], *, by: str, now: datetime) -> int:
    rows = [
        models.Exclusion(id=new_id(), family_id=family, stage_id=stage_id, reason=reason, by=by, at=now)
        for family, reason in reasons.items()
    ]
    models.Exclusion.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def carry_on(stage_id: UUID, after: UUID, *, without: Collection[UUID], now: datetime) -> tuple[int, int]:
    """Plans the next stage's entitlements: how many now, and how many were there already."""
    owed = models.Entitlement.objects.filter(stage=stage_id).exclude(state="withdrawn").exclude(family__in=without)
    rows = [
        models.Entitlement(
            id=new_id(), id_salur=f"plan:{row.id.hex}", family_id=row.family_id, programme_id=row.programme_id,
            stage_id=after, tranche=row.tranche, wave=1, amount=row.amount, office_id=row.office_id,
            village_id=row.village_id, village_code=row.village_code, state="planned",
        )
        for row in owed.order_by("id")
    ]  # fmt: skip
    before = models.Entitlement.objects.filter(stage=after).count()
    models.Entitlement.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)
    new = models.Entitlement.objects.filter(stage=after).count() - before
    return new, len(rows) - new


def _drop_planned(lines: pl.DataFrame) -> None:
    stages = lines["stage_id"].unique().to_list()
    if not models.Entitlement.objects.filter(stage__in=stages, state="planned").exists():
        return
    with connection.cursor() as cursor:
        cursor.execute(_DROP_PLANNED, [lines[column].to_list() for column in _ONE_OWED])


_DROP_PLANNED = """
DELETE FROM programs_entitlement AS plan USING unnest(%s::uuid[], %s::text[], %s::uuid[], %s::int[])
    AS brought(family, programme, stage, tranche)
WHERE plan.state = 'planned' AND plan.family_id = brought.family AND plan.programme_id = brought.programme
    AND plan.stage_id = brought.stage AND plan.tranche = brought.tranche
"""


def _known_numbers(lines: pl.DataFrame) -> list[str]:
    return _column("SELECT id_salur FROM programs_entitlement WHERE id_salur = ANY(%s)", [lines["id_salur"].to_list()])


def _owed_already(lines: pl.DataFrame) -> list[str]:
    old = lines.filter(~pl.col("is_new_family"))["family"].unique().to_list()
    return _column(_OWED, [old])


_OWED = """
SELECT concat_ws('|', family_id, programme_id, stage_id, tranche) FROM programs_entitlement
WHERE family_id = ANY(%s::uuid[]) AND state <> 'planned'
"""


def _left_out(lines: pl.DataFrame) -> list[str]:
    stages = lines["stage_id"].unique().to_list()
    return _column(_OUT, [stages])


_OUT = "SELECT concat_ws('|', family_id, stage_id) FROM programs_exclusion WHERE stage_id = ANY(%s::uuid[])"


def _column(query: str, values: list[Any]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [row[0] for row in cursor.fetchall()]


def _copy(frame: pl.DataFrame, table: str) -> None:
    if frame.is_empty():
        return
    columns = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    command = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL '\\N')").format(sql.Identifier(table), columns)
    with connection.cursor() as cursor, cursor.copy(command) as sink:
        for rows in frame.iter_slices(_ROWS_A_PIECE):
            sink.write(rows.write_csv(include_header=False, quote_style="non_numeric", null_value="\\N").encode())
