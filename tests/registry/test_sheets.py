"""A kilobyte of XLSX may claim a cell at the end of the world; a list that only has colour there is still read."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from amanah.registry.rules import reading
from amanah.values.problem import Problem
from tests.programs.lists import HEADINGS, line


def workbook(*, far: str = "", blank: str = "", quote: str = '"') -> bytes:
    """A sound list of one line; `far` is a cell that holds something, `blank` one that only has a colour."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, [line(1)[heading] for heading in HEADINGS])
        if blank:
            sheet.write_blank(blank, None, book.add_format({"bg_color": "#ffff00"}))
    return _with_cell(kept.getvalue(), far, quote) if far else kept.getvalue()


def _with_cell(content: bytes, place: str, quote: str) -> bytes:
    changed = io.BytesIO()
    cell = f"<row r={quote}9{quote}><c r={quote}{place}{quote}><v>1</v></c></row></sheetData>".encode()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b"</sheetData>", cell) if "sheet1" in name else part)
    return changed.getvalue()


@pytest.mark.parametrize("far", ["XFD1048576", "ZZ1000000", "A4294967295", "ZZZZZZ9", "xfd1048576"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_cell_at_the_end_of_the_world_is_refused_before_it_takes_the_memory(far: str, quote: str) -> None:
    with pytest.raises(Problem) as caught:
        reading.frame(workbook(far=far, quote=quote), remembered={})
    assert caught.value.code == "list_too_big"


def test_colour_far_away_is_no_reason_to_refuse_a_list() -> None:
    assert reading.frame(workbook(blank="XFD1048576"), remembered={}).height == 1


def test_a_list_wider_than_z_is_read() -> None:
    assert reading.frame(workbook(far="BZ2000"), remembered={}).height == 1
