"""Every address: the phones' door, the phone's app and models, and the pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from amanah.config import phoneapp
from amanah.sync.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^app/(?P<path>.*)$", phoneapp.app, name="phone_app"),
    path("models/<str:name>", phoneapp.model, name="face_model"),
    path("api/sync/", api.urls),
    path("", include("amanah.web.urls")),
]

handler403 = "amanah.web.pages.broken.forbidden"
handler404 = "amanah.web.pages.broken.not_found"
handler500 = "amanah.web.pages.broken.failed"
