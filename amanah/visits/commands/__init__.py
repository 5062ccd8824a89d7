"""One function a verb, one transaction each. Photos and letters of phones that may not speak: `photos`, `letters`.

Faces kept of visits: `faces`. Rounds that only mark homes: `tagging`. Rounds changed
before they are out and while they are: `reassigning`, `replanning`. Travel times: `calibrating`."""

from amanah.visits.commands.accepting import accept
from amanah.visits.commands.codes import give_code
from amanah.visits.commands.counting import close_round, hand_cash, resolve_suspense
from amanah.visits.commands.leasing import declare_lost, lease_round, move_lease, take_over
from amanah.visits.commands.looking import look_again
from amanah.visits.commands.planning import plan_rounds
from amanah.visits.commands.verifying import ask_verifier

__all__ = [
    "accept", "ask_verifier", "close_round", "declare_lost", "give_code", "hand_cash", "lease_round", "look_again",
    "move_lease", "plan_rounds", "resolve_suspense", "take_over",
]  # fmt: skip
