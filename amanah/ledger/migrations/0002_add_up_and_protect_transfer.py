"""The law of the ledger: transfers are only added, and accounts move only because a transfer was added."""

from django.db import migrations

REFUSE_CHANGE = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is only ever added to: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ledger_is_append_only';
END $$;

CREATE TRIGGER transfer_is_never_changed BEFORE UPDATE OR DELETE ON ledger_transfer
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER transfer_is_never_truncated BEFORE TRUNCATE ON ledger_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER account_is_never_removed BEFORE DELETE ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER account_is_never_truncated BEFORE TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""

ALLOW_CHANGE = """
DROP TRIGGER account_is_never_truncated ON ledger_account;
DROP TRIGGER account_is_never_removed ON ledger_account;
DROP TRIGGER transfer_is_never_truncated ON ledger_transfer;
DROP TRIGGER transfer_is_never_changed ON ledger_transfer;
DROP FUNCTION ledger_refuse_change();
"""

# Accounts are locked in the order of their names, so that two posts can't wait for each other.
ADD_UP = """
CREATE FUNCTION ledger_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_account AS kept (name, received, given)
    SELECT name, sum(received), sum(given)
    FROM (
        SELECT receiver AS name, amount AS received, 0 AS given FROM fresh
        UNION ALL
        SELECT giver, 0, amount FROM fresh
    ) AS sides
    GROUP BY name
    ORDER BY name
    ON CONFLICT (name) DO UPDATE
        SET received = kept.received + excluded.received, given = kept.given + excluded.given;
    RETURN NULL;
END $$;

CREATE TRIGGER transfer_adds_up AFTER INSERT ON ledger_transfer
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_add_up();

CREATE FUNCTION ledger_refuse_strange_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'account % moves only by transfers', NEW.name
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'account_moves_by_transfers_only';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER account_moves_by_transfers_only BEFORE INSERT OR UPDATE ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_strange_balance();
"""

LEAVE_ALONE = """
DROP TRIGGER account_moves_by_transfers_only ON ledger_account;
DROP FUNCTION ledger_refuse_strange_balance();
DROP TRIGGER transfer_adds_up ON ledger_transfer;
DROP FUNCTION ledger_add_up();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL(REFUSE_CHANGE, ALLOW_CHANGE),
        migrations.RunSQL(ADD_UP, LEAVE_ALONE),
    ]
