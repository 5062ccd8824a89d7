"""The office's word about a home says who gave it and why; taking it back is a fact of its own, never a deletion."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from amanah.values.ids import new_id

HOLD = """
CREATE FUNCTION registry_refuse_taken_back_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a word taken back is only added: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'words_are_taken_back_for_good';
END $$;
CREATE TRIGGER registry_hometakenback_is_only_added BEFORE UPDATE OR DELETE ON registry_hometakenback
    FOR EACH ROW EXECUTE FUNCTION registry_refuse_taken_back_change();
CREATE FUNCTION registry_only_offices_take_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM registry_hometag WHERE id = NEW.tag_id AND kind = 'office') THEN
        RAISE EXCEPTION 'only the office''s own word is taken back'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'only_offices_words_are_taken_back';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registry_hometakenback_is_the_offices BEFORE INSERT ON registry_hometakenback
    FOR EACH ROW EXECUTE FUNCTION registry_only_offices_take_back();
"""
LET_GO = """
DROP TRIGGER registry_hometakenback_is_the_offices ON registry_hometakenback;
DROP TRIGGER registry_hometakenback_is_only_added ON registry_hometakenback;
DROP FUNCTION registry_only_offices_take_back();
DROP FUNCTION registry_refuse_taken_back_change();
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_learn_homes_from_all_tags")]
    operations = [
        migrations.AddField("hometag", "by", models.CharField(max_length=80, blank=True, default="")),
        migrations.AddField("hometag", "reason", models.CharField(max_length=200, blank=True, default="")),
        migrations.AddConstraint(
            "hometag",
            models.CheckConstraint(
                condition=~models.Q(kind="office") | ~(models.Q(by="") | models.Q(reason="")),
                name="office_says_who_and_why",
            ),
        ),
        migrations.CreateModel(
            name="HomeTakenBack",
            fields=[
                ("id", models.UUIDField(default=new_id, editable=False, primary_key=True, serialize=False)),
                ("by", models.CharField(max_length=80)),
                ("reason", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "tag",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="taken_back", to="registry.hometag"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=~(models.Q(by="") | models.Q(reason="")), name="taking_back_says_who_and_why"
                    ),
                ],
            },
        ),
        migrations.RunSQL(HOLD, LET_GO),
    ]
