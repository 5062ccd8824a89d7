"""A kind of case more, and its law: that a group fares worse is answered by a person, never by a job.

Taking this back removes the protection and loses no row.
"""

from django.db import migrations, models

LAW = """
CREATE FUNCTION oversight_people_answer_unfairness() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."by" NOT LIKE 'user:_%' AND EXISTS (SELECT FROM oversight_case WHERE id = NEW.case_id AND kind = 'unfair') THEN
        RAISE EXCEPTION 'only a person answers for a group that fares worse'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'people_answer_unfairness';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_answer_unfairness BEFORE INSERT ON oversight_closing
    FOR EACH ROW EXECUTE FUNCTION oversight_people_answer_unfairness();
"""

BACK = """
DROP TRIGGER people_answer_unfairness ON oversight_closing;
DROP FUNCTION oversight_people_answer_unfairness();
"""


class Migration(migrations.Migration):
    dependencies = [("oversight", "0004_protect_pairs")]
    operations = [
        migrations.AlterField(
            model_name="case",
            name="kind",
            field=models.TextField(
                choices=[
                    ("doubt", "doubt"),
                    ("double_paid", "double_paid"),
                    ("suspense", "suspense"),
                    ("float", "float"),
                    ("incident", "incident"),
                    ("same_face", "same_face"),
                    ("staff_face", "staff_face"),
                    ("unfair", "unfair"),
                ]
            ),
        ),
        migrations.RunSQL(LAW, BACK),
    ]
