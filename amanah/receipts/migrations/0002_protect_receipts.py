"""What was sent and tried is never changed; retention may delete it."""

from __future__ import annotations

from django.db import migrations

REFUSE = """
CREATE FUNCTION receipts_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was sent is never changed: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'receipts_are_only_added';
END $$;
CREATE TRIGGER receipts_message_is_never_changed BEFORE UPDATE ON receipts_message
    FOR EACH ROW EXECUTE FUNCTION receipts_refuse_change();
CREATE TRIGGER receipts_try_is_never_changed BEFORE UPDATE ON receipts_try
    FOR EACH ROW EXECUTE FUNCTION receipts_refuse_change();
"""
ALLOW = """
DROP TRIGGER receipts_try_is_never_changed ON receipts_try;
DROP TRIGGER receipts_message_is_never_changed ON receipts_message;
DROP FUNCTION receipts_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("receipts", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
