"""Families as values, their homes and their faces, opened only when asked for."""

from amanah.registry.queries.families import (
    column_names,
    count_in_villages,
    families,
    families_by_nik,
    family,
    find,
    in_villages,
    reason,
    remembered_columns,
)
from amanah.registry.queries.homes import hazards, home, home_tags, homes
from amanah.registry.queries.references import (
    every_reference,
    families_of_photo,
    outdated,
    reference,
    reference_of_photo,
    references,
    references_before,
    references_of_photos,
    regencies,
    regencies_with,
    templates_in,
    to_remake,
)

__all__ = [
    "column_names", "count_in_villages", "every_reference", "families", "families_by_nik", "families_of_photo",
    "family", "find", "hazards", "home", "home_tags", "homes", "in_villages", "outdated", "reason", "reference",
    "reference_of_photo", "references", "references_before", "references_of_photos", "regencies", "regencies_with",
    "remembered_columns", "templates_in", "to_remake",
]  # fmt: skip
