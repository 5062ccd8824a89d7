"""A payer's phone of the common small size, with a voice, that can be killed and opened again."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, Error, ViewportSize

from tests.journeys.payer import PayersPhone

SIZE: ViewportSize = {"width": 360, "height": 740}

# Chromium without a desktop brings no voices: what the phone would say is written down instead of heard.
VOICE = """() => {
  window.spoken = null;
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  speechSynthesis.getVoices = () => [{ lang: "id-ID", name: "peragaan" }];
  speechSynthesis.speak = (said) => { window.spoken = [said.lang, said.text]; };
}"""


class Walker(PayersPhone):
    def __init__(self, browser: Browser, film: Path, *, dark: bool = False) -> None:
        super().__init__(browser, film, dark=dark)
        self.context.add_init_script(f"({VOICE})()")
        self.page.set_viewport_size(SIZE)

    def spoken(self) -> tuple[str, str]:
        """The language and the words of what was read aloud last."""
        self.page.wait_for_function("window.spoken !== null")
        language, words = self.page.evaluate("window.spoken")
        return language, words

    def is_killed_and_opened_again(self) -> None:
        """The renderer dies where it stands, with no event told to the page; the app starts from what it kept."""
        killed, address = self.page, self.page.url
        with suppress(Error):  # the page is gone: that is what was asked for
            killed.goto("chrome://crash")
        killed.close()
        self.page = self.context.new_page()
        self.page.set_viewport_size(SIZE)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._hear)
        self.page.goto(address)
        self.on("pin")
        self.enter_pin()
