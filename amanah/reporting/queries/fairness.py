"""False rejections of faces, by age, sex, area, phone model and payer: counted from facts each time it is asked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db import connection

from amanah.reporting import rules
from amanah.reporting.types import SPAN_DAYS, Alarm, By, Count, FaceGroup, FaceReport, Figures, Subject

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
# Whose visits the group's are: a district or a payer may be one office's.
_OFFICES = """
SELECT DISTINCT office FROM reporting_known_face
WHERE is_right AND day BETWEEN %(since)s AND %(until)s
  AND CASE %(by)s WHEN 'area' THEN left(village, %(area)s) = %(name)s WHEN 'payer' THEN payer::text = %(name)s END
"""
# What is tested together, so that one reading errs once in twenty: what the ministry sees, and payers by themselves.
_TOGETHER = (tuple(one for one in By if one is not By.PAYER), (By.PAYER,))


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


def alarms(day: date) -> list[Alarm]:
    """Every group of the country that fares worse in the SPAN_DAYS until this day, as `false_rejections` judges it."""
    since = day - timedelta(days=SPAN_DAYS - 1)
    found = []
    for by in _TOGETHER:
        report = false_rejections(since=since, until=day, offices=None, by=by)
        found += [_alarm(group, report) for group in report.alarms]
    return found


def _alarm(group: FaceGroup, report: FaceReport) -> Alarm:
    one = group.count
    return Alarm(
        Subject(one.by, one.name, f"{report.until:%Y-%m}"),
        Figures(one.rejected, one.tried, report.rejected - one.rejected, report.tried - one.tried),
        _office_of(one, report),
    )


def _office_of(count: Count, report: FaceReport) -> str | None:
    given: dict[str, date | str | int] = {
        "since": report.since,
        "until": report.until,
        "by": count.by.value,
        "name": count.name,
        "area": _DISTRICT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OFFICES, given)
        offices = [office for (office,) in cursor.fetchall()]
    return offices[0] if len(offices) == 1 else None
