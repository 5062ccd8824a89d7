"""A plan's figures and whom it left out; travel times that were learnt; and no lease is taken once money has begun.

Taking this migration back removes the protection with the tables.
"""

import django.db.models.deletion
from django.db import migrations, models

REFUSE = """
CREATE TRIGGER visits_traveltimes_is_never_changed BEFORE UPDATE OR DELETE ON visits_traveltimes
    FOR EACH ROW EXECUTE FUNCTION visits_refuse_change();
CREATE TRIGGER visits_traveltimes_is_never_truncated BEFORE TRUNCATE ON visits_traveltimes
    FOR EACH STATEMENT EXECUTE FUNCTION visits_refuse_change();

-- CASE: only what was read is sure to be JSON, and only CASE promises to ask in this order
CREATE FUNCTION visits_is_begun(of_phone uuid, entitlement uuid, fence bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM visits_event AS said
        WHERE said.phone_id = of_phone AND said.type = 'payment.intended'
          AND CASE WHEN said.is_read THEN said.text::jsonb -> 'body' -> 'items' @> jsonb_build_array(
                  jsonb_build_object('entitlement', entitlement::text, 'fence', fence)) ELSE FALSE END
          AND NOT EXISTS (
              SELECT 1 FROM visits_event AS later
              WHERE later.phone_id = of_phone AND later.visit = said.visit AND later.seq > said.seq
                AND later.type IN ('visit.failed', 'payment.voided')
          )
    )
$$;

CREATE FUNCTION visits_refuse_taking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM visits_settlement WHERE entitlement = OLD.entitlement_id AND is_paid)
       OR visits_is_begun(OLD.phone_id, OLD.entitlement_id, OLD.fence) THEN
        RAISE EXCEPTION 'a lease is taken from a phone only before its payment began'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'only_an_open_lease_is_taken';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER visits_only_an_open_lease_is_taken BEFORE UPDATE ON visits_lease
    FOR EACH ROW WHEN (NEW.how = 'taken') EXECUTE FUNCTION visits_refuse_taking();
"""

ALLOW = """
DROP TRIGGER visits_only_an_open_lease_is_taken ON visits_lease;
DROP FUNCTION visits_refuse_taking();
DROP FUNCTION visits_is_begun(uuid, uuid, bigint);
DROP TRIGGER visits_traveltimes_is_never_truncated ON visits_traveltimes;
DROP TRIGGER visits_traveltimes_is_never_changed ON visits_traveltimes;
"""

_PROTECTED = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0012_mark_homes"),
        ("programs", "0004_point_to_what_is"),
        ("registry", "0001_initial"),
        ("access", "0001_initial"),
    ]

    operations = [
        migrations.AddField("round", "km", models.FloatField(null=True)),
        migrations.AddField("round", "hours", models.FloatField(null=True)),
        migrations.CreateModel(
            name="TravelTimes",
            fields=[
                ("version", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("content", models.JSONField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LeftOut",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("reason", models.CharField(max_length=20)),
                ("family", models.ForeignKey(to="registry.family", **_PROTECTED)),
                ("office", models.ForeignKey(to="access.office", **_PROTECTED)),
                ("stage", models.ForeignKey(to="programs.stage", **_PROTECTED)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "day", "stage", "family"), name="family_left_out_once_a_plan"
                    )
                ]
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
