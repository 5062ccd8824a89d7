"""Reading what the field did: packs, days, rounds, visits and their evidence."""

from amanah.visits.queries.days import counts, today
from amanah.visits.queries.pack import pack_for
from amanah.visits.queries.rounds import closings, float_needed, leases_of, round_of, rounds, waiting
from amanah.visits.queries.seen import evidence, incidents, letters, settled, suspense, visit, visits_of, visits_of_stage

__all__ = [
    "closings", "counts", "evidence", "float_needed", "incidents", "leases_of", "letters", "pack_for", "round_of",
    "rounds", "settled", "suspense", "today", "visit", "visits_of", "visits_of_stage", "waiting",
]  # fmt: skip
