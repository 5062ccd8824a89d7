from __future__ import annotations

from pathlib import Path

import pytest

from amanah.access import commands as access
from amanah.ledger import queries as ledger
from amanah.programs import commands, queries
from amanah.programs.types import NextDecision, Received, Sp2d
from amanah.registry import queries as registry
from amanah.values.money import Money
from amanah.values.problem import Problem
from tests.programs.conftest import NOW
from tests.programs.lists import csv, line, write


def receive(path: Path, lines: int, total: int, number: str = "SP2D-1") -> Received:
    return commands.receive(path, sp2d=Sp2d(number, lines, Money(total)), by="user:hq", now=NOW)


def test_it_takes_a_sound_list_and_knows_the_family(office: str, tmp_path: Path) -> None:
    got = receive(write(tmp_path, csv(line(1), line(2))), 2, 1_200_000)
    assert (got.accepted, got.refused, got.total) == (2, 0, Money(1_200_000))
    (family,) = registry.find(line(1)["nik"])
    assert (family.name, family.card, family.village) == (line(1)["nama"], line(1)["no_kk"], "51.71.01.1001")


def test_it_refuses_the_whole_list_when_the_total_differs(office: str, tmp_path: Path) -> None:
    with pytest.raises(Problem) as refusal:
        receive(write(tmp_path, csv(line(1), line(2))), 2, 1_200_001)
    assert refusal.value.code == "list_total_differs"
    assert registry.count_in_villages(None) == 0
    (batch,) = queries.batches()
    assert (batch.state, batch.problem) == ("refused", refusal.value.sentence)


def test_it_refuses_the_whole_list_when_the_count_differs(office: str, tmp_path: Path) -> None:
    with pytest.raises(Problem) as refusal:
        receive(write(tmp_path, csv(line(1), line(2))), 3, 1_200_000)
    assert refusal.value.code == "list_total_differs"


def test_it_is_quiet_about_the_same_file_again(office: str, tmp_path: Path) -> None:
    path = write(tmp_path, csv(line(1)))
    first = receive(path, 1, 600_000)
    again = receive(path, 1, 600_000)
    assert (again.batch, again.again) == (first.batch, True)
    assert registry.count_in_villages(None) == 1


def test_it_explains_the_same_file_under_another_sp2d(office: str, tmp_path: Path) -> None:
    path = write(tmp_path, csv(line(1, no_sp2d="")))
    receive(path, 1, 600_000)
    with pytest.raises(Problem) as refusal:
        receive(path, 1, 600_000, number="SP2D-2")
    assert refusal.value.code == "list_known"


def test_it_spends_an_sp2d_once(office: str, tmp_path: Path) -> None:
    receive(write(tmp_path, csv(line(1))), 1, 600_000)
    with pytest.raises(Problem) as refusal:
        receive(write(tmp_path, csv(line(2))), 1, 600_000)
    assert refusal.value.code == "sp2d_known"


def test_a_refused_list_may_come_again_with_the_right_figures(office: str, tmp_path: Path) -> None:
    path = write(tmp_path, csv(line(1)))
    with pytest.raises(Problem):
        receive(path, 2, 600_000)
    assert receive(path, 1, 600_000).accepted == 1


def test_it_says_why_each_line_was_refused(office: str, tmp_path: Path) -> None:
    bad = [line(1), line(2, nik="5,17104E+15"), line(3, nominal="600000.5", no_kk="123")]
    got = receive(write(tmp_path, csv(*bad)), 3, 1_200_000)
    assert (got.accepted, got.refused) == (1, 2)
    told = queries.refusals_file(got.batch).decode()
    assert [code in told for code in ("nik_mangled", "kk_not_16_digits", "amount_unreadable")] == [True] * 3


def test_the_file_of_refusals_runs_no_formula(office: str, tmp_path: Path) -> None:
    got = receive(write(tmp_path, csv(line(1, id_salur='=HYPERLINK("http://x")', nik="1"))), 1, 600_000)
    assert "\"'=HYPERLINK" in queries.refusals_file(got.batch).decode()


def test_a_family_of_two_programmes_is_one_family(office: str, tmp_path: Path) -> None:
    pkh = line(1, id_salur="S-9", program="PKH", nominal="900000")
    got = receive(write(tmp_path, csv(line(1), pkh)), 2, 1_500_000)
    assert got.accepted == 2
    assert registry.count_in_villages(None) == 1


def test_one_family_is_owed_once_a_programme_and_stage(office: str, tmp_path: Path) -> None:
    receive(write(tmp_path, csv(line(1))), 1, 600_000)
    again = line(1, id_salur="S-77", no_sp2d="SP2D-2", no_kk="5171010101018888")
    got = receive(write(tmp_path, csv(again), "wave2.csv"), 1, 600_000, number="SP2D-2")
    assert (got.accepted, got.refused) == (0, 1)
    assert queries.remarks(got.batch)[0].codes == ("entitlement_known",)


def test_a_new_card_is_kept_beside_the_old_one(office: str, tmp_path: Path) -> None:
    receive(write(tmp_path, csv(line(1))), 1, 600_000)
    moved = line(1, id_salur="S-77", no_sp2d="SP2D-2", tahap="2", no_kk="5171010101018888", alamat="Jl. Baru 1")
    receive(write(tmp_path, csv(moved), "two.csv"), 1, 600_000, number="SP2D-2")
    (by_old,) = registry.find(line(1)["no_kk"])
    (by_new,) = registry.find("5171010101018888")
    assert by_old == by_new
    assert (by_new.card, by_new.address) == ("5171010101018888", "Jl. Baru 1")


def test_money_and_families_go_to_the_office_of_the_village(office: str, tmp_path: Path) -> None:
    lonely, unknown = line(2, kode_desa="51.71.01.1002"), line(3, kode_desa="99.99.99.9999")
    got = receive(write(tmp_path, csv(line(1), lonely, unknown)), 3, 1_800_000)
    given = commands.allocate(got.batch, by="user:head", now=NOW)
    assert (given.allocated, given.without_office, given.money) == (1, 2, {"80000": Money(600_000)})
    assert (ledger.balance("office:80000"), ledger.balance("treasury"), ledger.total()) == (600_000, -600_000, 0)
    assert {one.village_code for one in queries.without_office(got.batch)} == {"51.71.01.1002", "99.99.99.9999"}
    (family,) = registry.find(line(1)["nik"])
    assert family.office == "80000"


def test_allocating_again_moves_only_what_was_waiting(office: str, tmp_path: Path) -> None:
    got = receive(write(tmp_path, csv(line(1), line(2, kode_desa="51.71.01.1002"))), 2, 1_200_000)
    commands.allocate(got.batch, by="user:head", now=NOW)
    access.assign_villages({"51.71.01.1002": "80000"}, by="user:hq")
    assert commands.allocate(got.batch, by="user:head", now=NOW).allocated == 1
    assert commands.allocate(got.batch, by="user:head", now=NOW).allocated == 0
    assert ledger.balance("office:80000") == 1_200_000


def test_the_next_stage_carries_on_all_but_those_left_out(office: str, tmp_path: Path) -> None:
    got = receive(write(tmp_path, csv(line(1), line(2))), 2, 1_200_000)
    commands.allocate(got.batch, by="user:head", now=NOW)
    (stage,) = queries.stages()
    (out,) = registry.find(line(2)["nik"])
    decided = [NextDecision(out.id, included=False, reason="mampu")]
    opened = commands.open_next(stage.id, decided, by="user:ministry", now=NOW)
    assert (opened.carried, opened.excluded) == (1, 1)
    again = commands.open_next(stage.id, decided, by="user:ministry", now=NOW)
    assert (again.stage, again.carried, again.already) == (opened.stage, 0, 1)


def test_a_planned_entitlement_is_owed_once_its_list_comes(office: str, tmp_path: Path) -> None:
    receive(write(tmp_path, csv(line(1), line(2))), 2, 1_200_000)
    (stage,) = queries.stages()
    (out,) = registry.find(line(2)["nik"])
    opened = commands.open_next(stage.id, [NextDecision(out.id, included=False, reason="x")], by="user:m", now=NOW)
    after = [line(n, id_salur=f"T-{n}", tahap="2", no_sp2d="SP2D-2") for n in (1, 2)]
    got = receive(write(tmp_path, csv(*after), "two.csv"), 2, 1_200_000, number="SP2D-2")
    assert (got.accepted, got.refused) == (1, 1)
    assert queries.remarks(got.batch)[0].codes == ("excluded_by_decision",)
    assert [one.state for one in queries.of_stage(opened.stage)] == ["due"]


def test_a_failure_half_way_leaves_nothing_of_the_list(
    office: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("amanah.programs.store.lines.add_remarks", broken)
    with pytest.raises(RuntimeError):
        receive(write(tmp_path, csv(line(1))), 1, 600_000)
    assert (registry.count_in_villages(None), queries.batches()) == (0, [])
