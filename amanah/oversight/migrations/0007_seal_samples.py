"""The law of the audit sample: no draw without a seal, only by the sealed seed, and nothing changes afterwards.

Taking this back removes both tables: samples are lost, the cases they opened stay.
"""

import django.db.models.deletion
from django.db import migrations, models

import amanah.values.ids

LAW = """
CREATE FUNCTION oversight_refuse_sample_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'samples are kept: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'samples_are_kept';
END $$;
CREATE FUNCTION oversight_hold_seed_to_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM oversight_sampleseal
        WHERE id = NEW.seal_id AND at < NEW.at AND seed_sha256 = encode(sha256(decode(NEW.seed, 'hex')), 'hex')
    ) THEN
        RAISE EXCEPTION 'this seed was not sealed before'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sample_drawn_by_its_seal';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER draw_keeps_to_its_seal BEFORE INSERT ON oversight_sampledraw
    FOR EACH ROW EXECUTE FUNCTION oversight_hold_seed_to_seal();
CREATE TRIGGER seal_is_never_changed BEFORE UPDATE OR DELETE ON oversight_sampleseal
    FOR EACH ROW EXECUTE FUNCTION oversight_refuse_sample_change();
CREATE TRIGGER seal_is_never_truncated BEFORE TRUNCATE ON oversight_sampleseal
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_refuse_sample_change();
CREATE TRIGGER draw_is_never_changed BEFORE UPDATE OR DELETE ON oversight_sampledraw
    FOR EACH ROW EXECUTE FUNCTION oversight_refuse_sample_change();
CREATE TRIGGER draw_is_never_truncated BEFORE TRUNCATE ON oversight_sampledraw
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_refuse_sample_change();
"""
BACK = """
DROP TRIGGER draw_is_never_truncated ON oversight_sampledraw;
DROP TRIGGER draw_is_never_changed ON oversight_sampledraw;
DROP TRIGGER seal_is_never_truncated ON oversight_sampleseal;
DROP TRIGGER seal_is_never_changed ON oversight_sampleseal;
DROP TRIGGER draw_keeps_to_its_seal ON oversight_sampledraw;
DROP FUNCTION oversight_hold_seed_to_seal();
DROP FUNCTION oversight_refuse_sample_change();
"""
KINDS = (
    "doubt",
    "double_paid",
    "suspense",
    "float",
    "incident",
    "same_face",
    "staff_face",
    "unfair",
    "sample",
    "pattern",
)


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("oversight", "0006_find_patterns")]

    operations = [
        migrations.AlterField("case", "kind", models.TextField(choices=[(kind, kind) for kind in KINDS])),
        migrations.CreateModel(
            name="SampleSeal",
            fields=[
                ("id", models.UUIDField(default=amanah.values.ids.new_id, primary_key=True, serialize=False)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("size", models.PositiveIntegerField()),
                ("seed_sha256", models.CharField(max_length=64)),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.office"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("seed_sha256__regex", "^[0-9a-f]{64}$")), name="sample_seed_is_sealed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("last__gte", models.F("first"))),
                        name="sample_is_of_something",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="SampleDraw",
            fields=[
                (
                    "seal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="draw",
                        serialize=False, to="oversight.sampleseal",
                    ),
                ),
                ("seed", models.CharField(max_length=64)),
                ("frame", models.JSONField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(LAW, BACK),
    ]  # fmt: skip
