"""The keys of entitlements are checked when a statement ends, not when its transaction does.

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
TABLES = "'programs_entitlement'::regclass"


class Migration(migrations.Migration):
    dependencies = [("programs", "0002_name_programmes")]
    operations = [
        migrations.RunSQL(AT_ONCE % (TABLES, "NOT DEFERRABLE"), AT_ONCE % (TABLES, "DEFERRABLE INITIALLY DEFERRED"))
    ]
