"""What every answer says to the browser besides the page; the phone's app alone may run WebAssembly."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import SELF
from django.http import HttpRequest, HttpResponseBase

PERMISSIONS = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"


def middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        if request.path.startswith("/app/"):
            # django-csp reads what it should add from the response's own attributes
            vars(response)["_csp_update"] = {"script-src": [SELF, "'wasm-unsafe-eval'"]}
            response.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        return response

    return answer
