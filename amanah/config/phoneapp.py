"""The phone's app at `/app/` and its models at `/models/`: built files, with the headers an offline app needs."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

YEAR = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"  # the page, the worker and the manifest must never be old

mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("application/wasm", ".wasm")
mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("application/octet-stream", ".onnx")


@require_safe
def app(request: HttpRequest, path: str) -> HttpResponseBase:
    caching = YEAR if path.startswith("assets/") else ASK_EACH_TIME
    return _file(request, settings.AMANAH_PHONE_DIST, path or "index.html", caching)


@require_safe
def model(request: HttpRequest, name: str) -> HttpResponseBase:
    if not name.endswith(".onnx"):
        raise Http404
    return _file(request, settings.AMANAH_MODELS_DIR, name, YEAR)


def _file(request: HttpRequest, folder: Path, path: str, caching: str) -> HttpResponseBase:
    found = (folder / path).resolve()
    if not found.is_relative_to(folder.resolve()) or not found.is_file():
        raise Http404
    kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    squeezed = found.with_name(found.name + ".gz")
    is_squeezed = squeezed.is_file() and "gzip" in request.headers.get("Accept-Encoding", "")
    sent = squeezed if is_squeezed else found
    etag = f'"{sent.stat().st_mtime_ns:x}-{sent.stat().st_size:x}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = FileResponse(sent.open("rb"), content_type=kind)
        if is_squeezed:
            response["Content-Encoding"] = "gzip"
    response["ETag"] = etag
    response["Cache-Control"] = caching
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
