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
    """Another way to know somebody when the face can't tell."""

    WITNESS = "witness"
    SUPERVISOR = "supervisor"
    REPRESENTATIVE = "representative"


class Next(StrEnum):
    AGAIN = "again"
    COUNTER = "counter"
    RETURN = "return"


class PhotoKind(StrEnum):
    FACE = "face"
    HOUSE = "house"
    KTP = "ktp"
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
