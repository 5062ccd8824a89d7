"""The app's shell stays small: what a phone loads before it can show its first screen."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

DIST = Path(__file__).resolve().parents[2] / "phone" / "dist"
BUDGET_KB = 120


def test_the_shell_is_at_most_120_kb_packed() -> None:
    page = DIST / "index.html"
    if not page.is_file():
        pytest.skip("NO PHONE APP: build it first (npm run build in phone/)")
    named = re.findall(r'(?:src|href)="/app/(assets/[^"]+)"', page.read_text("utf-8"))
    fonts = [str(font.relative_to(DIST)) for font in (DIST / "assets").glob("*.woff2")]
    parts = ["index.html", "sw.js", *named, *fonts]
    packed = {part: len(gzip.compress((DIST / part).read_bytes())) for part in parts}
    assert any(part.endswith(".js") and part.startswith("assets/") for part in parts)
    assert sum(packed.values()) <= BUDGET_KB * 1000, packed
