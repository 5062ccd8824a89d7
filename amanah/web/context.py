"""What every template knows: the reader's language, who they are, and their pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from amanah.access import queries as access
from amanah.access.types import Actor
from amanah.web import menu, terms
from amanah.web.templatetags.words import language


@dataclass(frozen=True, slots=True)
class Frame:
    language: str
    actor: Actor | None
    menu: list[menu.Item]
    duty: str


def page(request: HttpRequest) -> dict[str, Frame]:
    user = getattr(request, "user", None)  # absent when a middleware before authentication refused
    actor = access.actor(user) if user is not None else None
    items = menu.items(actor, request.path) if actor else []
    return {"page": Frame(language(), actor, items, _duty(actor) if actor else "")}


def _duty(actor: Actor) -> str:
    return ", ".join(sorted({terms.say("role", role).in_(language()) for role in actor.roles}))
