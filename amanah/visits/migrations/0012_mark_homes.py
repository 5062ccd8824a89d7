"""Rounds that only mark homes; and by the database's own word, their phones move no money.

The triggers look at a statement's rows at once: a batch of settlements costs one more look-up, not one a row.
"""

from django.db import migrations, models
from django.db.models import Q

TABLES = ("visits_lease", "visits_settlement", "ledger_transfer")

REFUSE = """
CREATE FUNCTION visits_refuse_other_duty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM access_phone WHERE id = NEW.phone_id AND tags_only <> (NEW.kind = 'tag')) THEN
        RAISE EXCEPTION 'a round to pay goes to a phone that pays, a round to tag to one that tags'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'round_fits_its_phone';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER visits_round_fits_its_phone BEFORE INSERT OR UPDATE ON visits_round
    FOR EACH ROW EXECUTE FUNCTION visits_refuse_other_duty();

CREATE FUNCTION visits_refuse_taggers_money() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved boolean;
BEGIN
    IF TG_TABLE_NAME = 'ledger_transfer' THEN
        SELECT EXISTS (
            SELECT 1 FROM fresh CROSS JOIN LATERAL (VALUES (fresh.giver), (fresh.receiver)) AS side(account)
            JOIN access_phone AS phone ON phone.id = substring(side.account FROM '^bag:([0-9a-f-]{36}):')::uuid
            WHERE phone.tags_only
        ) INTO moved;
    ELSE
        SELECT EXISTS (
            SELECT 1 FROM fresh JOIN access_phone AS phone ON phone.id = fresh.phone_id WHERE phone.tags_only
        ) INTO moved;
    END IF;
    IF moved THEN
        RAISE EXCEPTION 'this phone only marks homes: % on % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'tagging_phone_moves_no_money';
    END IF;
    RETURN NULL;
END $$;
"""

ASK = """
CREATE TRIGGER {table}_of_no_tagger AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION visits_refuse_taggers_money();
"""

ALLOW = """
DROP FUNCTION visits_refuse_taggers_money();
DROP TRIGGER visits_round_fits_its_phone ON visits_round;
DROP FUNCTION visits_refuse_other_duty();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0011_keys_indexed_once"),
        ("access", "0004_name_geotaggers"),
        ("ledger", "0002_add_up_and_protect_transfer"),
    ]

    operations = [
        migrations.AddField("round", "kind", models.CharField(default="pay", max_length=3)),
        migrations.AlterField(
            "round",
            "stage",
            models.ForeignKey(null=True, on_delete=models.deletion.PROTECT, related_name="+", to="programs.stage"),
        ),
        migrations.AddConstraint(
            "round",
            models.UniqueConstraint(
                condition=Q(goes_on__isnull=True, kind="tag"),
                fields=("payer", "day"),
                name="tagging_round_once_a_person_and_day",
            ),
        ),
        migrations.AddConstraint(
            "round",
            models.CheckConstraint(
                condition=Q(kind="pay", stage__isnull=False) | Q(kind="tag", stage__isnull=True, float=0),
                name="tagging_round_has_no_money",
            ),
        ),
        migrations.RemoveConstraint("visit", "visit_ends_in_a_known_way"),
        migrations.AddConstraint(
            "visit",
            models.CheckConstraint(
                condition=Q(ending__in=["paid", "failed", "tagged", "unfinished"]), name="visit_ends_in_a_known_way"
            ),
        ),
        migrations.RunSQL(REFUSE, ALLOW),
        *(
            migrations.RunSQL(ASK.format(table=table), f"DROP TRIGGER {table}_of_no_tagger ON {table}")
            for table in TABLES
        ),
    ]
