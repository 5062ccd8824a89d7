"""Events whose booking met an error of ours wait for it: only ever added, and booked once."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import amanah.values.ids

GUARD = """
CREATE FUNCTION visits_book_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.booked_at IS NOT NULL OR NEW.booked_at IS NULL
       OR (OLD.id, OLD.phone_id, OLD.events, OLD.visits, OLD.error, OLD.at)
          IS DISTINCT FROM (NEW.id, NEW.phone_id, NEW.events, NEW.visits, NEW.error, NEW.at) THEN
        RAISE EXCEPTION 'what waits for its booking is booked once and not changed'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'booked_later_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER visits_unbooked_is_booked_once BEFORE UPDATE ON visits_unbooked
    FOR EACH ROW EXECUTE FUNCTION visits_book_once();
CREATE TRIGGER visits_unbooked_is_never_removed BEFORE DELETE ON visits_unbooked
    FOR EACH ROW EXECUTE FUNCTION visits_refuse_change();
CREATE TRIGGER visits_unbooked_is_never_truncated BEFORE TRUNCATE ON visits_unbooked
    FOR EACH STATEMENT EXECUTE FUNCTION visits_refuse_change();
"""
UNGUARD = """
DROP TRIGGER visits_unbooked_is_never_truncated ON visits_unbooked;
DROP TRIGGER visits_unbooked_is_never_removed ON visits_unbooked;
DROP TRIGGER visits_unbooked_is_booked_once ON visits_unbooked;
DROP FUNCTION visits_book_once();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0003_replace_phones"), ("visits", "0008_go_on_with_rounds")]

    operations = [
        migrations.CreateModel(
            name="Unbooked",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=amanah.values.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("events", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                (
                    "visits",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("error", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("booked_at", models.DateTimeField(null=True)),
                ("turn", models.BigIntegerField(null=True)),
                (
                    "phone",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.phone"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["at"], condition=Q(booked_at__isnull=True), name="unbooked_oldest_first")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(booked_at__isnull=True, turn__isnull=True)
                        | Q(booked_at__isnull=False, turn__isnull=False),
                        name="booked_later_has_its_turn",
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
