"""False rejections of faces, by age, sex, area, phone model and payer: counted from facts each time it is asked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import connection

from amanah.reporting import rules
from amanah.reporting.types import By, Count, FaceReport

# 13 characters of a village's code are the village, 8 its district.
_COUNTS = """
WITH known AS (
    SELECT rejected, coalesce(sex, '') AS sex, left(village, %(area)s) AS area, device, payer::text AS payer,
           CASE WHEN born IS NULL THEN ''
                WHEN born > day - interval '40 years' THEN '0-39'
                WHEN born > day - interval '60 years' THEN '40-59'
                WHEN born > day - interval '70 years' THEN '60-69'
                ELSE '70+' END AS age
    FROM reporting_known_face
    WHERE is_right AND day BETWEEN %(since)s AND %(until)s
      AND (%(offices)s::text[] IS NULL OR office = ANY(%(offices)s::text[]))
)
SELECT CASE 0 WHEN grouping(age) THEN 'age' WHEN grouping(sex) THEN 'sex' WHEN grouping(area) THEN 'area'
              WHEN grouping(device) THEN 'device' WHEN grouping(payer) THEN 'payer' END,
       coalesce(age, sex, area, device, payer), count(*), count(*) FILTER (WHERE rejected)
FROM known
GROUP BY GROUPING SETS ((age), (sex), (area), (device), (payer))
ORDER BY 1, 2
"""
_UNKNOWN = """
SELECT count(*) FROM reporting_known_face
WHERE NOT is_right AND day BETWEEN %(since)s AND %(until)s
  AND (%(offices)s::text[] IS NULL OR office = ANY(%(offices)s::text[]))
"""
_VILLAGE, _DISTRICT = 13, 8


def false_rejections(
    *, since: date, until: date, offices: Collection[str] | None, by: Collection[By] = tuple(By)
) -> FaceReport:
    """Of these offices (None: all), from a day to a day, both included, told apart `by` these alone.

    A false rejection: the phone said different or between, or found no face, of somebody whom later evidence shows
    to be the right person. Areas are villages, or districts where all offices are counted.
    """
    given = {
        "since": since,
        "until": until,
        "offices": None if offices is None else sorted(offices),
        "area": _DISTRICT if offices is None else _VILLAGE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, given)
        counts = [Count(By(kind), name, tried, rejected) for kind, name, tried, rejected in cursor.fetchall()]
        cursor.execute(_UNKNOWN, given)
        (unknown,) = cursor.fetchone()
    ages = [one for one in counts if one.by is By.AGE]  # everybody has one, be it an unknown one
    tried, rejected = sum(one.tried for one in ages), sum(one.rejected for one in ages)
    groups = rules.judged([one for one in counts if one.by in by], tried=tried, rejected=rejected)
    return FaceReport(since, until, tried, rejected, unknown, rules.wilson(rejected, tried), tuple(groups))
