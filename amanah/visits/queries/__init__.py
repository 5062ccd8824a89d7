"""Reading what the field did: packs, days, rounds, visits and their evidence."""

from amanah.visits.queries.asks import asks_of
from amanah.visits.queries.checking import check_events
from amanah.visits.queries.days import counts, today
from amanah.visits.queries.desk import bag, families_of_photo, in_suspense
from amanah.visits.queries.pack import pack_for
from amanah.visits.queries.policies import in_force, policy
from amanah.visits.queries.replay import replay
from amanah.visits.queries.rounds import (
    closings,
    due_day_of,
    float_needed,
    leases_of,
    left_out,
    round_of,
    rounds,
    tagged,
    waiting,
)
from amanah.visits.queries.seen import (
    evidence,
    hazards_told,
    incidents,
    judged,
    letters,
    settled,
    suspense,
    visit,
    visits_of,
    visits_of_stage,
)

__all__ = [
    "asks_of", "bag", "check_events", "closings", "counts", "due_day_of", "evidence", "families_of_photo",
    "float_needed", "hazards_told", "in_force", "in_suspense", "incidents", "judged", "leases_of", "left_out",
    "letters", "pack_for", "policy", "replay", "round_of", "rounds", "settled", "suspense", "tagged", "today", "visit",
    "visits_of", "visits_of_stage", "waiting",
]  # fmt: skip
