"""The language of a page: Indonesian first whatever the browser says, English for whoever asked for it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

LANGUAGE_COOKIE = "amanah_language"
LANGUAGES = ("id", "en")


class LanguageMiddleware:
    """Reads the cookie that the switch in the page's head sets; anything unknown is Indonesian."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.COOKIES.get(LANGUAGE_COOKIE, "id")
        language = asked if asked in LANGUAGES else "id"
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
