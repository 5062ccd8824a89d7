from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from amanah.access import queries
from amanah.access.types import Role
from amanah.cli.main import main

PASSWORD = "sepeda-biru-di-renon"


def test_it_makes_keys_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "safe" / "keys.json"
    assert main(["keys", "make", "--file", str(file)]) == 0
    before = file.read_bytes()
    assert main(["--lang", "en", "keys", "make", "--file", str(file)]) == 2
    assert "isn't overwritten" in capsys.readouterr().err
    assert file.read_bytes() == before


def test_it_shows_which_keys_there_are_and_not_the_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "keys.json"
    main(["keys", "make", "--file", str(file)])
    main(["keys", "rotate", "--file", str(file)])
    capsys.readouterr()
    main(["keys", "show", "--file", str(file)])
    shown = capsys.readouterr().out
    held = json.loads(file.read_text())
    assert "masters: 1, 2; current: 2" in shown
    assert not any(key in shown for key in (*held["masters"].values(), held["lookup"], "PRIVATE"))


@pytest.mark.django_db
def test_it_hires_with_a_password_from_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    assert main(["people", "hire", "sari", "Ni Wayan Sari", "--grant", "auditor:*", "--grant", "companion:51.71"]) == 0
    actor = queries.actor_named("sari")
    assert actor is not None
    assert actor.roles == {Role.AUDITOR, Role.COMPANION}


@pytest.mark.django_db
@pytest.mark.parametrize("grant", ["boss:*", "auditor", "auditor:", "auditor:nowhere"])
def test_a_role_or_area_nobody_knows_is_a_plain_sentence(
    grant: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    assert main(["people", "hire", "sari", "Ni Wayan Sari", "--grant", grant]) == 2
    assert "tidak dikenal" in capsys.readouterr().err
    assert queries.person_named("sari") is None


@pytest.mark.django_db
def test_an_audit_of_sound_books_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["ledger_sum"] == 0


@pytest.mark.django_db
def test_an_audit_of_broken_books_says_what_is_wrong_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_account DISABLE TRIGGER account_moves_by_transfers_only")
        cursor.execute("INSERT INTO ledger_account (name, received, given) VALUES ('treasury', 7, 0)")
        cursor.execute("ALTER TABLE ledger_account ENABLE TRIGGER account_moves_by_transfers_only")
    assert main(["audit"]) == 1
    said = capsys.readouterr().out
    assert "WRONG ledger_sum: 7" in said
    assert "NOT SOUND" in said
