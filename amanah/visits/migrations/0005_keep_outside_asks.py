"""Askings of an outside verifier, only ever added."""

import django.db.models.deletion
from django.db import migrations, models

import amanah.values.ids

REFUSE = """
CREATE TRIGGER visits_outsideask_is_never_changed BEFORE UPDATE OR DELETE ON visits_outsideask
    FOR EACH ROW EXECUTE FUNCTION visits_refuse_change();
CREATE TRIGGER visits_outsideask_is_never_truncated BEFORE TRUNCATE ON visits_outsideask
    FOR EACH STATEMENT EXECUTE FUNCTION visits_refuse_change();
"""
ALLOW = """
DROP TRIGGER visits_outsideask_is_never_truncated ON visits_outsideask;
DROP TRIGGER visits_outsideask_is_never_changed ON visits_outsideask;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0004_keep_field_faces"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideAsk",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=amanah.values.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("verifier", models.CharField(max_length=40)),
                ("outcome", models.CharField(max_length=12)),
                ("answer", models.CharField(blank=True, max_length=10)),
                ("score", models.FloatField(null=True)),
                ("ref", models.CharField(blank=True, max_length=80)),
                ("took_ms", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asks", to="visits.visit"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["verifier", "-at"], name="ask_newest_first")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                [
                                    "answered",
                                    "timeout",
                                    "unreachable",
                                    "broken",
                                    "refused",
                                    "garbled",
                                ],
                            )
                        ),
                        name="ask_ends_in_a_known_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "answer__in",
                                    [
                                        "same",
                                        "different",
                                        "unknown",
                                    ],
                                ),
                                ("outcome", "answered"),
                            ),
                            models.Q(models.Q(("outcome", "answered"), _negated=True), ("answer", "")),
                            _connector="OR",
                        ),
                        name="ask_has_an_answer_when_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("score__isnull", True), models.Q(("score__gte", 0), ("score__lte", 1)), _connector="OR"
                        ),
                        name="ask_scores_from_0_to_1",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "answered")),
                        fields=("visit", "verifier"),
                        name="visit_is_verified_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
