"""The views of this room. They only read; taking them back loses nothing."""

from django.db import migrations

# One row a phone. A seq above all stored ones that the house once acknowledged or heard of counts as missing too.
CHAIN = """
CREATE VIEW reporting_chain AS
SELECT chain.phone_id AS phone,
       count(event.id) AS events,
       greatest(chain.max_seq, chain.ack_seq, coalesce(max(event.seq), 0)) AS max_seq,
       greatest(chain.max_seq, chain.ack_seq, coalesce(max(event.seq), 0)) - count(event.id) AS missing,
       count(*) FILTER (WHERE event.prev_hash <> event.expected) AS broken_links,
       count(*) FILTER (WHERE event.hash <> encode(sha256(convert_to(event.text, 'UTF8')), 'hex')) AS altered
FROM (
    SELECT phone_id, max(max_seq) AS max_seq, max(ack_seq) AS ack_seq
    FROM (
        SELECT phone_id, max_seq, ack_seq FROM visits_phonechain
        UNION ALL
        SELECT DISTINCT phone_id, 0, 0 FROM visits_event
    ) AS phones
    GROUP BY phone_id
) AS chain
LEFT JOIN (
    SELECT id, phone_id, seq, hash, prev_hash, text,
           CASE WHEN seq = 1 THEN repeat('0', 64)
                WHEN lag(seq) OVER by_phone = seq - 1 THEN lag(hash) OVER by_phone
           END AS expected
    FROM visits_event
    WINDOW by_phone AS (PARTITION BY phone_id ORDER BY seq)
) AS event ON event.phone_id = chain.phone_id
GROUP BY chain.phone_id, chain.max_seq, chain.ack_seq
"""

# json, not jsonb: a text the house accepted must never make a view fail on an escape that jsonb can't hold.
PAID_ITEM = """
CREATE VIEW reporting_paid_item AS
SELECT event.id AS event, event.phone_id AS phone, event.day AS day,
       (event.text::json -> 'body' ->> 'payment')::uuid AS payment,
       (item ->> 'entitlement')::uuid AS entitlement,
       (item ->> 'amount')::bigint AS amount
FROM visits_event AS event
CROSS JOIN LATERAL json_array_elements(event.text::json -> 'body' -> 'items') AS item
WHERE event.type = 'payment.paid' AND event.is_read
"""

# Whose money stayed with a family: paid, or left with them when suspense was resolved.
PAID_TO_FAMILY = """
CREATE VIEW reporting_paid_to_family AS
SELECT settlement.id AS settlement, settlement.entitlement AS entitlement, settlement.payment AS payment,
       settlement.office_id AS office, settlement.amount AS amount
FROM visits_settlement AS settlement
LEFT JOIN visits_resolution AS resolution ON resolution.settlement_id = settlement.id
WHERE settlement.is_paid OR resolution.how = 'family'
"""

BOOKING = """
CREATE VIEW reporting_booking AS
SELECT coalesce(settlement.id, transfer.id) AS id,
       settlement.id IS NULL AS is_unfounded,
       settlement.id IS NOT NULL AND (
           transfer.id IS NULL
           OR transfer.amount <> settlement.amount
           OR transfer.giver <> 'bag:' || settlement.phone_id || ':' || settlement.day
           OR transfer.receiver <> CASE WHEN settlement.is_paid THEN 'family:' || settlement.family
                                        ELSE 'suspense:' || settlement.office_id END
       ) AS is_unbooked
FROM visits_settlement AS settlement
FULL JOIN (
    SELECT * FROM ledger_transfer WHERE word IN ('payment.paid', 'payment.suspended')
) AS transfer ON transfer.id = settlement.id
"""

BAG = """
CREATE VIEW reporting_bag AS
SELECT coalesce(kept.name, added.name) AS account,
       EXISTS (
           SELECT FROM visits_round
           WHERE state = 'closed' AND coalesce(kept.name, added.name) = 'bag:' || phone_id || ':' || day
       ) OR EXISTS (
           SELECT FROM visits_event
           WHERE type = 'day.closed' AND coalesce(kept.name, added.name) = 'bag:' || phone_id || ':' || day
       ) AS is_closed,
       coalesce(kept.received - kept.given, 0) AS kept,
       coalesce(added.balance, 0)::bigint AS added
FROM (SELECT * FROM ledger_account WHERE name LIKE 'bag:%') AS kept
FULL JOIN (
    SELECT name, sum(amount) AS balance
    FROM (
        SELECT receiver AS name, amount FROM ledger_transfer WHERE receiver LIKE 'bag:%'
        UNION ALL
        SELECT giver, -amount FROM ledger_transfer WHERE giver LIKE 'bag:%'
    ) AS sides
    GROUP BY name
) AS added ON added.name = kept.name
"""

SUSPENSE = """
CREATE VIEW reporting_suspense AS
SELECT settlement.id AS settlement, settlement.office_id AS office, settlement.why AS why, settlement.amount AS amount
FROM visits_settlement AS settlement
WHERE NOT settlement.is_paid
  AND NOT EXISTS (SELECT FROM visits_resolution WHERE settlement_id = settlement.id)
"""

# A doubt is about a visit, save for the float, which is about a day.
DOUBT = """
CREATE VIEW reporting_doubt AS
SELECT visit_id AS visit, unnest(doubts) AS doubt FROM visits_judgement WHERE is_current
UNION
SELECT visit, unnest(doubts) FROM visits_settlement
UNION
SELECT (said ->> 'round')::uuid, 'float_differs'
FROM journal_entry
CROSS JOIN LATERAL json_array_elements(line::json -> 'details' -> 'floats') AS said
WHERE word = 'visits.float_differed'
"""

VERDICT = """
CREATE VIEW reporting_verdict AS
SELECT DISTINCT ON (verdict.family_id, verdict.stage_id)
       verdict.family_id AS family, verdict.stage_id AS stage, verdict.outcome AS outcome,
       decision.outcome AS decided
FROM eligibility_verdict AS verdict
LEFT JOIN eligibility_decision AS decision ON decision.verdict_id = verdict.id
ORDER BY verdict.family_id, verdict.stage_id, verdict.at DESC, verdict.id DESC
"""

OFFICE_STAGE = """
CREATE VIEW reporting_office_stage AS
SELECT entitlement.office_id AS office, entitlement.stage_id AS stage,
       count(*) AS owed, sum(entitlement.amount)::bigint AS owed_rp,
       count(settlement.id) FILTER (WHERE settlement.is_paid) AS paid,
       coalesce(sum(settlement.amount) FILTER (WHERE settlement.is_paid), 0)::bigint AS paid_rp,
       count(suspense.settlement) AS suspended
FROM programs_entitlement AS entitlement
LEFT JOIN visits_settlement AS settlement ON settlement.entitlement = entitlement.id AND settlement.is_paid
LEFT JOIN LATERAL (
    SELECT open.settlement FROM reporting_suspense AS open
    JOIN visits_settlement AS held ON held.id = open.settlement
    WHERE held.entitlement = entitlement.id LIMIT 1
) AS suspense ON true
WHERE entitlement.state = 'due'
GROUP BY entitlement.office_id, entitlement.stage_id
"""

VIEWS = {
    "reporting_chain": CHAIN,
    "reporting_paid_item": PAID_ITEM,
    "reporting_paid_to_family": PAID_TO_FAMILY,
    "reporting_booking": BOOKING,
    "reporting_bag": BAG,
    "reporting_suspense": SUSPENSE,
    "reporting_doubt": DOUBT,
    "reporting_verdict": VERDICT,
    "reporting_office_stage": OFFICE_STAGE,
}


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0002_chain_and_protect_entry"),
        ("ledger", "0002_add_up_and_protect_transfer"),
        ("registry", "0001_initial"),
        ("programs", "0001_initial"),
        ("visits", "0002_protect_facts"),
        ("oversight", "0001_initial"),
        ("eligibility", "0001_initial"),
    ]
    operations = [migrations.RunSQL(sql, f"DROP VIEW {name}") for name, sql in VIEWS.items()]
