"""Tables of this room, by noun: rounds, events, visits."""

from amanah.visits.models.asks import OutsideAsk
from amanah.visits.models.events import Event, Inbox, Incident, Media, MediaPiece, PhoneChain, Unbooked
from amanah.visits.models.faces import FieldFace, FieldFaceNotRemade
from amanah.visits.models.rounds import CashClosing, Grant, Lease, LeftOut, PlanMade, Round, Stop, TravelTimes
from amanah.visits.models.visits import Judgement, Policy, Resolution, SecondLook, Settlement, Visit

__all__ = [
    "CashClosing", "Event", "FieldFace", "FieldFaceNotRemade", "Grant", "Inbox", "Incident", "Judgement", "Lease",
    "LeftOut", "Media", "MediaPiece", "OutsideAsk", "PhoneChain", "PlanMade", "Policy", "Resolution", "Round",
    "SecondLook", "Settlement", "Stop", "TravelTimes", "Unbooked", "Visit",
]  # fmt: skip
