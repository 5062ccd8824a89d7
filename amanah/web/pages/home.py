"""Signing in and out, the first page of each role, and the language switch."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters

from amanah.access.types import Actor, Role
from amanah.values.problem import Sentence
from amanah.web import menu
from amanah.web.doors import for_everyone, for_roles
from amanah.web.middleware import LANGUAGE_COOKIE, LANGUAGES

NAME_MAX = 60  # letters, as the table of users has it
YEAR_S = 365 * 24 * 3600

# The same words for an unknown name and a wrong password: neither tells who works here.
WRONG = Sentence(
    "Nama pengguna atau kata sandi belum cocok. Periksa huruf besar-kecilnya; setelah 6 kali salah, tunggu 15 menit.",
    "User name or password don't match. Check capitals; after 6 mistakes, wait 15 minutes.",
)


@for_roles(*Role)
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    first = menu.landing(actor)
    if first is None:
        return render(request, "web/nothing_here.html", {"is_payer": bool({Role.PAYER, Role.GEOTAGGER} & actor.roles)})
    return HttpResponseRedirect(reverse(first))


@sensitive_post_parameters("password")
@for_everyone(verb="FORM")
def sign_in(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("next") or request.GET.get("next", "/")
    if request.method == "POST":
        return _let_in(request, wanted)
    if request.user.is_authenticated:
        return HttpResponseRedirect("/")
    return render(request, "web/login.html", {"next": wanted})


@for_everyone(verb="POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    response = HttpResponseRedirect(reverse("login"))
    # Going back must not show what was open. Never "storage": the payers' app of this origin keeps its day there.
    response["Clear-Site-Data"] = '"cache"'
    return response


@for_everyone(verb="POST")
def change_language(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("language", "id")
    response = HttpResponseRedirect(_own_address(request, request.POST.get("next", "/")))
    response.set_cookie(
        LANGUAGE_COOKIE,
        wanted if wanted in LANGUAGES else "id",
        max_age=YEAR_S,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _let_in(request: HttpRequest, wanted: str) -> HttpResponse:
    name = request.POST.get("username", "").strip().lower()
    is_a_name = len(name) <= NAME_MAX and "\x00" not in name
    user = authenticate(request, username=name, password=request.POST.get("password", "")) if is_a_name else None
    if user is None:
        shown = {"next": wanted, "problem": WRONG, "username": name if is_a_name else ""}
        return render(request, "web/login.html", shown, status=403)
    login(request, user)
    return HttpResponseRedirect(_own_address(request, wanted))


def _own_address(request: HttpRequest, wanted: str) -> str:
    """Only our own pages: an address from a form could name any site."""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours else "/"
