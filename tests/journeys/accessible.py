"""What every screen of the app must hold for whoever uses it: asked of the page as it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "phone" / "node_modules" / "axe-core" / "axe.min.js"
THUMB_PX = 48
NARROW = {"width": 320, "height": 640}

GRAVE = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ html }) => html.slice(0, 200)) }));
}"""
# Radios, checkboxes and files are touched by their labels; a disabled button waits, a hidden one isn't there.
TOUCHED = "button, a[href], summary, label:has(input), input:not([type=radio], [type=checkbox], [type=file]), textarea"
SMALL = """([least, touched]) => [...document.querySelectorAll(touched)]
  .filter((one) => one.offsetParent !== null && !one.closest("[hidden]"))
  .map((one) => ({ what: one.outerHTML.slice(0, 120), box: one.getBoundingClientRect() }))
  .filter(({ box }) => box.width > 0 && (box.height < least || box.width < least))
  .map(({ what, box }) => `${Math.round(box.width)}x${Math.round(box.height)} ${what}`)"""
WIDE = """() => [...document.querySelectorAll(".phone, .body, .actions, .foot, header")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => `${one.className} ${one.scrollWidth} > ${one.clientWidth}`)"""


def grave_findings(page: Page) -> list[dict[str, Any]]:
    """axe's serious and critical findings, each with the elements it is about."""
    if not page.evaluate("() => 'axe' in globalThis"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(GRAVE)
    return found


def too_small(page: Page) -> list[str]:
    """What is to be touched and smaller than a thumb."""
    found: list[str] = page.evaluate(SMALL, [THUMB_PX, TOUCHED])
    return found


def too_wide(page: Page) -> list[str]:
    """What scrolls sideways on the narrowest phone."""
    before = page.viewport_size
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # playwright's own TypedDict has no public name
    found: list[str] = page.evaluate(WIDE)
    if before is not None:
        page.set_viewport_size(before)
    return found


def findings(page: Page) -> str:
    """Everything wrong with the screen shown, as text; empty when nothing is."""
    said = {"axe": grave_findings(page), "small": too_small(page), "wide": too_wide(page)}
    return json.dumps({what: found for what, found in said.items() if found}, ensure_ascii=False, indent=1)
