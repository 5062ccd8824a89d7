"""Policies are kept by version, and each judgement names one; a visit's row knows how the face went at the door.

What was judged before was judged by `2026.1`. Taking this migration back loses the kept policies and what rows
repeat of their events.
"""

import django.db.models.deletion
from django.db import migrations, models

FIRST = """
INSERT INTO visits_policy (version, content, at) VALUES ('2026.1', '{
    "version": "2026.1",
    "phone": {"model": "fr_feature-1", "same_above": 0.45, "different_below": 0.3, "ktp_same_above": 0.45,
              "calibration": "lfw_dev 2026-11", "ktp_calibration": ""},
    "house": {"model": "fr_feature-1", "same_above": 0.45, "different_below": 0.3, "ktp_same_above": 0.45,
              "calibration": "lfw_dev 2026-11", "ktp_calibration": ""},
    "second_look_slack": 0.1, "live_below": 0, "rungs": false, "retakes": 3,
    "home_far_m": 50, "village_slack_m": 100, "poor_accuracy_m": 50, "fixes": 5,
    "photo_max_px": 1024, "photo_max_bytes": 100000, "thumb_bytes": 24000,
    "clock_slack_s": 900, "clock_oldest_days": 30}', now());
"""

PROTECT = """
CREATE TRIGGER visits_policy_is_never_changed BEFORE UPDATE OR DELETE ON visits_policy
    FOR EACH ROW EXECUTE FUNCTION visits_refuse_change();
CREATE TRIGGER visits_policy_is_never_truncated BEFORE TRUNCATE ON visits_policy
    FOR EACH STATEMENT EXECUTE FUNCTION visits_refuse_change();
"""
UNPROTECT = """
DROP TRIGGER visits_policy_is_never_truncated ON visits_policy;
DROP TRIGGER visits_policy_is_never_changed ON visits_policy;
"""

# from the last evidence of the phone the visit belongs to, as the house reads it
FACES_AT_THE_DOOR = """
UPDATE visits_visit AS visit SET
    band = coalesce(told.face ->> 'band', ''),
    compared = CASE WHEN told.face ->> 'reference' IS NULL THEN ''
                    WHEN told.face ->> 'reference' = 'ktp' THEN 'ktp' ELSE 'reference' END,
    way = coalesce(told.other_way ->> 'way', '')
FROM (
    SELECT DISTINCT ON (visit, phone_id) visit, phone_id,
           text::json -> 'body' -> 'face' AS face, text::json -> 'body' -> 'other_way' AS other_way
    FROM visits_event WHERE type = 'visit.evidence' AND is_read ORDER BY visit, phone_id, seq DESC
) AS told
WHERE told.visit = visit.id AND told.phone_id = visit.phone_id;
"""


class Migration(migrations.Migration):
    dependencies = [("visits", "0002_protect_facts")]
    operations = [
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("version", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("content", models.JSONField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
        migrations.RunSQL(PROTECT, UNPROTECT),
        migrations.AlterField(
            model_name="judgement",
            name="policy",
            field=models.ForeignKey(
                db_column="policy",
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="visits.policy",
            ),
        ),
        migrations.RemoveConstraint(model_name="secondlook", name="visit_looked_at_once_a_model"),
        migrations.AddField("secondlook", "calibration", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("secondlook", "engine", models.CharField(default="house", max_length=40)),
        migrations.AddField("secondlook", "reference_kind", models.CharField(blank=True, default="", max_length=16)),
        migrations.AddConstraint(
            model_name="secondlook",
            constraint=models.UniqueConstraint(
                fields=("visit", "engine", "model"), name="visit_looked_at_once_an_engine_and_model"
            ),
        ),
        migrations.AddField("visit", "band", models.CharField(blank=True, default="", max_length=10)),
        migrations.AddField("visit", "compared", models.CharField(blank=True, default="", max_length=10)),
        migrations.AddField("visit", "way", models.CharField(blank=True, default="", max_length=16)),
        migrations.RunSQL(FACES_AT_THE_DOOR, migrations.RunSQL.noop),
    ]
