"""The demonstration's files: the list as XLSX or CSV, its truth beside it, and the zip of reference photos."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from amanah.cli.demonstration.listing import PEOPLE
from amanah.cli.demonstration.types import HEADINGS, Listing, PlantedFamily, Truth

_STAMP = (2026, 11, 24, 0, 0, 0)  # the same seed gives the same bytes


def write_list(listing: Listing, path: Path) -> None:
    """By the file's ending; numbers as text, as a careful sender does. The truth goes to `<name>.truth.json`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".csv":
        _write_csv(listing, path)
    else:
        _write_xlsx(listing, path)
    truth = json.dumps(listing.truth.as_json(), ensure_ascii=False, indent=1)
    truth_path(path).write_text(truth, encoding="utf-8")


def truth_path(path: Path) -> Path:
    return path.with_name(f"{path.stem}.truth.json")


def read_truth(path: Path) -> Truth:
    """The truth beside a list."""
    told = json.loads(truth_path(path).read_text(encoding="utf-8"))
    families = tuple(
        PlantedFamily(**{**one, "id_salur": tuple(one["id_salur"]), "home": tuple(one["home"])})
        for one in told["families"]
    )
    return Truth(**{**told, "families": families})


def write_references(truth: Truth, path: Path, *, people_folder: Path = PEOPLE) -> int:
    """ID photos of the families that have one, named by id_salur. Gives how many."""
    with_photo = [family for family in truth.families if family.has_reference]
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for family in with_photo:
            name = zipfile.ZipInfo(f"{family.id_salur[0]}.jpg", _STAMP)
            archive.writestr(name, (people_folder / f"{family.person}_0.jpg").read_bytes())
    return len(with_photo)


def _write_csv(listing: Listing, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, HEADINGS, delimiter=";")
        rows.writeheader()
        rows.writerows(listing.lines)


def _write_xlsx(listing: Listing, path: Path) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("BNBA")
        heading = book.add_format({"bold": True, "bg_color": "#0f5c56", "font_color": "#ffffff"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(HEADINGS) - 1, 18)
        for column, name in enumerate(HEADINGS):
            sheet.write_string(0, column, name, heading)
        for row, line in enumerate(listing.lines, start=1):
            for column, name in enumerate(HEADINGS):
                if name == "nominal":
                    sheet.write_number(row, column, int(line[name]))
                else:
                    sheet.write_string(row, column, line[name])
