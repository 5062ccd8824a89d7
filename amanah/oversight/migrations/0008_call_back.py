"""Call-backs of drawn visits: kept as they were said, of sample cases alone, and no such case closes without one.

Taking this back removes the table: what families said is lost, the closings stay.
"""

import django.db.models.deletion
from django.db import migrations, models

import amanah.values.ids

LAW = """
CREATE FUNCTION oversight_refuse_call_back_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'call-backs are kept: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'call_backs_are_kept';
END $$;
CREATE FUNCTION oversight_hold_call_back_to_sample() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM oversight_case WHERE id = NEW.case_id AND kind = 'sample')
       OR EXISTS (SELECT 1 FROM oversight_closing WHERE case_id = NEW.case_id) THEN
        RAISE EXCEPTION 'only an open case of a sample is called back'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'call_back_is_of_a_sample';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION oversight_hold_closing_to_call_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM oversight_case WHERE id = NEW.case_id AND kind = 'sample') AND NOT EXISTS (
        SELECT 1 FROM oversight_callback
        WHERE case_id = NEW.case_id AND oversight_callback."by" = NEW."by" AND NOT (said = 'not_found' AND how = 'telephone')
          AND NEW.outcome = CASE said WHEN 'confirmed' THEN 'upheld' ELSE 'wrong' END
    ) THEN
        RAISE EXCEPTION 'a drawn visit is closed by a call-back that says so'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sample_closed_by_a_call_back';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER call_back_is_of_a_sample BEFORE INSERT ON oversight_callback
    FOR EACH ROW EXECUTE FUNCTION oversight_hold_call_back_to_sample();
CREATE TRIGGER call_back_is_never_changed BEFORE UPDATE OR DELETE ON oversight_callback
    FOR EACH ROW EXECUTE FUNCTION oversight_refuse_call_back_change();
CREATE TRIGGER call_back_is_never_truncated BEFORE TRUNCATE ON oversight_callback
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_refuse_call_back_change();
CREATE TRIGGER sample_is_closed_by_a_call_back BEFORE INSERT ON oversight_closing
    FOR EACH ROW EXECUTE FUNCTION oversight_hold_closing_to_call_back();
"""
BACK = """
DROP TRIGGER sample_is_closed_by_a_call_back ON oversight_closing;
DROP TRIGGER call_back_is_never_truncated ON oversight_callback;
DROP TRIGGER call_back_is_never_changed ON oversight_callback;
DROP TRIGGER call_back_is_of_a_sample ON oversight_callback;
DROP FUNCTION oversight_hold_closing_to_call_back();
DROP FUNCTION oversight_hold_call_back_to_sample();
DROP FUNCTION oversight_refuse_call_back_change();
"""
SAID = ("confirmed", "short", "not_received", "not_found", "other_person")
HOW = ("telephone", "visit")


class Migration(migrations.Migration):
    dependencies = [("oversight", "0007_seal_samples")]

    operations = [
        migrations.CreateModel(
            name="CallBack",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=amanah.values.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("said", models.CharField(max_length=12, choices=[(said, said) for said in SAID])),
                ("how", models.CharField(max_length=9, choices=[(how, how) for how in HOW])),
                ("due", models.BigIntegerField()),
                ("received", models.BigIntegerField(null=True)),
                ("note", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="call_backs", to="oversight.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("how__in", list(HOW)), ("said__in", list(SAID))), name="call_back_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("received__gt", 0), ("received__isnull", False), ("received__lt", models.F("due")),
                            ("said", "short"),
                        )
                        | (~models.Q(("said", "short")) & models.Q(("received__isnull", True))),
                        name="call_back_says_how_short",
                    ),
                    models.CheckConstraint(condition=~models.Q(("note", "")), name="call_back_has_a_note"),
                ]
            },
        ),
        migrations.RunSQL(LAW, BACK),
    ]  # fmt: skip
