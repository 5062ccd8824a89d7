"""The law of homes: each tag says its source, and none is ever changed or deleted. Older ones are told by their visit."""

from __future__ import annotations

from django.db import migrations, models

TELL = "UPDATE registry_hometag SET kind = 'visit' WHERE visit IS NOT NULL"
REFUSE = """
CREATE FUNCTION registry_refuse_home_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a home tag is only added: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'homes_are_only_added';
END $$;
CREATE TRIGGER registry_hometag_is_only_added BEFORE UPDATE OR DELETE ON registry_hometag
    FOR EACH ROW EXECUTE FUNCTION registry_refuse_home_change();
"""
ALLOW = """
DROP TRIGGER registry_hometag_is_only_added ON registry_hometag;
DROP FUNCTION registry_refuse_home_change();
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_confirm_hazards")]
    operations = [
        migrations.AddField("hometag", "kind", models.CharField(max_length=8, default="list")),
        migrations.AddField("hometag", "phone", models.UUIDField(null=True)),
        migrations.AddField("hometag", "day", models.DateField(null=True)),
        migrations.RunSQL(TELL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "hometag",
            models.CheckConstraint(
                condition=models.Q(kind__in=["visit", "geotag"], visit__isnull=False)
                | models.Q(kind__in=["list", "office"], visit__isnull=True),
                name="home_says_its_source",
            ),
        ),
        migrations.AddConstraint(
            "hometag", models.CheckConstraint(condition=models.Q(accuracy_m__gt=0), name="home_has_an_accuracy")
        ),
        migrations.AddIndex("hometag", models.Index(fields=["day", "phone"], name="home_by_day_and_phone")),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
