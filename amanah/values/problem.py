"""A Problem is an expected refusal: a code, and a sentence in Indonesian and English that says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["id", "en"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing said twice: Indonesian first, English by switch."""

    id: str
    en: str

    def in_(self, language: str) -> str:
        return self.en if language == "en" else self.id


class Problem(Exception):
    """Raised when something can't be done and a person can do something about it.

    `code` is stable and machine-readable (`list_total_differs`), `sentence` is for people,
    `status` is the HTTP status a door answers with.
    """

    def __init__(self, code: str, sentence: Sentence, *, status: int = 400) -> None:
        super().__init__(f"{code}: {sentence.en}")
        self.code = code
        self.sentence = sentence
        self.status = status
