"""The law of the journal: entries and links are only added, and the database itself makes the chain at commit.

Deferred to the commit, the lock is held for one moment only, and after every other lock of the transaction: nobody
waits for the journal while working, and two transactions can't wait for each other because of it.
"""

from django.db import migrations

REFUSE_CHANGE = """
CREATE FUNCTION journal_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is only ever added to: % on % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'journal_is_append_only';
END $$;

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();
CREATE TRIGGER entry_is_never_truncated BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_change();
CREATE TRIGGER link_is_never_changed BEFORE UPDATE OR DELETE ON journal_link
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();
CREATE TRIGGER link_is_never_truncated BEFORE TRUNCATE ON journal_link
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_change();
"""

ALLOW_CHANGE = """
DROP TRIGGER link_is_never_truncated ON journal_link;
DROP TRIGGER link_is_never_changed ON journal_link;
DROP TRIGGER entry_is_never_truncated ON journal_entry;
DROP TRIGGER entry_is_never_changed ON journal_entry;
DROP FUNCTION journal_refuse_change();
"""

# 7101 is this lock's number among the house's advisory locks.
CHAIN = """
CREATE FUNCTION journal_chain_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_seq bigint;
    last_hash bytea;
BEGIN
    PERFORM pg_advisory_xact_lock(7101);
    SELECT seq, hash INTO last_seq, last_hash FROM journal_link ORDER BY seq DESC LIMIT 1;
    last_seq := coalesce(last_seq, 0);
    last_hash := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
    INSERT INTO journal_link (seq, entry_id, prev, hash)
    VALUES (last_seq + 1, NEW.id, last_hash, sha256(last_hash || convert_to(NEW.line, 'UTF8')));
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER journal_chain AFTER INSERT ON journal_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION journal_chain_entry();

CREATE FUNCTION journal_refuse_strange_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'links are made by the chain alone'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'link_is_made_by_the_chain';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER link_is_made_by_the_chain BEFORE INSERT ON journal_link
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_strange_link();

ALTER TABLE journal_entry ADD CONSTRAINT entry_columns_repeat_its_line CHECK (
    line::jsonb ->> 'id' = id::text AND line::jsonb ->> 'word' = word
    AND line::jsonb ->> 'by' = by AND line::jsonb ->> 'about' = about
);
"""

UNCHAIN = """
ALTER TABLE journal_entry DROP CONSTRAINT entry_columns_repeat_its_line;
DROP TRIGGER link_is_made_by_the_chain ON journal_link;
DROP FUNCTION journal_refuse_strange_link();
DROP TRIGGER journal_chain ON journal_entry;
DROP FUNCTION journal_chain_entry();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        migrations.RunSQL(REFUSE_CHANGE, ALLOW_CHANGE),
        migrations.RunSQL(CHAIN, UNCHAIN),
    ]
