"""Somebody at a desk: signed in to the office pages."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Browser, Page, expect

from amanah.cli.rehearsal.house import House


def password_of(house: House) -> str:
    logins: dict[str, str] = json.loads((house.folder / "var" / "demo" / "logins.json").read_text("utf-8"))
    return logins["password"]


def signed_in(browser: Browser, house: House, username: str) -> Page:
    context = browser.new_context(locale="id-ID", timezone_id="Asia/Makassar", base_url=house.base)
    page = context.new_page()
    page.goto("/login/")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi").fill(password_of(house))
    page.get_by_role("button", name="Masuk").click()
    expect(page).not_to_have_url(re.compile("/login/"))
    return page
