from datetime import date

import pytest

from amanah.values.numbers import FamilyCardNumber, Nik, RegionCode

TODAY = date(2026, 11, 24)


def test_a_nik_tells_birth_and_sex() -> None:
    woman = Nik("5171045203580001")
    assert woman.is_woman
    assert woman.born(TODAY) == date(1958, 3, 12)


def test_a_nik_takes_the_latest_century_that_has_come() -> None:
    assert Nik("5171041203260001").born(TODAY) == date(2026, 3, 12)
    assert Nik("5171041212260001").born(TODAY) == date(1926, 12, 12)


def test_a_day_that_does_not_exist_is_no_birthday_but_still_a_nik() -> None:
    assert Nik("5171043002900001").born(TODAY) is None


@pytest.mark.parametrize("wrong", ["", "517104520358000", "51710452035800011", "5171045203580000", "517104520358000a",
                                   "5171043213900001", "5171041213900001", " 171045203580001"])  # fmt: skip
def test_what_cannot_be_a_nik_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="NIK"):
        Nik(wrong)


def test_a_nik_never_shows_itself_whole() -> None:
    nik = Nik("5171045203580001")
    for shown in (str(nik), repr(nik), f"{nik}"):
        assert "5171045203580001" not in shown
        assert shown.rstrip(")").endswith("0001")


def test_a_family_card_never_shows_itself_whole() -> None:
    assert "5171042203110002" not in repr(FamilyCardNumber("5171042203110002"))


def test_a_region_holds_what_lies_in_it() -> None:
    city = RegionCode("51.71")
    assert city.holds(RegionCode("51.71.04.1001"))
    assert city.holds(city)
    assert not city.holds(RegionCode("51.72.01.1001"))
    assert not RegionCode("51.71.04").holds(city)


@pytest.mark.parametrize("wrong", ["5171", "51.7", "51.71.4", "51.71.04.100", "51.71.04.1001.1", "51.71.04.1001 "])
def test_what_cannot_be_a_region_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="region"):
        RegionCode(wrong)
