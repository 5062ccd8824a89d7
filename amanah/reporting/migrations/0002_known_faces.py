"""A view more: visits at which the phone compared a face with a known one, and whether the person was the right one."""

from django.db import migrations

# A face was compared with a reference, or photographed where there was one and not found (`band` is empty then).
# Right, by later evidence: a person upheld the visit, or the house's own look says same; never where a person said
# the record is wrong. A representative is somebody else by design. Age and sex are the managing member's.
KNOWN_FACE = """
CREATE VIEW reporting_known_face AS
SELECT visit.id AS visit, visit.office_id AS office, visit.village AS village, visit.day AS day,
       phone.user_id AS payer, phone.device AS device, person.sex AS sex, person.born AS born,
       visit.band <> 'same' AS rejected,
       coalesce(closing.outcome = 'upheld' OR (look.band = 'same' AND closing.outcome IS DISTINCT FROM 'wrong'), false)
           AS is_right
FROM visits_visit AS visit
JOIN access_phone AS phone ON phone.id = visit.phone_id
LEFT JOIN LATERAL (
    SELECT sex, born FROM registry_person WHERE family_id = visit.family AND is_manager ORDER BY id LIMIT 1
) AS person ON true
LEFT JOIN LATERAL (
    SELECT band FROM visits_secondlook WHERE visit_id = visit.id AND likeness IS NOT NULL ORDER BY at DESC LIMIT 1
) AS look ON true
LEFT JOIN oversight_case AS asked ON asked.kind = 'doubt' AND asked.about = 'visit:' || visit.id
LEFT JOIN oversight_closing AS closing ON closing.case_id = asked.id
WHERE visit.ending = 'paid' AND visit.way <> 'representative'
  AND (
      visit.compared = 'reference'
      OR (
          visit.band = ''
          AND EXISTS (SELECT FROM visits_media WHERE visit = visit.id AND kind = 'face')
          AND EXISTS (SELECT FROM registry_facereference WHERE family_id = visit.family AND at < visit.started_at)
      )
  )
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0001_read_only_views"),
        ("access", "0002_name_devices"),
        ("registry", "0003_seal_faces_by_regency"),
        ("visits", "0003_keep_policies"),
        ("oversight", "0001_initial"),
    ]
    operations = [migrations.RunSQL(KNOWN_FACE, "DROP VIEW reporting_known_face")]
