"""A table made for these tests alone: the vault has none of its own."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps

from amanah.vault import commands, queries, rules
from amanah.vault.fields import SealedBytesField, SealedTextField
from amanah.vault.types import SealBroken

with isolate_apps():

    class Secret(models.Model):
        objects: ClassVar[models.Manager[Secret]] = models.Manager()

        name = SealedTextField()
        nick = SealedTextField(null=True)
        template = SealedBytesField(null=True)

        class Meta:
            app_label = "vault"
            db_table = "vault_test_secret"


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def table(db: None) -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Secret)


def raw(column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM vault_test_secret")
        return bytes(cursor.fetchone()[0])


def test_a_sealed_field_is_text_in_the_model_and_sealed_in_the_table() -> None:
    Secret.objects.create(name="Ni Wayan Sari")
    assert Secret.objects.get().name == "Ni Wayan Sari"
    assert b"Wayan" not in raw("name")


def test_a_sealed_field_holds_bytes() -> None:
    Secret.objects.create(name="x", template=bytes(range(256)))
    assert Secret.objects.get().template == bytes(range(256))


def test_nothing_stays_nothing() -> None:
    Secret.objects.create(name="x")
    assert (Secret.objects.get().nick, Secret.objects.get().template) == (None, None)
    assert Secret.objects.filter(nick__isnull=True).count() == 1


def test_an_empty_text_is_sealed_too() -> None:
    Secret.objects.create(name="")
    assert Secret.objects.get().name == ""
    assert len(raw("name")) > 16


def test_what_bulk_writers_seal_the_field_opens() -> None:
    with connection.cursor() as cursor:
        sealed = queries.seal_text("I Made Rai", where="vault_test_secret.name")
        cursor.execute("INSERT INTO vault_test_secret (name) VALUES (%s)", [sealed])
    assert Secret.objects.get().name == "I Made Rai"


def test_bulk_create_and_update_seal() -> None:
    [row] = Secret.objects.bulk_create([Secret(name="one")])
    row.nick = "two"
    Secret.objects.bulk_update([row], ["nick"])
    assert Secret.objects.get().nick == "two"
    assert b"two" not in raw("nick")


def test_a_value_swapped_into_another_column_refuses_to_open() -> None:
    Secret.objects.create(name="Ni Wayan Sari", nick="Sari")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE vault_test_secret SET nick = name")
    with pytest.raises(SealBroken):
        Secret.objects.get()


def test_an_altered_value_refuses_to_open() -> None:
    Secret.objects.create(name="Ni Wayan Sari")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE vault_test_secret SET name = set_byte(name, 20, get_byte(name, 20) # 1)")
    with pytest.raises(SealBroken):
        Secret.objects.get()


@pytest.mark.parametrize("lookup", ["name", "name__startswith", "name__in"])
def test_a_sealed_column_cannot_be_searched(lookup: str) -> None:
    with pytest.raises(FieldError, match="fingerprint"):
        Secret.objects.filter(**{lookup: ["x"]}).first()


def test_values_are_sealed_anew_under_a_new_master_key(other_keys: Path) -> None:
    Secret.objects.bulk_create(Secret(name=f"Ni Wayan {n}", nick="Sari") for n in range(1_001))
    new = commands.rotate_master_key(other_keys)
    done = commands.reseal([Secret])
    assert [(r.column, r.done, r.kept) for r in done] == [
        ("vault_test_secret.name", 1_001, 0),
        ("vault_test_secret.nick", 1_001, 0),
        ("vault_test_secret.template", 0, 0),
    ]
    assert rules.key_id_of(raw("name")) == new
    assert {row.name for row in Secret.objects.all()} == {f"Ni Wayan {n}" for n in range(1_001)}


def test_a_table_of_facts_keeps_its_older_seals(other_keys: Path) -> None:
    Secret.objects.create(name="Ni Wayan Sari")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER fact BEFORE UPDATE ON vault_test_secret"
            " FOR EACH ROW EXECUTE FUNCTION journal_refuse_change()"
        )
    commands.rotate_master_key(other_keys)
    name = commands.reseal([Secret])[0]
    assert (name.done, name.kept) == (0, 1)
    assert Secret.objects.get().name == "Ni Wayan Sari"
