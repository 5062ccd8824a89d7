"""The words of this room, by noun: events, reading, doubts, policy, visits, rounds."""

from amanah.visits.types.doubts import SAYS, Doubt
from amanah.visits.types.events import (
    GENESIS,
    Body,
    CashReturned,
    DayClosed,
    DayOpened,
    Envelope,
    Event,
    Face,
    HazardNoted,
    Item,
    LeaseReleased,
    OtherWay,
    PaymentIntended,
    PaymentPaid,
    PaymentVoided,
    Photo,
    Place,
    Sent,
    Signed,
    VisitEvidence,
    VisitFailed,
    VisitStarted,
)
from amanah.visits.types.policy import CURRENT, Policy
from amanah.visits.types.fields import Unreadable
from amanah.visits.types.reading import read_event
from amanah.visits.types.rounds import CashClosing, Planned, Round, RoundState, Stop
from amanah.visits.types.visits import (
    Accepted,
    Against,
    Ending,
    Failed,
    Held,
    KnownHome,
    LeaseOf,
    Look,
    Owed,
    Paid,
    PayerDay,
    Settlement,
    Suspended,
    Today,
    Unfinished,
    VillageProgress,
    Visit,
    VisitSeen,
    ending_word,
)
from amanah.visits.types.words import Band, HazardKind, How, Next, PhotoKind, Reason, ReceivedBy, Way

__all__ = [
    "CURRENT", "GENESIS", "SAYS", "Accepted", "Against", "Band", "Body", "CashClosing", "CashReturned", "DayClosed",
    "DayOpened", "Doubt", "Ending", "Envelope", "Event", "Face", "Failed", "HazardKind", "HazardNoted", "Held", "How",
    "Item", "KnownHome", "LeaseOf", "LeaseReleased", "Look", "Next", "OtherWay", "Owed", "Paid", "PayerDay",
    "PaymentIntended", "PaymentPaid", "PaymentVoided", "Photo", "PhotoKind", "Place", "Planned", "Policy", "Reason",
    "ReceivedBy", "Round", "RoundState", "Sent", "Settlement", "Signed", "Stop", "Suspended", "Today", "Unfinished",
    "Unreadable", "VillageProgress", "Visit", "VisitEvidence", "VisitFailed", "VisitSeen", "VisitStarted", "Way",
    "ending_word", "read_event",
]  # fmt: skip
