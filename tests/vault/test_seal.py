from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from amanah.values.problem import Problem
from amanah.vault import commands, keyring, queries, rules
from amanah.vault.types import SealBroken

NIK = "registry_person.nik"


@given(st.text(max_size=200))
def test_what_is_sealed_opens_again(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    assert queries.unseal_text(queries.seal_text(text, where=NIK), where=NIK) == text


def test_the_same_text_is_never_sealed_alike() -> None:
    assert queries.seal_text("5171014107580001", where=NIK) != queries.seal_text("5171014107580001", where=NIK)


def test_a_sealed_value_does_not_hold_its_text() -> None:
    assert b"5171014107580001" not in queries.seal_text("5171014107580001", where=NIK)


def test_a_value_moved_to_another_column_refuses_to_open() -> None:
    sealed = queries.seal_text("5171014107580001", where=NIK)
    with pytest.raises(SealBroken, match=r"not sealed for registry_person\.name"):
        queries.unseal_text(sealed, where="registry_person.name")


def test_each_altered_bit_refuses_to_open() -> None:
    sealed = queries.seal_text("5171014107580001", where=NIK)
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(SealBroken):
            queries.unseal(bytes(altered), where=NIK)


@given(st.binary(max_size=100))
def test_any_bytes_that_we_did_not_seal_refuse_to_open(strange: bytes) -> None:
    with pytest.raises(SealBroken):
        queries.unseal(strange, where=NIK)


def test_a_broken_seal_says_nothing_of_the_value() -> None:
    with pytest.raises(SealBroken) as caught:
        queries.unseal(queries.seal(b"5171014107580001", where=NIK)[:-1], where=NIK)
    assert "5171" not in str(caught.value)


def test_even_the_right_key_opens_no_column_it_was_not_bound_to() -> None:
    """The column's name is authenticated as well as being in its key: two locks, so one mistake isn't enough."""
    cipher = rules.column_key(bytes(32), NIK)
    sealed = rules.seal(b"x", cipher=cipher, key_id=1, where=NIK, nonce=bytes(12))
    with pytest.raises(SealBroken):
        rules.unseal(sealed, cipher=cipher, where="registry_person.name")


def test_older_values_open_after_the_master_key_was_rotated(other_keys: Path) -> None:
    before = queries.seal_text("Ni Wayan Sari", where=NIK)
    new = commands.rotate_master_key(other_keys)
    after = queries.seal_text("Ni Wayan Sari", where=NIK)
    assert (rules.key_id_of(before), rules.key_id_of(after)) == (1, new)
    assert queries.unseal_text(before, where=NIK) == queries.unseal_text(after, where=NIK)


def test_a_key_rotated_by_another_process_is_found_without_a_restart(other_keys: Path) -> None:
    old = keyring.keyring()
    commands.rotate_master_key(other_keys)
    sealed = queries.seal_text("Ni Wayan Sari", where=NIK)
    assert rules.key_id_of(sealed) not in old.masters
    keyring.read.cache_clear()
    other_keys.rename(aside := other_keys.with_name("aside"))
    keyring.write_new(other_keys)  # what this process has read: a ring without the new key
    keyring.keyring()
    aside.replace(other_keys)
    assert queries.unseal_text(sealed, where=NIK) == "Ni Wayan Sari"


def test_a_value_of_another_house_refuses_to_open(other_keys: Path, keys: Path, settings: Settings) -> None:
    sealed = queries.seal_text("Ni Wayan Sari", where=NIK)
    settings.AMANAH_KEYS_FILE = keys
    with pytest.raises(SealBroken):
        queries.unseal_text(sealed, where=NIK)


def test_a_fingerprint_is_the_same_for_the_same_kind_and_text_alone() -> None:
    nik = queries.fingerprint("nik", "5171014107580001")
    assert nik == queries.fingerprint("nik", "5171014107580001")
    assert nik not in (queries.fingerprint("kk", "5171014107580001"), queries.fingerprint("nik", "5171014107580002"))
    assert len(nik) == 32


def test_a_fingerprint_needs_the_key(other_keys: Path, keys: Path, settings: Settings) -> None:
    theirs = queries.fingerprint("nik", "5171014107580001")
    settings.AMANAH_KEYS_FILE = keys
    assert queries.fingerprint("nik", "5171014107580001") != theirs


def test_keys_are_never_overwritten(other_keys: Path) -> None:
    before = other_keys.read_bytes()
    with pytest.raises(Problem, match="keys_file_exists"):
        commands.make_keys(other_keys)
    assert other_keys.read_bytes() == before


def test_the_keys_file_is_its_owners_alone(other_keys: Path) -> None:
    assert other_keys.stat().st_mode & 0o777 == 0o600
    commands.rotate_master_key(other_keys)
    assert other_keys.stat().st_mode & 0o777 == 0o600


def test_a_keys_file_open_to_others_is_refused(other_keys: Path) -> None:
    other_keys.chmod(0o640)
    keyring.read.cache_clear()
    with pytest.raises(Problem, match="keys_file_open_to_others"):
        queries.seal(b"x", where=NIK)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version":1,"current":1,"masters":{}}', "\x00"])
def test_a_damaged_keys_file_is_a_plain_sentence(other_keys: Path, content: str) -> None:
    other_keys.write_text(content)
    keyring.read.cache_clear()
    with pytest.raises(Problem, match="keys_file_unreadable"):
        queries.seal(b"x", where=NIK)


def test_a_missing_keys_file_says_what_to_do(settings: Settings, tmp_path: Path) -> None:
    settings.AMANAH_KEYS_FILE = tmp_path / "none.json"
    with pytest.raises(Problem, match="amanah keys make"):
        queries.seal(b"x", where=NIK)


def test_a_keyring_does_not_show_its_keys() -> None:
    shown = repr(keyring.keyring())
    assert "PRIVATE" not in shown
    assert "masters" not in shown
