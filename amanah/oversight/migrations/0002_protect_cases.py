"""The law of this room: a case is never removed, and its closing never changes.

A case may still grow (more doubts of the same subject). Taking this back removes the protection and loses no row.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION oversight_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'cases are kept: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'cases_are_kept';
END $$;
CREATE TRIGGER case_is_never_removed BEFORE DELETE ON oversight_case
    FOR EACH ROW EXECUTE FUNCTION oversight_refuse_change();
CREATE TRIGGER case_is_never_truncated BEFORE TRUNCATE ON oversight_case
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_refuse_change();
CREATE TRIGGER closing_is_never_changed BEFORE UPDATE OR DELETE ON oversight_closing
    FOR EACH ROW EXECUTE FUNCTION oversight_refuse_change();
CREATE TRIGGER closing_is_never_truncated BEFORE TRUNCATE ON oversight_closing
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_refuse_change();
"""

ALLOW = """
DROP TRIGGER closing_is_never_truncated ON oversight_closing;
DROP TRIGGER closing_is_never_changed ON oversight_closing;
DROP TRIGGER case_is_never_truncated ON oversight_case;
DROP TRIGGER case_is_never_removed ON oversight_case;
DROP FUNCTION oversight_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
