from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date

import polars as pl
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from hypothesis import given
from hypothesis import strategies as st

from amanah.registry.rules import cells, checks, files, reading
from amanah.registry.types import ListRead
from amanah.values.problem import Problem
from tests.programs.lists import HEADINGS, csv, line

TODAY = date(2026, 11, 24)


def judged(content: bytes) -> ListRead:
    return checks.checked(
        reading.frame(content, remembered={}),
        programmes={"SEMBAKO", "PKH"}, villages={"51.71.01.1001"}, served={"51.71.01.1001"}, districts={"517101"},
        sp2d="SP2D-1", today=TODAY,
    )  # fmt: skip


def codes(content: bytes) -> list[str]:
    return judged(content).refused["codes"].to_list()


def warnings(content: bytes) -> list[str]:
    return judged(content).warned["codes"].to_list()


def xlsx(*lines: dict[str, str], number_columns: tuple[str, ...] = ()) -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for row, one in enumerate(lines, start=1):
            for column, heading in enumerate(HEADINGS):
                is_number = heading in number_columns
                (sheet.write_number if is_number else sheet.write_string)(
                    row, column, float(one[heading]) if is_number else one[heading]
                )
    return kept.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(Problem) as caught:
        judged(content)
    return caught.value.code


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_it_reads_csv_whatever_separates(separator: str) -> None:
    assert judged(csv(line(1), line(2), separator=separator)).lines.height == 2


def test_it_reads_utf8_with_a_bom() -> None:
    assert judged(b"\xef\xbb\xbf" + csv(line(1))).lines.height == 1


def test_it_reads_cp1252() -> None:
    read = judged(csv(line(1, nama="Renée Müller")).decode().encode("cp1252"))
    assert read.lines["nama"].to_list() == ["Renée Müller"]


def test_it_reads_xlsx_with_numbers_as_text() -> None:
    read = judged(xlsx(line(1), line(2), number_columns=("nominal", "tahun")))
    assert read.lines["nik"].to_list() == [line(1)["nik"], line(2)["nik"]]
    assert read.total == 1_200_000


def test_a_blank_line_in_the_middle_is_nothing() -> None:
    content = csv(line(1), line(2)).replace(b"\nS-000002", b"\n;;;;;;;;;;;;;;;;\nS-000002")
    read = judged(content)
    assert (read.count, read.lines["line"].to_list()) == (2, [2, 4])


def test_headings_go_by_many_names() -> None:
    content = csv(line(1)).replace(b"no_kk", b"Nomor KK").replace(b"nominal", b"JUMLAH").replace(b"nama", b"Nama KPM")
    assert judged(content).lines.height == 1


def test_a_missing_column_is_named() -> None:
    with pytest.raises(Problem) as caught:
        judged(csv(line(1)).replace(b"no_kk", b"kolom_aneh"))
    assert caught.value.code == "list_columns_missing"
    assert "no_kk" in caught.value.sentence.en
    assert "kolom_aneh" in caught.value.sentence.en


def test_all_niks_ending_in_zero_are_excels_doing() -> None:
    spoiled = [line(n, nik=line(n)["nik"][:15] + "0") for n in range(1, 7)]
    assert refusal(csv(*spoiled)) == "list_niks_end_in_zero"


def test_niks_kept_as_numbers_by_excel_are_refused_whole() -> None:
    spoiled = [line(n, nik=line(n)["nik"][:15] + "0") for n in range(1, 7)]
    assert refusal(xlsx(*spoiled, number_columns=("nik",))) == "list_niks_end_in_zero"


def test_niks_in_scientific_notation_are_refused_whole() -> None:
    assert refusal(csv(*[line(n, nik="5,17101E+15") for n in range(1, 7)])) == "list_niks_end_in_zero"


def test_a_few_niks_ending_in_zero_are_chance() -> None:
    lines = [line(n, nik=line(n)["nik"][:14] + "10") for n in range(1, 6)]
    assert judged(csv(*lines, line(40))).refused.is_empty()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"id_salur": ""}, "id_salur_missing"),
        ({"id_salur": "x" * 41}, "id_salur_too_long"),
        ({"nik": "5,17E+15"}, "nik_mangled"),
        ({"nik": "517101410158"}, "nik_not_16_digits"),
        ({"nik": "5171013213580001"}, "nik_impossible"),
        ({"nik": "5171014101580000"}, "nik_impossible"),
        ({"no_kk": "51710"}, "kk_not_16_digits"),
        ({"nama": " "}, "name_missing"),
        ({"program": "BEASISWA"}, "programme_unknown"),
        ({"tahap": "x"}, "stage_unreadable"),
        ({"tahun": "27"}, "stage_unreadable"),
        ({"nominal": "0"}, "amount_unreadable"),
        ({"nominal": "-600000"}, "amount_unreadable"),
        ({"nominal": "600000,50"}, "amount_unreadable"),
        ({"nominal": "9999999999999999999999"}, "amount_unreadable"),
        ({"no_sp2d": "SP2D-9"}, "sp2d_other"),
    ],
)
def test_each_fault_is_named(changed: dict[str, str], code: str) -> None:
    assert codes(csv(line(1, **changed))) == [code]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"kode_desa": "51.71.09.1099"}, "village_unknown"),
        ({"nik": "5171013102580001"}, "nik_birth_odd"),
        ({"nik": "9901014101580001"}, "nik_district_unknown"),
        ({"kode_pos": "802"}, "postcode_odd"),
        ({"nama": "Wayan 2"}, "name_odd"),
        ({"alamat": ""}, "address_missing"),
        ({"nominal": "650000"}, "amount_unusual"),
    ],
)
def test_what_is_odd_is_taken_with_a_warning(changed: dict[str, str], code: str) -> None:
    read = judged(csv(line(1, **changed)))
    assert (read.lines.height, read.warned["codes"].to_list()) == (1, [code])


def test_a_family_is_listed_once_a_programme_and_stage() -> None:
    double = line(1, id_salur="S-2", nik=line(2)["nik"])
    assert codes(csv(line(1), double)) == ["family_listed_twice"]


def test_the_same_id_salur_twice_is_refused_once() -> None:
    assert codes(csv(line(1), line(2, id_salur=line(1)["id_salur"]))) == ["id_salur_twice"]


def test_a_nik_on_two_cards_is_refused() -> None:
    assert codes(csv(line(1), line(2, nik=line(1)["nik"]))) == ["nik_two_cards"]


def test_two_programmes_of_a_family_are_both_taken() -> None:
    assert codes(csv(line(1), line(1, id_salur="S-2", program="PKH", nominal="900000"))) == []


@pytest.mark.parametrize("written", ["600000", "600.000", "Rp600.000", "Rp 600.000,00", "600,000.00", "600000.0"])
def test_money_is_read_as_people_write_it(written: str) -> None:
    frame = pl.DataFrame({"a": [written]}).select(cells.rupiah(pl.col("a")))
    assert frame["a"].to_list() == [600_000]


@pytest.mark.parametrize("written", ["5171011001", "51.71.01.1001", "5171011001.0", " 51.71.01.1001"])
def test_a_village_is_read_with_and_without_dots(written: str) -> None:
    read = judged(csv(line(1, kode_desa=written)))
    assert read.lines["village"].to_list() == ["51.71.01.1001"]


def test_birth_and_sex_are_in_the_nik() -> None:
    read = judged(csv(line(1, nik="5171014101580001"), line(2, nik="5171010112240001")))
    assert read.lines.select("sex", "born").rows() == [("F", date(1958, 1, 1)), ("M", date(2024, 12, 1))]


def test_an_empty_file_says_so() -> None:
    assert refusal(b"") == "list_empty"
    assert refusal(b"\xef\xbb\xbf\n\n") == "list_empty"
    assert refusal(csv()) == "list_empty"


def test_a_giant_file_is_refused_by_its_size() -> None:
    with pytest.raises(Problem) as caught:
        files.refuse_size(files.MAX_BYTES + 1)
    assert caught.value.code == "list_too_big"


def test_a_zip_that_unpacks_to_gigabytes_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_UNPACKED_BYTES", 1000)
    assert refusal(xlsx(line(1))) == "list_too_big"


def test_a_broken_xlsx_says_so() -> None:
    assert refusal(xlsx(line(1))[:900]) == "list_broken"
    assert refusal(b"PK\x03\x04" + b"\x00" * 100) == "list_broken"


def test_a_sheet_damaged_inside_says_so() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(line(1)))) as good, zipfile.ZipFile(kept, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, b"<broken" if "sheet1" in name else good.read(name))
    assert refusal(kept.getvalue()) in ("list_broken", "list_empty")


def test_a_password_says_so() -> None:
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 100
    assert refusal(ole) == "list_password"


def test_an_old_excel_file_says_so() -> None:
    assert refusal(bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600) == "list_old_excel"


def test_macros_are_refused_by_what_is_inside() -> None:
    kept = io.BytesIO(xlsx(line(1)))
    with zipfile.ZipFile(kept, "a") as book:
        book.writestr("xl/vbaProject.bin", b"x")
    assert refusal(kept.getvalue()) == "list_macros"


@pytest.mark.parametrize("start", [b"%PDF-1.7", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n", b"\x00\x01\x02"])
def test_another_kind_of_file_is_named(start: bytes) -> None:
    assert refusal(start + b"x" * 50) == "list_not_a_list"


def test_a_zip_of_something_else_is_not_a_list() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as other:
        other.writestr("foto.jpg", b"x")
    assert refusal(kept.getvalue()) == "list_not_a_list"


def test_an_uneven_csv_is_broken() -> None:
    assert refusal(csv(line(1)) + b"a;b;c;" + b"d;" * 40 + b"\n") == "list_broken"


@given(st.binary(max_size=400))
def test_no_bytes_bring_the_reader_down(content: bytes) -> None:
    with suppress(Problem):
        judged(content)


@given(st.lists(st.text(max_size=12), min_size=17, max_size=17))
def test_no_cells_bring_the_judge_down(written: list[str]) -> None:
    raw = pl.DataFrame({name: [cell] for name, cell in zip(HEADINGS, written, strict=True)})
    raw = raw.with_columns(termin=pl.lit(""), kebutuhan=pl.lit(""), hubungan=pl.lit("")).with_row_index("line")
    read = checks.checked(
        raw, programmes={"PKH"}, villages=set(), served=set(), districts=set(), sp2d=None, today=TODAY
    )
    assert read.lines.height + read.refused.height == 1
