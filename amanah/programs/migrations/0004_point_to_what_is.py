"""An entitlement points to a programme, a stage and a batch that are there: checked over all rows of a statement at once.

The other half of a foreign key: those tables never lose a row, nor does a row change its name.
"""

from __future__ import annotations

from django.db import migrations

HOLD = """
CREATE FUNCTION programs_refuse_nowhere() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT programme_id, stage_id, batch_id FROM fresh) AS named
        LEFT JOIN programs_programme AS programme ON programme.code = named.programme_id
        LEFT JOIN programs_stage AS stage ON stage.id = named.stage_id
        LEFT JOIN programs_batch AS batch ON batch.id = named.batch_id
        WHERE programme.code IS NULL OR stage.id IS NULL OR (named.batch_id IS NOT NULL AND batch.id IS NULL)
    ) THEN
        RAISE EXCEPTION 'an entitlement names a programme, stage or batch that is not there'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'entitlement_points_to_what_is';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER entitlement_points_to_what_is AFTER INSERT ON programs_entitlement
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION programs_refuse_nowhere();
CREATE TRIGGER entitlement_still_points_to_what_is AFTER UPDATE ON programs_entitlement
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION programs_refuse_nowhere();

CREATE FUNCTION programs_refuse_loss() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a row of % is never lost or renamed: entitlements point to it', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END $$;

CREATE TRIGGER programme_is_kept BEFORE DELETE OR UPDATE OF code ON programs_programme
    FOR EACH ROW EXECUTE FUNCTION programs_refuse_loss();
CREATE TRIGGER stage_is_kept BEFORE DELETE OR UPDATE OF id ON programs_stage
    FOR EACH ROW EXECUTE FUNCTION programs_refuse_loss();
CREATE TRIGGER batch_is_kept BEFORE DELETE OR UPDATE OF id ON programs_batch
    FOR EACH ROW EXECUTE FUNCTION programs_refuse_loss();
CREATE TRIGGER programme_is_never_truncated BEFORE TRUNCATE ON programs_programme
    FOR EACH STATEMENT EXECUTE FUNCTION programs_refuse_loss();
CREATE TRIGGER stage_is_never_truncated BEFORE TRUNCATE ON programs_stage
    FOR EACH STATEMENT EXECUTE FUNCTION programs_refuse_loss();
CREATE TRIGGER batch_is_never_truncated BEFORE TRUNCATE ON programs_batch
    FOR EACH STATEMENT EXECUTE FUNCTION programs_refuse_loss();
"""

LET_GO = """
DROP TRIGGER batch_is_never_truncated ON programs_batch;
DROP TRIGGER stage_is_never_truncated ON programs_stage;
DROP TRIGGER programme_is_never_truncated ON programs_programme;
DROP TRIGGER batch_is_kept ON programs_batch;
DROP TRIGGER stage_is_kept ON programs_stage;
DROP TRIGGER programme_is_kept ON programs_programme;
DROP FUNCTION programs_refuse_loss();
DROP TRIGGER entitlement_still_points_to_what_is ON programs_entitlement;
DROP TRIGGER entitlement_points_to_what_is ON programs_entitlement;
DROP FUNCTION programs_refuse_nowhere();
"""


class Migration(migrations.Migration):
    dependencies = [("programs", "0003_check_keys_at_once")]
    operations = [migrations.RunSQL(HOLD, LET_GO)]
