"""What every screen of the app must hold for whoever uses it: asked of the page as it stands, in light and in dark."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

from tests.journeys.payer import PayersPhone

PHONE = Path(__file__).resolve().parents[2] / "phone"
AXE = PHONE / "node_modules" / "axe-core" / "axe.min.js"
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


SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SETTLED_MS = 200  # a screen that fades in is looked at when it stands
IDS = "() => [...document.querySelectorAll('[data-testid]')].map((one) => one.dataset.testid)"
_SCREEN = re.compile(r'<Screen\b.*?\btestid="([^"{]+)"', re.DOTALL)
_NAMED = re.compile(r'\btestid="([^"{]+)"')


class Looks:
    """Looks screens over as they come; what is wrong, and what never came, is told at the end, all of it."""

    def __init__(self, snap: Callable[[Page, str], Path]) -> None:
        self.wrong: dict[str, str] = {}
        self.seen: set[str] = set()
        self._snap = snap

    def at(self, phone: PayersPhone, screen: str, name: str | None = None) -> None:
        """`name`: of this state of the screen, where it has several."""
        phone.on(screen)
        for scheme in SCHEMES:
            phone.page.emulate_media(color_scheme=scheme)
            phone.page.wait_for_timeout(SETTLED_MS)
            self._snap(phone.page, f"screen-{name or screen}-{scheme}")
            said = findings(phone.page)
            if said != "{}":
                self.wrong[f"{name or screen}, {scheme}"] = said
        phone.page.emulate_media(color_scheme=SCHEMES[0])
        self.seen.update(phone.page.evaluate(IDS))

    def never_came(self) -> list[str]:
        """Every screen, and every part with a name of its own, that the app has and nobody looked at."""
        sources = {path: path.read_text("utf-8") for path in sorted((PHONE / "src").rglob("*.svelte"))}
        screens = {name for text in sources.values() for name in _SCREEN.findall(text)}
        unseen = [f"screen {name}" for name in sorted(screens) if f"screen-{name}" not in self.seen]
        return unseen + [f"part {path.name}" for path in _unseen_parts(sources, self.seen)]


def _unseen_parts(sources: dict[Path, str], seen: set[str]) -> list[Path]:
    """Told by a testid that no other file has; what is always within others (an icon, a notice) has none."""
    named = {path: set(_NAMED.findall(text)) for path, text in sources.items()}
    files = Counter(name for names in named.values() for name in names)
    own = {path: {name for name in names if files[name] == 1} for path, names in named.items()}
    met = seen | {name.removeprefix("screen-") for name in seen}
    return [path for path, names in own.items() if names and not names & met]
