"""`amanah routes plan`: stops in, rounds out; a bad line is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from amanah.cli.main import main
from tests.visits import river

HEAD = "id,lat,lng,service_min,amount,earliest,latest,priority,hazard\n"
FAST = ["--seconds", "0.1", "--depot=-8.67,115.23"]


def asked(path: Path, text: str, capsys: pytest.CaptureFixture[str], *words: str, encoding: str = "utf-8") -> Any:
    path.write_text(text, encoding=encoding)
    assert main(["routes", "plan", str(path), "--payers", "2", "--json", "-", *FAST, *words]) == 0
    return json.loads(capsys.readouterr().out)


def lines(count: int = 8) -> list[str]:
    return [f"h{i},{-8.67 + i / 1000:.6f},115.231,5,600000,,,," for i in range(count)]


def served(plan: Any) -> list[str]:
    return sorted(stop for one in plan["rounds"] for stop in one["stops"])


def test_the_answer_has_the_promised_fields(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = asked(tmp_path / "a.csv", HEAD + "\n".join(lines()), capsys, "--cash-cap", "3000000")
    assert {"rounds", "unserved", "km_total", "hours_max", "balance", "cpu_s"} <= set(plan)
    assert {"payer", "stops", "km", "hours", "cash"} <= set(plan["rounds"][0])
    assert served(plan) == [f"h{i}" for i in range(8)]
    assert max(one["cash"] for one in plan["rounds"]) <= 3_000_000


def test_three_columns_are_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert served(asked(tmp_path / "a.csv", "id,lat,lng\na,-8.67,115.23\n", capsys)) == ["a"]


def test_a_spreadsheets_own_ways_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = "ID;Lat;Lng;service_min;amount;earliest;latest;priority;hazard"
    text = f"{head}\na;-8,67;115,23;7,5;Rp 600.000;08.30;11:00;ya;kuning\n"
    plan = asked(tmp_path / "a.csv", text, capsys, encoding="utf-8-sig")
    assert (plan["rounds"][0]["arrivals"], plan["rounds"][0]["cash"]) == (["08:30"], 600_000)


@pytest.mark.parametrize(("latest", "at"), [("60", "08:00"), ("1000", "09:40")])
def test_small_minutes_count_from_the_start_of_the_day_and_large_ones_from_midnight(
    latest: str, at: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earliest = "0" if latest == "60" else "580"
    plan = asked(tmp_path / "a.csv", HEAD + f"a,-8.67,115.23,5,0,{earliest},{latest},,\n", capsys)
    assert plan["rounds"][0]["arrivals"] == [at]


@pytest.mark.parametrize("nine", ["09:00", "9:00 AM", "2026-11-24T09:00:00+08:00", "2026-11-24 09:00", "540"])
def test_a_time_is_read_as_people_and_programs_write_it(
    nine: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "longitude,latitude,id,earliest,latest,amount\n" + f'115.23,-8.67,a,{nine},1000,"600.000,00"\n'
    plan = asked(tmp_path / "a.csv", text, capsys)
    assert (plan["rounds"][0]["arrivals"], plan["rounds"][0]["cash"]) == (["09:00"], 600_000)


def test_the_one_line_that_isn_t_utf_8_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(HEAD.encode() + b"a,-8.67,115.23,5,,,,,\nb\xe9,-8.67,115.23,5,,,,,\n")
    assert main(["routes", "plan", str(path), "--payers", "1", "--json", "-"]) == 2
    assert "Baris 3: ada huruf yang bukan UTF-8" in capsys.readouterr().err


def test_the_office_may_be_told_as_a_word_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,lat,lng\na,-8.67,115.23\n")
    assert main(["routes", "plan", str(path), "--payers", "1", "--depot", "-8.67,115.23", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["km_total"] == 0


def test_one_alone_is_not_sent_to_a_red_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = HEAD + "a,-8.67,115.23,5,0,,,,merah\n"
    plan = asked(tmp_path / "a.csv", text, capsys)
    assert (plan["two_together"][0]["payers"], served(plan)) == ([1, 2], ["a"])
    alone = asked(tmp_path / "a.csv", text, capsys, "--payers", "1")
    assert (alone["unserved"][0]["reason"], alone["rounds"]) == ("red_alone", [])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("b,x,115.23,,,,,,", "Baris 3: kolom lat"),
        ("b,nan,115.23,,,,,,", "Baris 3: kolom lat"),
        ("b,-8.67,115.23,5,-1,,,,", "Baris 3: kolom amount"),
        ("b,-8.67,115.23,5,,25:00,,,", "Baris 3: kolom earliest"),
        ("b,-8.67,115.23,5,,,,soon,", "Baris 3: kolom priority"),
        ("b,-8.67,115.23,5,,12:00,11:00,,", "Baris 3: latest"),
        ("b,115.23,-8.67,,,,,,", "Baris 3: lat dan lng tampaknya tertukar"),
        ("b,0,0,,,,,,", "Baris 3: (0, 0)"),
        ("b,52.5,13.4,,,,,,", "Baris 3: (52.5, 13.4) di luar Indonesia"),
        ("a,-8.67,115.23,,,,,,", "Baris 3: id «a» sudah ada di baris 2"),
        ("b,-8,67,115,23,,,,,,,,", "Baris 3: kolomnya lebih banyak"),
        ("b,-8.67,115.23,5,,2026-11-24T01:00:00Z,,,", "Baris 3: kolom earliest"),
        ('b,"-8.67,115.23,5,,,,,\nc,-8.67,115.23,5,,,,,', "Baris 3: tanda kutipnya tidak berpasangan"),
    ],
)
def test_a_bad_line_is_named(row: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEAD + "a,-8.67,115.23,5,,,,,\n" + row + "\n")
    assert main(["routes", "plan", str(path), "--payers", "1", "--json", "-"]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--payers", "0"], ["--depot", "x"], ["--depot=115.2,-8.6"], ["--hours", "40"], ["--cash-cap", "0"]]
)
def test_a_bad_option_is_told(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,lat,lng\na,-8.67,115.23\n")
    assert main(["routes", "plan", str(path), "--payers", "1", *words]) == 2
    assert words[0].partition("=")[0] in capsys.readouterr().err


def test_a_plan_goes_over_the_deployers_roads_and_says_how_far(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    river.built(tmp_path)
    text = "id,lat,lng\n" + f"a,{river.NORTH},{river.WEST}\nb,{river.SOUTH},{river.WEST}\n"
    words = (f"--depot={river.NORTH},{river.WEST}",)
    crow = asked(tmp_path / "a.csv", text, capsys, *words)
    over = asked(tmp_path / "a.csv", text, capsys, *words, "--roads", str(tmp_path / "roads.npz"))
    assert over["km_total"] > crow["km_total"]
    assert over["km_on_roads"] == pytest.approx(over["km_total"], abs=0.01)


@pytest.mark.parametrize(("shift", "what_to_do"), [(1.0, "ekstrak OSM daerah ini"), (None, "amanah maps roads")])
def test_a_graph_that_is_none_or_of_elsewhere_is_told(
    shift: float | None, what_to_do: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if shift is None:
        (tmp_path / "roads.npz").write_bytes(b"PK\x03\x04 cut off")
    else:
        river.built(tmp_path, shift=shift)
    (tmp_path / "a.csv").write_text(f"id,lat,lng\na,{river.NORTH},{river.WEST}\n")
    words = ["--json", str(tmp_path / "x.json"), "--roads", str(tmp_path / "roads.npz")]
    assert main(["routes", "plan", str(tmp_path / "a.csv"), "--payers", "1", *words]) != 0
    assert what_to_do in capsys.readouterr().err
