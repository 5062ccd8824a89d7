"""Every migration of the house can be taken back, and applied again."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def rooms() -> list[str]:
    return [config.label for config in apps.get_app_configs() if config.name.startswith("amanah.")]


def leaves(executor: MigrationExecutor) -> list[tuple[str, str]]:
    return [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] in rooms()]


def tables() -> set[str]:
    """Tables and views of the house's rooms."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor, include_views=True)
    return {name for name in names if name.split("_")[0] in rooms()}


def functions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
        return {name for (name,) in cursor.fetchall() if name.split("_")[0] in rooms()}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_all_migrations_go_back_to_nothing_and_forth_again() -> None:
    before = tables(), functions()
    executor = MigrationExecutor(connection)
    newest = leaves(executor)
    try:
        executor.migrate([(room, None) for room, _ in newest])
        left = tables() | functions()
    finally:
        again = MigrationExecutor(connection)
        again.migrate(newest)
    assert left == set()
    assert (tables(), functions()) == before


@pytest.mark.django_db
def test_models_and_migrations_say_the_same() -> None:
    from django.core.management import call_command

    call_command("makemigrations", *rooms(), check=True, dry_run=True, verbosity=0)
