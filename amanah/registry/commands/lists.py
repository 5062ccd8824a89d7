"""Reading lists and taking families in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID

import polars as pl
from django.db import transaction

from amanah.access import queries as access
from amanah.journal import commands as journal
from amanah.registry import models, queries
from amanah.registry.rules import checks, columns, districts, files, reading
from amanah.registry.store import families as store
from amanah.registry.types import ListRead, TakenIn
from amanah.values.problem import Problem, Sentence


def read_list(
    path: Path, *, programmes: Collection[str], sp2d: str | None = None, sender: str = "", now: datetime
) -> ListRead:
    """Reads and judges a CSV or XLSX; writes nothing. `sp2d`: lines that name another are refused.

    Raises Problem: list_empty, list_too_big, list_not_a_list, list_password, list_old_excel, list_macros,
    list_broken, list_columns_missing, list_niks_end_in_zero.
    """
    files.refuse_size(path.stat().st_size)
    raw = reading.frame(path.read_bytes(), remembered=queries.remembered_columns(sender))
    villages = access.villages()
    return checks.checked(
        raw,
        programmes=set(programmes),
        villages={village.code for village in villages} | districts.villages_among(raw["kode_desa"]),
        served={village.code for village in villages if village.office},
        districts=districts.known_among(raw["nik"]),
        sp2d=sp2d,
        today=now.date(),
    )


@transaction.atomic
def take_in(lines: pl.DataFrame, *, by: str, now: datetime) -> TakenIn:
    """Families, persons and cards of judged lines; known ones are found again by NIK, then by card."""
    store.take_lock()
    villages = {village.code for village in access.villages()}
    placed = store.with_cards(store.with_families(store.with_prints(lines)))
    corrected = store.correct_families(placed, villages=villages, now=now)
    new = store.add(placed, villages=villages, now=now)
    details = {**new, "corrected": corrected}
    journal.append("registry.took_in", by=by, about="list", details=details, now=now)
    return TakenIn(placed, new["families"], new["persons"], new["cards"])


@transaction.atomic
def remember_columns(sender: str, mapping: Mapping[str, str], *, by: str, now: datetime) -> None:
    """Maps a sender's headings to our columns, once for all their lists. Raises Problem `column_unknown`."""
    strange = sorted(set(mapping.values()) - set(columns.COLUMNS))
    if strange:
        raise _column_unknown(strange)
    rows = [models.ColumnName(sender=sender, heading=columns.bare(h), column=c) for h, c in mapping.items()]
    models.ColumnName.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["sender", "heading"], update_fields=["column"]
    )
    journal.append("registry.columns_mapped", by=by, about=f"sender:{sender}", details=dict(mapping), now=now)


@transaction.atomic
def give_to_office(families: Mapping[UUID, str]) -> None:
    """Which office serves each family: family -> nopen. Asked by the room that allocates."""
    for nopen in set(families.values()):
        served = [family for family, office in families.items() if office == nopen]
        models.Family.objects.filter(pk__in=served).update(office=nopen)


def _column_unknown(strange: list[str]) -> Problem:
    named = ", ".join(strange)
    return Problem(
        "column_unknown",
        Sentence(id=f"Kolom {named} tidak ada pada daftar kita.", en=f"There is no column {named} in our lists."),
    )
