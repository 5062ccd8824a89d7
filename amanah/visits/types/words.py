"""The closed lists of words that events use; the same on the phone, in code, in the database."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why nothing was paid at the door."""

    NOT_HOME = "not_home"
    MOVED = "moved"
    DIED = "died"
    ADDRESS_UNKNOWN = "address_unknown"
    PERSON_UNKNOWN = "person_unknown"
    EMPTY_HOUSE = "empty_house"
    REFUSES = "refuses"
    SAYS_ABLE = "says_able"
    LISTED_TWICE = "listed_twice"
    NAME_DIFFERS = "name_differs"
    IDENTITY_UNCLEAR = "identity_unclear"
    FACE_DIFFERS = "face_differs"
    NO_DOCUMENT = "no_document"
    ONE_PERSON_CARD_DIED = "one_person_card_died"
    IN_PRISON = "in_prison"
    ABROAD = "abroad"
    IN_HOSPITAL = "in_hospital"
    UNSAFE_PLACE = "unsafe_place"
    NO_ACCESS = "no_access"
    DEVICE_FAILED = "device_failed"
    LETTER_MARKED = "letter_marked"


class Band(StrEnum):
    """What the phone made of a face beside its reference."""

    SAME = "same"
    BETWEEN = "between"
    DIFFERENT = "different"
    NONE = "none"


class How(StrEnum):
    LETTER = "letter"
    LIST = "list"


class Way(StrEnum):
    """A rung of the ladder beside the face: papers, a witness, a representative from the same card.

    `supervisor` is how older phones told of a supervisor's word; newer ones give it as the witness's code.
    """

    PAPERS = "papers"
    WITNESS = "witness"
    SUPERVISOR = "supervisor"
    REPRESENTATIVE = "representative"


class WitnessRole(StrEnum):
    """Who vouches: head of the neighbourhood, RT, companion, neighbour."""

    KEPALA_LINGKUNGAN = "kepala_lingkungan"
    RT = "rt"
    PENDAMPING = "pendamping"
    TETANGGA = "tetangga"


class Movement(StrEnum):
    """What the phone asked of a living face: turn to the left or right as the payer sees it, or blink."""

    LEFT = "left"
    RIGHT = "right"
    BLINK = "blink"


class Next(StrEnum):
    AGAIN = "again"
    COUNTER = "counter"
    RETURN = "return"


class PhotoKind(StrEnum):
    FACE = "face"
    HOUSE = "house"
    KTP = "ktp"
    KK = "kk"
    HANDOVER = "handover"
    SIGNATURE = "signature"


class HazardKind(StrEnum):
    DOG = "dog"
    ALLEY = "alley"
    STEPS = "steps"
    TIDE = "tide"
    DARK = "dark"
    OTHER = "other"


class ReceivedBy(StrEnum):
    SELF = "self"
    REPRESENTATIVE = "representative"


class Met(StrEnum):
    """Who was met while a home was marked; nobody is needed."""

    NOBODY = "nobody"
    FAMILY = "family"
    NEIGHBOUR = "neighbour"
    OFFICIAL = "official"


class PartOfDay(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class ReceiptWay(StrEnum):
    """How a receipt reaches the family: shown on the screen, printed at the door, or sent to a number."""

    SCREEN = "screen"
    PRINTED = "printed"
    WHATSAPP = "whatsapp"
    SMS = "sms"
