"""One function a verb, one transaction each. The office's own word about a home: `placing`."""

from amanah.registry.commands.faces import (
    attach_references,
    enrol_face,
    forget_photo,
    forget_template,
    remake_faces,
)
from amanah.registry.commands.homes import know_homes, learn_home, note_hazard
from amanah.registry.commands.lists import give_to_office, read_list, remember_columns, take_in

__all__ = [
    "attach_references", "enrol_face", "forget_photo", "forget_template", "give_to_office", "know_homes", "learn_home",
    "note_hazard", "read_list", "remake_faces", "remember_columns", "take_in",
]  # fmt: skip
