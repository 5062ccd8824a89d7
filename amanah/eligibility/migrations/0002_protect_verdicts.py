"""The law of this room: rulesets, verdicts and decisions are only added.

Taking this migration back removes the protection and loses no row.
"""

from django.db import migrations

KEPT = ("eligibility_ruleset", "eligibility_verdict", "eligibility_decision")

REFUSE = """
CREATE FUNCTION eligibility_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was judged and decided is only ever added to: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'verdicts_are_only_added';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_is_never_changed BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION eligibility_refuse_change();
CREATE TRIGGER {table}_is_never_truncated BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION eligibility_refuse_change();
"""
    for table in KEPT
)

ALLOW = (
    "".join(
        f"DROP TRIGGER {table}_is_never_truncated ON {table}; DROP TRIGGER {table}_is_never_changed ON {table};"
        for table in KEPT
    )
    + "DROP FUNCTION eligibility_refuse_change();"
)


class Migration(migrations.Migration):
    dependencies = [("eligibility", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
