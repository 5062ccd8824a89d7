"""The law of pairs: two different people who agree close one, and what was found or said about two faces stays.

A pair is given its case once. Taking this back removes the protection and loses no row.
"""

from django.db import migrations

LAW = """
CREATE FUNCTION oversight_pair_keeps_what_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.case_id IS NOT NULL OR (to_jsonb(NEW) - 'case_id') IS DISTINCT FROM (to_jsonb(OLD) - 'case_id') THEN
        RAISE EXCEPTION 'a pair of faces is kept as it was found'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'pairs_are_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pair_is_given_its_case_once BEFORE UPDATE ON oversight_facepair
    FOR EACH ROW EXECUTE FUNCTION oversight_pair_keeps_what_it_is();
CREATE TRIGGER pair_is_never_removed BEFORE DELETE ON oversight_facepair
    FOR EACH ROW EXECUTE FUNCTION oversight_refuse_change();
CREATE TRIGGER pair_is_never_truncated BEFORE TRUNCATE ON oversight_facepair
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_refuse_change();

CREATE TRIGGER adjudication_is_never_changed BEFORE UPDATE OR DELETE ON oversight_adjudication
    FOR EACH ROW EXECUTE FUNCTION oversight_refuse_change();
CREATE TRIGGER adjudication_is_never_truncated BEFORE TRUNCATE ON oversight_adjudication
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_refuse_change();

CREATE FUNCTION oversight_adjudicated_while_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM oversight_case WHERE id = NEW.case_id AND kind IN ('same_face', 'staff_face'))
       OR EXISTS (SELECT FROM oversight_closing WHERE case_id = NEW.case_id) THEN
        RAISE EXCEPTION 'only open cases of two faces are adjudicated'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'adjudicated_while_open';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER adjudicated_while_open BEFORE INSERT ON oversight_adjudication
    FOR EACH ROW EXECUTE FUNCTION oversight_adjudicated_while_open();

CREATE FUNCTION oversight_two_close_a_pair() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_faces boolean := (SELECT kind IN ('same_face', 'staff_face') FROM oversight_case WHERE id = NEW.case_id);
    agree integer := (SELECT count(DISTINCT by) FROM oversight_adjudication
                      WHERE case_id = NEW.case_id AND verdict = NEW.outcome);
BEGIN
    IF of_faces AND agree < 2 OR NOT of_faces AND NEW.outcome IN ('same', 'different', 'twins') THEN
        RAISE EXCEPTION 'two different people close a case of two faces, by agreeing'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'two_people_close_a_pair';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER two_people_close_a_pair BEFORE INSERT ON oversight_closing
    FOR EACH ROW EXECUTE FUNCTION oversight_two_close_a_pair();
"""

BACK = """
DROP TRIGGER two_people_close_a_pair ON oversight_closing;
DROP FUNCTION oversight_two_close_a_pair();
DROP TRIGGER adjudicated_while_open ON oversight_adjudication;
DROP FUNCTION oversight_adjudicated_while_open();
DROP TRIGGER adjudication_is_never_truncated ON oversight_adjudication;
DROP TRIGGER adjudication_is_never_changed ON oversight_adjudication;
DROP TRIGGER pair_is_never_truncated ON oversight_facepair;
DROP TRIGGER pair_is_never_removed ON oversight_facepair;
DROP TRIGGER pair_is_given_its_case_once ON oversight_facepair;
DROP FUNCTION oversight_pair_keeps_what_it_is();
"""


class Migration(migrations.Migration):
    dependencies = [("oversight", "0003_find_pairs")]
    operations = [migrations.RunSQL(LAW, BACK)]
