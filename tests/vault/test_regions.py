"""A regency's seal opens in its regency, its column and its row, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from amanah.vault import commands, queries, rules
from amanah.vault.models import RegionKey
from amanah.vault.types import SealBroken

DENPASAR, BADUNG = "5171", "5103"
WHERE = "registry_facereference.template"
ROW = "018f2f3e-0000-7000-8000-000000000001"
pytestmark = pytest.mark.django_db


def sealed(plain: bytes = b"a face", *, regency: str = DENPASAR, where: str = WHERE, row: str = ROW) -> bytes:
    return queries.seal_in(regency, plain, where=where, row=row)


def test_what_a_regency_seals_opens_there() -> None:
    value = sealed()
    assert b"a face" not in value
    assert len(value) == len(b"a face") + 29
    assert queries.unseal_in(DENPASAR, value, where=WHERE, row=ROW) == b"a face"


@pytest.mark.parametrize(
    ("regency", "where", "row"),
    [(BADUNG, WHERE, ROW), (DENPASAR, "visits_fieldface.template", ROW), (DENPASAR, WHERE, ROW[:-1] + "2")],
)
def test_a_value_moved_to_another_regency_column_or_row_refuses_to_open(regency: str, where: str, row: str) -> None:
    value = sealed()
    sealed(regency=BADUNG)  # that regency has a key too
    with pytest.raises(SealBroken):
        queries.unseal_in(regency, value, where=where, row=row)


def test_even_the_right_key_opens_no_row_it_was_not_bound_to() -> None:
    """The column has its own key and its name is vouched for besides; the row and the regency are vouched for."""
    cipher = rules.region_column_key(bytes(32), WHERE)
    value = rules.seal_in(b"x", cipher=cipher, bound=rules.bound_to(DENPASAR, WHERE, ROW), nonce=bytes(12))
    for other in (rules.bound_to(BADUNG, WHERE, ROW), rules.bound_to(DENPASAR, WHERE, "2")):
        with pytest.raises(SealBroken):
            rules.unseal_in(value, cipher=cipher, bound=other)


@given(st.binary(max_size=2000), st.integers(0, 9999), st.uuids(), st.data())
def test_any_value_opens_again_and_any_altered_byte_refuses(
    plain: bytes, code: int, row: object, data: st.DataObject
) -> None:
    regency = f"{code:04}"
    key = bytes(range(32))
    cipher = rules.region_column_key(key, WHERE)
    bound = rules.bound_to(regency, WHERE, str(row))
    value = rules.seal_in(plain, cipher=cipher, bound=bound, nonce=bytes(12))
    assert rules.unseal_in(value, cipher=cipher, bound=bound) == plain
    altered = bytearray(value)
    altered[data.draw(st.integers(0, len(value) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealBroken):
        rules.unseal_in(bytes(altered), cipher=cipher, bound=bound)


@given(st.binary(max_size=100))
def test_any_bytes_that_no_regency_sealed_refuse_to_open(strange: bytes) -> None:
    cipher = rules.region_column_key(bytes(32), WHERE)
    with pytest.raises(SealBroken):
        rules.unseal_in(strange, cipher=cipher, bound=rules.bound_to(DENPASAR, WHERE, ROW))


@pytest.mark.parametrize("regency", ["", "517", "51711", "51.7", "bali", "٥١٧١"])
def test_a_regency_is_four_digits(regency: str) -> None:
    with pytest.raises(ValueError, match="four digits"):
        sealed(regency=regency)


def test_a_regency_that_never_sealed_has_no_key() -> None:
    with pytest.raises(SealBroken, match="no key of regency 5103"):
        queries.unseal_in(BADUNG, sealed(), where=WHERE, row=ROW)
    assert not RegionKey.objects.filter(pk=BADUNG).exists()


def test_each_regency_has_a_key_of_its_own_and_keeps_it() -> None:
    sealed(), sealed(), sealed(regency=BADUNG)
    keys = {row.regency: row.key[4:] for row in RegionKey.objects.all()}
    assert set(keys) == {DENPASAR, BADUNG}
    assert keys[DENPASAR] != keys[BADUNG]


def test_a_key_moved_to_another_regencys_row_is_noticed() -> None:
    sealed(), sealed(regency=BADUNG)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE vault_regionkey SET key = (SELECT key FROM vault_regionkey WHERE regency = '5103')"
            " WHERE regency = '5171'"
        )
    with pytest.raises(SealBroken, match="belongs to another"):
        sealed()


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM vault_regionkey",
        "TRUNCATE vault_regionkey",
        "UPDATE vault_regionkey SET regency = '5103'",
    ],
)
def test_the_database_never_loses_a_regencys_key(change: str) -> None:
    sealed()
    with pytest.raises(DatabaseError, match="never lost"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_key_made_in_a_transaction_that_failed_seals_nothing_afterwards() -> None:
    with transaction.atomic():
        sealed()
        transaction.set_rollback(True)
    assert not RegionKey.objects.exists()
    value = sealed()
    assert RegionKey.objects.count() == 1
    assert queries.unseal_in(DENPASAR, value, where=WHERE, row=ROW) == b"a face"


def test_rotating_the_master_key_seals_the_regencys_key_anew_and_leaves_its_values(other_keys: Path) -> None:
    value = sealed()
    before = bytes(_stored_key())
    new = commands.rotate_master_key(other_keys)
    done = {one.column: (one.done, one.kept) for one in commands.reseal([RegionKey])}
    assert done == {"vault_regionkey.key": (1, 0)}
    after = bytes(_stored_key())
    assert (rules.key_id_of(before), rules.key_id_of(after)) == (1, new)
    assert queries.unseal_in(DENPASAR, value, where=WHERE, row=ROW) == b"a face"


def test_many_values_of_a_regency_need_two_questions(django_assert_num_queries: object) -> None:
    sealed()
    with django_assert_num_queries(2):  # type: ignore[operator]  # a fixture without a type of its own
        region = queries.region(DENPASAR)
        values = [region.seal(bytes([i]), where=WHERE, row=str(i)) for i in range(50)]
        assert [region.unseal(v, where=WHERE, row=str(i)) for i, v in enumerate(values)] == [
            bytes([i]) for i in range(50)
        ]


def test_a_regions_seal_does_not_show_its_key() -> None:
    sealed()
    assert "key" not in repr(queries.region(DENPASAR)).lower()


def _stored_key() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM vault_regionkey")
        return bytes(cursor.fetchone()[0])
