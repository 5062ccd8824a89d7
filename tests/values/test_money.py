import pytest

from amanah.values.money import Money


def test_it_is_said_as_people_say_it() -> None:
    assert str(Money(1_200_000)) == "Rp1.200.000"
    assert Money(1_200_000).in_words() == "satu juta dua ratus ribu"


@pytest.mark.parametrize("wrong", [1.5, True, "600000"])
def test_it_takes_whole_rupiah_only(wrong: object) -> None:
    with pytest.raises(TypeError):
        Money(wrong)  # type: ignore[arg-type]  # that's the point


def test_it_never_goes_below_zero() -> None:
    with pytest.raises(ValueError, match="below zero"):
        Money(600_000) - Money(600_001)
