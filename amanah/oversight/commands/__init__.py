"""One function a verb: cases, faces of people who work here, the search for one person under two families, patterns."""

from amanah.oversight.commands.adjudicating import adjudicate
from amanah.oversight.commands.cases import close_case, open_case
from amanah.oversight.commands.looking import complain, look
from amanah.oversight.commands.sampling import draw_sample, seal_sample
from amanah.oversight.commands.searching import open_waiting_pairs, search_areas, search_nation
from amanah.oversight.commands.staff import forget_staff_face, keep_staff_face

__all__ = [
    "adjudicate", "close_case", "complain", "draw_sample", "forget_staff_face", "keep_staff_face", "look", "open_case",
    "open_waiting_pairs", "seal_sample", "search_areas", "search_nation",
]  # fmt: skip
