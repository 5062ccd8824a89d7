"""The law of this room: events, settlements, judgements' facts and countings are only added; arrivals are numbered.

Taking this migration back removes the protection and the numbering, and loses no row.
"""

from django.db import migrations

FACTS = ("visits_event", "visits_settlement", "visits_resolution", "visits_cashclosing")

REFUSE = """
CREATE FUNCTION visits_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'facts are only ever added: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'facts_are_only_added';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_is_never_changed BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION visits_refuse_change();
CREATE TRIGGER {table}_is_never_truncated BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION visits_refuse_change();
"""
    for table in FACTS
)

ALLOW = (
    "".join(
        f"DROP TRIGGER {table}_is_never_truncated ON {table}; DROP TRIGGER {table}_is_never_changed ON {table};"
        for table in FACTS
    )
    + "DROP FUNCTION visits_refuse_change();"
)

NUMBER = """
CREATE SEQUENCE visits_arrival OWNED BY visits_event.arrival;
ALTER TABLE visits_event ALTER COLUMN arrival SET DEFAULT nextval('visits_arrival');
"""
UNNUMBER = """
ALTER TABLE visits_event ALTER COLUMN arrival DROP DEFAULT;
DROP SEQUENCE visits_arrival;
"""


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]
    operations = [
        migrations.RunSQL(NUMBER, UNNUMBER),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
