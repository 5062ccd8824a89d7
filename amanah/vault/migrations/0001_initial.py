"""Keys of regencies. Their rows stay: only the seal around a key may be renewed, when the master key is rotated."""

from __future__ import annotations

from django.db import migrations, models

import amanah.vault.fields

KEEP = """
CREATE FUNCTION vault_refuse_loss() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.regency = OLD.regency AND NEW.made_at = OLD.made_at THEN
        RETURN NEW;  -- sealed anew under another master key
    END IF;
    RAISE EXCEPTION 'a regency''s key is never lost: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'region_keys_are_kept';
END $$;
CREATE TRIGGER vault_regionkey_is_kept BEFORE UPDATE OR DELETE ON vault_regionkey
    FOR EACH ROW EXECUTE FUNCTION vault_refuse_loss();
CREATE TRIGGER vault_regionkey_is_never_truncated BEFORE TRUNCATE ON vault_regionkey
    FOR EACH STATEMENT EXECUTE FUNCTION vault_refuse_loss();
"""
LOSE = """
DROP TRIGGER vault_regionkey_is_never_truncated ON vault_regionkey;
DROP TRIGGER vault_regionkey_is_kept ON vault_regionkey;
DROP FUNCTION vault_refuse_loss();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="RegionKey",
            fields=[
                ("regency", models.CharField(max_length=4, primary_key=True, serialize=False)),
                ("key", amanah.vault.fields.SealedBytesField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("regency__regex", "^[0-9]{4}$")), name="region_is_four_digits"
                    )
                ],
            },
        ),
        migrations.RunSQL(KEEP, LOSE),
    ]
