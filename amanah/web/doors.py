"""Who may open a page, said once above each view and enforced here: role first, then the area of what is named.

A view without a declaration can't be reached by the tests that walk every address, and fails them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Literal, ParamSpec, TypeAlias
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from amanah.access import queries as access
from amanah.access.types import Actor, Role
from amanah.values.problem import Problem

Names = ParamSpec("Names")  # what an address names: `family`, `round_id`, …
Open: TypeAlias = Callable[Concatenate[HttpRequest, Names], HttpResponseBase]
Closed: TypeAlias = Callable[Concatenate[HttpRequest, Actor, Names], HttpResponseBase]

# A form that shows itself again with what was typed is one address with both verbs; all else is one verb.
Verb = Literal["GET", "POST", "FORM"]
_METHODS: dict[Verb, tuple[str, ...]] = {"GET": ("GET", "HEAD"), "POST": ("POST",), "FORM": ("GET", "HEAD", "POST")}


@dataclass(frozen=True, slots=True)
class Where:
    """The place of the thing an address names. A place with neither is nowhere: only area `*` reaches it."""

    office: str | None = None
    village: str | None = None


# Several places: a thing that lies in more than one, such as a photo two families share; reaching any is enough.
Locate = Callable[..., Where | tuple[Where, ...]]


@dataclass(frozen=True, slots=True)
class Declaration:
    """`roles` empty: anybody, signed in or not. `area` None: the page filters by the actor's own areas."""

    roles: frozenset[Role]
    area: Locate | None
    verb: Verb


def for_everyone(*, verb: Verb = "GET") -> Callable[[Open[Names]], Open[Names]]:
    """A page that asks for no name: signing in, changing the language."""

    def wrap(view: Open[Names]) -> Open[Names]:
        @wraps(view)
        def door(request: HttpRequest, /, *args: Names.args, **names: Names.kwargs) -> HttpResponseBase:
            if request.method not in _METHODS[verb]:
                return HttpResponseNotAllowed(_METHODS[verb])
            return _answer(request, lambda: view(request, *args, **names))

        return _declare(door, Declaration(frozenset(), None, verb))

    return wrap


def for_roles(*roles: Role, area: Locate | None = None, verb: Verb = "GET") -> Callable[[Closed[Names]], Open[Names]]:
    """The view is called with the actor, after their role and the area of what the address names were checked."""

    def wrap(view: Closed[Names]) -> Open[Names]:
        @wraps(view)
        def door(request: HttpRequest, /, *args: Names.args, **names: Names.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_the_door(request)
            actor = access.actor(request.user)
            if actor is None:
                raise PermissionDenied
            _refuse_strangers(actor, set(roles), area, names)
            if request.method not in _METHODS[verb]:
                return HttpResponseNotAllowed(_METHODS[verb])
            answer = _answer(request, lambda: view(request, actor, *args, **names))
            answer.headers.setdefault("Cache-Control", "private, no-cache")
            return answer

        return _declare(door, Declaration(frozenset(roles), area, verb))

    return wrap


def declaration(view: object) -> Declaration | None:
    found = getattr(view, "declaration", None)
    return found if isinstance(found, Declaration) else None


def _to_the_door(request: HttpRequest) -> HttpResponse:
    """To signing in and back; a page that refreshes itself goes there whole, not the form into its midst."""
    address = f"{reverse('login')}?next={quote(request.get_full_path())}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _declare(door: Open[Names], declared: Declaration) -> Open[Names]:
    setattr(door, "declaration", declared)  # noqa: B010 (a function has no such field to assign)
    return door


def _refuse_strangers(actor: Actor, roles: set[Role], area: Locate | None, names: Mapping[str, object]) -> None:
    # The role is asked before anything is read, so a stranger can't learn which ids exist.
    if not actor.may(roles):
        raise PermissionDenied
    if area is None:
        return
    found = area(**names)
    places = found if isinstance(found, tuple) else (found,)
    if not any(_reaches(actor, roles, where) for where in places):
        raise PermissionDenied


def _reaches(actor: Actor, roles: set[Role], where: Where) -> bool:
    if where.office is None and where.village is None:
        return actor.offices(roles) is None
    return actor.may(roles, office=where.office, village=where.village)


def _answer(request: HttpRequest, view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    try:
        return view()
    except Problem as problem:
        return problem_page(request, problem)


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    return render(request, "web/problem.html", {"problem": problem}, status=problem.status)
