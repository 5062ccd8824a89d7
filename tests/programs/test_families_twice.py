"""Two lines that turn out to be one family are one debt: the second is refused with its reason, the list goes on."""

from __future__ import annotations

from pathlib import Path

from amanah.programs import commands, queries
from amanah.programs.types import Sp2d
from amanah.values.money import Money
from tests.programs.conftest import NOW
from tests.programs.lists import csv, line, write


def test_a_family_reached_by_its_person_and_by_its_old_card_is_owed_once(office: str, tmp_path: Path) -> None:
    first = write(tmp_path, csv(line(1)), "first.csv")
    commands.receive(first, sp2d=Sp2d("SP2D-1", 1, Money(600_000)), by="user:m", now=NOW)
    later = {"tahap": "2", "no_sp2d": "SP2D-2"}
    by_person = line(1, id_salur="S-2", no_kk=line(2)["no_kk"], **later)
    by_card = line(3, id_salur="S-3", no_kk=line(1)["no_kk"], **later)
    second = write(tmp_path, csv(by_person, by_card), "second.csv")
    got = commands.receive(second, sp2d=Sp2d("SP2D-2", 2, Money(1_200_000)), by="user:m", now=NOW)
    assert (got.accepted, got.refused) == (1, 1)
    assert [remark.codes for remark in queries.remarks(got.batch)] == [("family_listed_twice",)]
