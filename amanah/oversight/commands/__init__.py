"""One function a verb: cases, faces of people who work here, the search for one person under two families."""

from amanah.oversight.commands.adjudicating import adjudicate
from amanah.oversight.commands.cases import close_case, open_case
from amanah.oversight.commands.searching import open_waiting_pairs, search_areas, search_nation
from amanah.oversight.commands.staff import forget_staff_face, keep_staff_face

__all__ = [
    "adjudicate", "close_case", "forget_staff_face", "keep_staff_face", "open_case", "open_waiting_pairs",
    "search_areas", "search_nation",
]  # fmt: skip
