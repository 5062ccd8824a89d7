"""Reading cases and what they are about."""

from amanah.oversight.queries.cases import asked, case, cases_of, count_open, families_with_open_cases, open_cases
from amanah.oversight.queries.flags import Track, flags, flags_of, scored, tracked
from amanah.oversight.queries.pairs import (
    adjudications,
    last_run,
    pairs_of,
    staff_face_of_photo,
    staff_faces,
    waiting_pairs,
)

__all__ = [
    "Track", "adjudications", "asked", "case", "cases_of", "count_open", "families_with_open_cases", "flags",
    "flags_of", "last_run", "open_cases", "pairs_of", "scored", "staff_face_of_photo", "staff_faces", "tracked",
    "waiting_pairs",
]  # fmt: skip
