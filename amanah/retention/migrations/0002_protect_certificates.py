"""The law of this room: what was named for destruction, and the certificate of it, are never changed or removed.

Taking this back removes the protection and loses no row.
"""

from django.db import migrations

TABLES = ("retention_run", "retention_order", "retention_certificate")

REFUSE = """
CREATE FUNCTION retention_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'certificates are kept: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'certificates_are_kept';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_is_never_changed BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION retention_refuse_change();
CREATE TRIGGER {table}_is_never_truncated BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION retention_refuse_change();
"""
    for table in TABLES
)

ALLOW = (
    "".join(
        f"DROP TRIGGER {table}_is_never_truncated ON {table}; DROP TRIGGER {table}_is_never_changed ON {table};"
        for table in TABLES
    )
    + "DROP FUNCTION retention_refuse_change();"
)


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
