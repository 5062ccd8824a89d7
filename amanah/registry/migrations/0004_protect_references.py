"""The law of references: each says its source, regency and quality, and none is ever changed. Retention may delete."""

from __future__ import annotations

from django.db import migrations, models

REFUSE = """
CREATE FUNCTION registry_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a reference is never changed: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'references_are_only_added';
END $$;
CREATE TRIGGER registry_facereference_is_never_changed BEFORE UPDATE ON registry_facereference
    FOR EACH ROW EXECUTE FUNCTION registry_refuse_change();
"""
ALLOW = """
DROP TRIGGER registry_facereference_is_never_changed ON registry_facereference;
DROP FUNCTION registry_refuse_change();
"""
SOURCES = ("list", "first_visit", "webcam", "ktp", "field")


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_seal_faces_by_regency")]
    operations = [
        migrations.RemoveConstraint("facereference", "reference_says_its_source"),
        migrations.AddConstraint(
            "facereference",
            models.CheckConstraint(condition=models.Q(source__in=list(SOURCES)), name="reference_says_its_source"),
        ),
        migrations.AddConstraint(
            "facereference",
            models.CheckConstraint(condition=models.Q(regency__regex="^[0-9]{4}$"), name="reference_has_a_regency"),
        ),
        migrations.AddConstraint(
            "facereference",
            models.CheckConstraint(
                condition=models.Q(quality__isnull=True) | models.Q(quality__lte=100),
                name="reference_quality_is_of_100",
            ),
        ),
        migrations.AddIndex(
            "facereference", models.Index(fields=["regency", "model", "id"], name="reference_by_regency")
        ),
        migrations.AddIndex("facereference", models.Index(fields=["photo"], name="reference_by_photo")),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
