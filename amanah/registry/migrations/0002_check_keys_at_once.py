"""Keys between families, persons and cards are checked when a statement ends, not when its transaction does.

Django makes them deferred, which keeps a queue entry for every row of a list until the commit: a third of an intake.
Nothing here ever writes a row before the row it points to.
"""

from __future__ import annotations

from django.db import migrations

AT_ONCE = """
DO $$ DECLARE key record; BEGIN
    FOR key IN SELECT conrelid::regclass AS held_by, conname FROM pg_constraint WHERE contype = 'f' AND conrelid IN (%s)
    LOOP EXECUTE format('ALTER TABLE %%s ALTER CONSTRAINT %%I %s', key.held_by, key.conname); END LOOP;
END $$
"""
TABLES = "'registry_family'::regclass, 'registry_person'::regclass, 'registry_familycard'::regclass"


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]
    operations = [
        migrations.RunSQL(AT_ONCE % (TABLES, "NOT DEFERRABLE"), AT_ONCE % (TABLES, "DEFERRABLE INITIALLY DEFERRED"))
    ]
