"""What the database holds of references: their source, their regency, and that none is ever changed."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from amanah.faces import queries as faces
from amanah.registry import models, queries
from amanah.vault import queries as vault
from amanah.vault.types import SealBroken
from tests.registry.conftest import NOW
from tests.registry.faces import a_reference
from tests.visits import cast

WHERE = "registry_facereference.template"


def test_a_template_is_sealed_where_the_family_lives(families: tuple[UUID, UUID]) -> None:
    id_ = a_reference(families[0], at=NOW)
    row = models.FaceReference.objects.get(pk=id_)
    (known,) = queries.references([families[0]])[families[0]]
    assert row.regency == "5171"
    assert vault.unseal_in("5171", bytes(row.template), where=WHERE, row=str(id_)) == known.template


def test_a_template_put_into_another_families_row_refuses_to_open(families: tuple[UUID, UUID]) -> None:
    mine, other = a_reference(families[0], at=NOW), a_reference(families[1], at=NOW)
    stolen = models.FaceReference.objects.get(pk=other).template
    models.FaceReference.objects.filter(pk=mine).delete()
    models.FaceReference.objects.create(
        id=mine, family_id=families[0], template=stolen, regency="5171", model=faces.model_version(), photo="cd" * 32,
        source="list", at=NOW,
    )  # fmt: skip
    with pytest.raises(SealBroken):
        queries.references([families[0]])


def test_a_reference_is_never_changed(families: tuple[UUID, UUID]) -> None:
    a_reference(families[0], at=NOW)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        models.FaceReference.objects.update(source="field")


@pytest.mark.parametrize(
    ("column", "value", "law"),
    [
        ("source", "facebook", "reference_says_its_source"),
        ("regency", "51.7", "reference_has_a_regency"),
        ("quality", 101, "reference_quality_is_of_100"),
    ],
)
def test_the_law_of_a_reference(families: tuple[UUID, UUID], column: str, value: object, law: str) -> None:
    row = {
        "family_id": families[0], "template": b"x", "regency": "5171", "model": "m", "photo": "ab" * 32,
        "source": "list", "quality": 50, "at": NOW,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=law), transaction.atomic():
        models.FaceReference.objects.create(**{**row, column: value})


def test_only_the_model_in_use_is_compared_with(families: tuple[UUID, UUID]) -> None:
    a_reference(families[0], at=NOW, model="an-older-model")
    assert queries.references([families[0]]) == {}
    assert [one.model for one in queries.every_reference(families[0])] == ["an-older-model"]


def test_a_regencys_templates_are_read_without_those_of_another(families: tuple[UUID, UUID]) -> None:
    id_ = a_reference(families[0], at=NOW)
    models.Family.objects.filter(pk=families[1]).update(village=None, village_code="?")
    nowhere = a_reference(families[1], at=NOW)
    assert queries.regencies() == ["0000", "5171"]
    assert [one.id for one in queries.templates_in("5171", model=faces.model_version())] == [id_]
    assert [one.id for one in queries.templates_in("0000", model=faces.model_version())] == [nowhere]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_older_references_are_sealed_anew_in_their_regency_and_back() -> None:
    cast.an_office()
    family = cast.a_debt(1).family
    id_ = a_reference(family, at=NOW)
    before = queries.references([family])[family][0].template
    _migrate("0002_check_keys_at_once")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT template FROM registry_facereference WHERE id = %s", [id_])
            assert vault.unseal(bytes(cursor.fetchone()[0]), where=WHERE) == before
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())  # all of them: the next test finds today's tables
    (after,) = queries.references([family])[family]
    assert (after.id, after.template) == (id_, before)


def _migrate(name: str) -> None:
    MigrationExecutor(connection).migrate([("registry", name)])
