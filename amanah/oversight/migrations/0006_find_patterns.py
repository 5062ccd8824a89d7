"""Doubts across visits: flags, what families say they received, prints of house photos; and that all of it stays.

Taking this back removes the protection and the three tables.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import amanah.values.ids

LAW = """
CREATE FUNCTION oversight_flag_keeps_what_it_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'flags and complaints are kept: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'flags_are_kept';
END $$;
CREATE TRIGGER flag_is_never_changed BEFORE UPDATE OR DELETE ON oversight_flag
    FOR EACH ROW EXECUTE FUNCTION oversight_flag_keeps_what_it_said();
CREATE TRIGGER flag_is_never_truncated BEFORE TRUNCATE ON oversight_flag
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_flag_keeps_what_it_said();
CREATE TRIGGER complaint_is_never_changed BEFORE UPDATE OR DELETE ON oversight_complaint
    FOR EACH ROW EXECUTE FUNCTION oversight_flag_keeps_what_it_said();
CREATE TRIGGER complaint_is_never_truncated BEFORE TRUNCATE ON oversight_complaint
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_flag_keeps_what_it_said();
"""

BACK = """
DROP TRIGGER complaint_is_never_truncated ON oversight_complaint;
DROP TRIGGER complaint_is_never_changed ON oversight_complaint;
DROP TRIGGER flag_is_never_truncated ON oversight_flag;
DROP TRIGGER flag_is_never_changed ON oversight_flag;
DROP FUNCTION oversight_flag_keeps_what_it_said();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("oversight", "0005_answer_unfairness"),
        ("registry", "0004_protect_references"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PhotoPrint",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("prints", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AlterField(
            model_name="case",
            name="kind",
            field=models.TextField(
                choices=[
                    ("doubt", "doubt"),
                    ("double_paid", "double_paid"),
                    ("suspense", "suspense"),
                    ("float", "float"),
                    ("incident", "incident"),
                    ("same_face", "same_face"),
                    ("staff_face", "staff_face"),
                    ("unfair", "unfair"),
                    ("pattern", "pattern"),
                ]
            ),
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("visit", models.UUIDField()),
                ("due", models.BigIntegerField()),
                ("received", models.BigIntegerField()),
                ("note", models.TextField(blank=True)),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.family"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["visit"], name="complaint_by_visit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due__gte", 0), ("received__gte", 0)), name="complaint_is_not_below_zero"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=amanah.values.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("day", models.DateField()),
                ("visits", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("numbers", models.JSONField()),
                ("id_text", models.TextField()),
                ("en_text", models.TextField()),
                ("version", models.CharField(max_length=20)),
                ("print", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flags",
                        to="oversight.case",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.office",
                    ),
                ),
                (
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["office", "day"], name="flag_by_office_and_day")],
                "constraints": [models.UniqueConstraint(fields=("print",), name="flag_raised_once")],
            },
        ),
        migrations.RunSQL(LAW, BACK),
    ]
