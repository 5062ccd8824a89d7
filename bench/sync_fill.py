"""Fills a throw-away database with visits as phones would have told them, so that every index is as large as it'd be.

One statement a table, with triggers at rest (`session_replication_role`, a superuser's, for the filling alone): what
the house writes for four events of a paid visit, and the phones, families, leases and rounds around it. A phone makes
40 visits a day and 1,250 in all; ten phones are an office, with a village of its own. Ids are UUIDv7 of their time,
texts as long as the real ones. Tables that taking a batch in never asks (persons, faces, cases) stay empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg.sql import SQL

VISITS_A_PHONE = 1250
VISITS_A_DAY = 40
EVENTS_A_VISIT = 4


@dataclass(frozen=True, slots=True)
class Filling:
    """What the rows name: a stage that exists, the policy in force. `name` and `number`: other than any before."""

    name: str
    number: int
    stage: UUID
    policy: str
    days_ago: int


# Everything else is made from these two, so that each row names rows that are there.
_PHONES = """
CREATE UNLOGGED TABLE filling_phone AS
SELECT no, gen_random_uuid() AS id, gen_random_uuid() AS payer, %(name)s || no AS label,
       (10000 + 1000 * %(number)s + no / 10)::text AS office,
       '11.01.0' || %(number)s || '.' || lpad((no / 10)::text, 4, '0') AS village
FROM generate_series(0, ceil(%(visits)s / %(each)s::numeric)::int - 1) AS no
"""
_VISITS = """
CREATE UNLOGGED TABLE filling_visit AS
SELECT n, phone.id AS phone, phone.payer, phone.label, phone.office, phone.village, turn,
       current_date - %(days_ago)s::int - 1 - (turn / %(a_day)s)::int AS day,
       md5(phone.id::text || turn / %(a_day)s)::uuid AS round, now() - ago AS at,
       uuidv7(-ago) AS visit, uuidv7(-ago) AS family, uuidv7(-ago) AS entitlement, uuidv7(-ago) AS payment,
       ARRAY[uuidv7(-ago), uuidv7(-ago), uuidv7(-ago), uuidv7(-ago)] AS events
FROM (SELECT n, n %% %(phones)s AS no, n / %(phones)s AS turn,
             make_interval(days => %(days_ago)s, secs => (%(visits)s - n) * 0.01) AS ago
      FROM generate_series(0, %(visits)s - 1) AS n) AS one
JOIN filling_phone AS phone USING (no)
ORDER BY n
"""
_TABLES = (
    """INSERT INTO access_office (nopen, name, kind, hotline)
       SELECT DISTINCT office, office, 'KCP', '' FROM filling_phone""",
    """INSERT INTO access_village (code, name, lat, lng, office_id)
       SELECT DISTINCT village, village, -8.6, 115.2, office FROM filling_phone""",
    """INSERT INTO access_user (password, id, username, name, language, is_active, hired_at)
       SELECT '!', payer, label, label, 'id', true, now() FROM filling_phone""",
    """INSERT INTO access_phone
           (id, user_id, office_id, name, device, public_key, token_hash, state, enrolled_at, had_seq, tags_only)
       SELECT id, payer, office, label, '', id::text, sha256(id::text::bytea), 'active', now(), 0, false
       FROM filling_phone""",
    """INSERT INTO visits_phonechain (phone_id, ack_seq, head_hash, max_seq, pack_print)
       SELECT phone, 4 * count(*), encode(sha256((phone::text || 4 * count(*))::bytea), 'hex'), 4 * count(*), ''
       FROM filling_visit GROUP BY phone""",
    """INSERT INTO registry_family
           (id, village_id, village_code, office_id, address, banjar, rt, rw, postcode, needs, known_since)
       SELECT family, village, village, office, sha256(family::text::bytea), '', '', '', '', '{}', at
       FROM filling_visit ORDER BY n""",
    """INSERT INTO registry_hometag (id, family_id, lat, lng, accuracy_m, visit, kind, at, by, reason)
       SELECT uuidv7(), family, -8.6 + random() / 100, 115.2 + random() / 100, 6, visit, 'visit', at, '', ''
       FROM filling_visit ORDER BY n""",
    """INSERT INTO programs_entitlement
           (id, id_salur, family_id, programme_id, stage_id, tranche, wave, amount, office_id, village_id,
            village_code, state)
       SELECT entitlement, label || '-' || n, family, 'SEMBAKO', %(stage)s, 1, 1, 600000, office, village,
              village, 'due'
       FROM filling_visit ORDER BY n""",
    """INSERT INTO visits_round (id, office_id, day, kind, stage_id, payer_id, phone_id, float, handed_by, state)
       SELECT DISTINCT round, office, day, 'pay', %(stage)s::uuid, payer, phone, 24000000, 'office', 'closed'
       FROM filling_visit""",
    """INSERT INTO visits_stop (round_id, family_id, "order")
       SELECT round, family, turn %% %(a_day)s + 1 FROM filling_visit ORDER BY n""",
    """INSERT INTO visits_lease (id, entitlement_id, phone_id, round_id, fence, taken_at, ended_at, how)
       SELECT uuidv7(), entitlement, phone, round, 1, at, at, 'settled' FROM filling_visit ORDER BY n""",
    """INSERT INTO visits_event
           (id, phone_id, seq, prev_hash, hash, type, visit, day, text, signature, is_read, received_at)
       SELECT events[k], phone, 4 * turn + k, encode(sha256((phone::text || 4 * turn + k - 1)::bytea), 'hex'),
              encode(sha256((phone::text || 4 * turn + k)::bytea), 'hex'), real.type, visit, day,
              rpad('{"v":1,"id":"' || events[k] || '","phone":"' || phone || '","type":"' || real.type || '"',
                   real.length, md5(events[k]::text)),
              sha256(events[k]::text::bytea) || sha256(visit::text::bytea), true, at
       FROM filling_visit
       CROSS JOIN (SELECT type, avg(length(text))::int AS length, row_number() OVER (ORDER BY min(seq)) AS k
                   FROM visits_event GROUP BY type ORDER BY min(seq) LIMIT 4) AS real
       ORDER BY n, k""",
    """INSERT INTO visits_media
           (sha256, phone_id, visit, kind, size_bytes, received_bytes, state, completed_at)
       SELECT encode(sha256((visit::text || kind)::bytea), 'hex'), phone, visit, kind, 80000, 80000, 'complete', at
       FROM filling_visit CROSS JOIN (VALUES ('face'), ('face_thumb'), ('house'), ('house_thumb')) AS photo(kind)
       ORDER BY n""",
    """INSERT INTO visits_visit
           (id, phone_id, office_id, family, village, stage, day, started_at, ending, reason, band, compared, way,
            total, lat, lng, ended_seq, received_at)
       SELECT visit, phone, office, family, village, %(stage)s, day, at, 'paid', '', 'same', 'reference', '',
              600000, -8.6, 115.2, 4 * turn + 4, at
       FROM filling_visit ORDER BY n""",
    """INSERT INTO visits_settlement
           (id, payment, entitlement, visit, family, phone_id, office_id, day, amount, is_paid, why, doubts, event_id,
            at)
       SELECT gen_random_uuid(), payment, entitlement, visit, family, phone, office, day, 600000, true, '', '{}',
              events[4], at
       FROM filling_visit ORDER BY n""",
    """INSERT INTO visits_judgement (id, visit_id, doubts, policy, against, at, is_current)
       SELECT uuidv7(), visit, '{}', %(policy)s, real.against, at, true
       FROM filling_visit CROSS JOIN (SELECT against FROM visits_judgement LIMIT 1) AS real
       ORDER BY n""",
    """INSERT INTO visits_secondlook
           (id, visit_id, likeness, band, live, quality, model, reference_kind, calibration, engine, note, at)
       SELECT uuidv7(), visit, 0.7, 'same', 0.9, 60, 'filled', 'list', '', 'house', '', at
       FROM filling_visit ORDER BY n""",
    """INSERT INTO ledger_transfer (id, giver, receiver, amount, word, about, at, by, posted_at)
       SELECT gen_random_uuid(), 'bag:' || phone || ':' || day, 'family:' || family, 600000, 'cash_paid',
              'visit:' || visit, at, label, at
       FROM filling_visit ORDER BY n""",
    """INSERT INTO ledger_account (name, received, given)
       SELECT 'bag:' || phone || ':' || day, 600000 * count(*), 600000 * count(*) FROM filling_visit GROUP BY phone, day
       UNION ALL SELECT 'family:' || family, 600000, 0 FROM filling_visit""",
    """WITH told AS (SELECT uuidv7() AS id, at, label, n FROM filling_visit WHERE n %% 12 = 0)
       INSERT INTO journal_entry (id, at, word, by, about, line)
       SELECT id, at, 'visits.accepted', label, label,
              jsonb_build_object('id', id, 'word', 'visits.accepted', 'by', label, 'about', label,
                                 'head', sha256(id::text::bytea))::text
       FROM told ORDER BY n""",
    """INSERT INTO journal_link (seq, entry_id, prev, hash)
       SELECT coalesce((SELECT max(seq) FROM journal_link), 0) + row_number() OVER (ORDER BY entry.id), entry.id,
              sha256(entry.id::text::bytea), sha256(entry.line::bytea)
       FROM journal_entry AS entry LEFT JOIN journal_link AS link ON link.entry_id = entry.id
       WHERE link.entry_id IS NULL""",
    """INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)
       SELECT 'follow', 'amanah.follow', '{"told":[]}', 'succeeded' FROM filling_visit WHERE n %% 25 = 0""",
)
_DONE = "DROP TABLE filling_visit, filling_phone"


def fill(url: str, about: Filling, *, events: int) -> None:
    """Adds so many events, four to a visit, and all that follows from them. `url`: of a superuser.

    There must be a real paid visit already: lengths of texts are taken from it.
    """
    visits = events // EVENTS_A_VISIT
    said = {
        "name": about.name, "number": about.number, "stage": about.stage, "policy": about.policy,
        "visits": visits, "each": VISITS_A_PHONE, "a_day": VISITS_A_DAY, "phones": -(-visits // VISITS_A_PHONE),
        "days_ago": about.days_ago,
    }  # fmt: skip
    with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        _let_wal_grow(connection, "'16GB'")
        for statement in (_PHONES, _VISITS, *_TABLES, _DONE):
            connection.execute(SQL(statement), said)
        _let_wal_grow(connection, "DEFAULT")
        connection.execute("VACUUM (ANALYZE)")  # as autovacuum would have, had this grown in weeks
        connection.execute("CHECKPOINT")


def _let_wal_grow(connection: psycopg.Connection[tuple[object, ...]], size: str) -> None:
    connection.execute(SQL(f"ALTER SYSTEM SET max_wal_size = {size}"))
    connection.execute("SELECT pg_reload_conf()")
