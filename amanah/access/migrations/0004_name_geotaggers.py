"""People who only mark homes, and phones that never carry money."""

from django.db import migrations, models
from django.db.models import Q

BEFORE = ["ministry", "hq", "office_head", "supervisor", "cashier", "payer", "companion", "auditor", "admin"]
NOW = [*BEFORE[:6], "geotagger", *BEFORE[6:]]

FIX = """
CREATE FUNCTION access_refuse_other_duty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a phone that only tags never becomes one that pays, nor the other way'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'phone_keeps_its_duty';
END $$;
CREATE TRIGGER access_phone_keeps_its_duty BEFORE UPDATE ON access_phone
    FOR EACH ROW WHEN (OLD.tags_only IS DISTINCT FROM NEW.tags_only) EXECUTE FUNCTION access_refuse_other_duty();
"""
UNFIX = """
DROP TRIGGER access_phone_keeps_its_duty ON access_phone;
DROP FUNCTION access_refuse_other_duty();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0003_replace_phones")]

    operations = [
        migrations.AlterField("grant", "role", models.CharField(max_length=20, choices=[(role, role) for role in NOW])),
        migrations.RemoveConstraint("grant", "grant_is_of_a_known_role"),
        migrations.AddConstraint(
            "grant", models.CheckConstraint(condition=Q(role__in=NOW), name="grant_is_of_a_known_role")
        ),
        migrations.AddField("phone", "tags_only", models.BooleanField(default=False)),
        migrations.RunSQL(FIX, UNFIX),
    ]
