"""`./run demo --lan` as a phone on the Wi-Fi sees it: HTTPS by our own authority, an app that installs and enrols."""

from __future__ import annotations

import base64
import hashlib
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser

from amanah.cli.rehearsal.house import House
from amanah.config.running.lan import Lan
from tests.journeys import desk
from tests.journeys.payer import PayersPhone

pytestmark = pytest.mark.journey
IS_KEPT = "async () => (await navigator.serviceWorker.ready).active !== null && isSecureContext"


class LanHouse(House):
    """One whose only door is HTTPS, at every address of this machine."""

    def __init__(self) -> None:
        super().__init__()
        self.lan = Lan(self.folder / "lan", self.port)
        self.base = self.lan.address

    def environment(self) -> dict[str, str]:
        return {**super().environment(), **self.lan.environment()}

    def serve(self) -> None:
        shown = self.lan.certificates
        self.start(
            "serve", "--host", "0.0.0.0", "--port", str(self.port),
            "--certificate", str(shown.chain), "--key", str(shown.key),
        )  # fmt: skip
        trusting = ssl.create_default_context(cafile=shown.authority)
        until = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{self.base}/login/", timeout=5, context=trusting).close()
                return
            except urllib.error.URLError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)


@pytest.fixture(scope="module")
def house() -> Iterator[LanHouse]:
    made = LanHouse()
    with made:
        made.run("demo", "load", "--families", "30", "--seed", "3", "--payers", "1")
        made.serve()
        yield made


def trusts(house: LanHouse) -> str:
    """Chromium's flag for a certificate that somebody installed: the SHA-256 of the authority's key."""
    key = x509.load_pem_x509_certificate(house.lan.certificates.authority.read_bytes()).public_key()
    told = hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    return f"--ignore-certificate-errors-spki-list={base64.b64encode(told).decode()}"


def test_a_phone_that_trusts_the_certificate_installs_the_app_and_enrols(
    house: LanHouse, open_browser: Callable[..., Browser], tmp_path: Path
) -> None:
    browser = open_browser(flags=[trusts(house)])
    link = desk.enrolment_link(desk.signed_in(browser, house, "kepala"), payer=0)
    assert link.startswith(f"{house.lan.address}/app/#enrol=")
    phone = PayersPhone(browser, tmp_path / "none.mjpeg")
    phone.enrol(link)
    assert phone.page.evaluate(IS_KEPT)
    phone.lose_network()
    phone.page.reload()
    phone.on("pin")
    assert phone.errors == []


def test_a_browser_that_was_told_nothing_refuses(house: LanHouse) -> None:
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        urllib.request.urlopen(f"{house.base}/app/", timeout=5)
    assert socket.gethostname().split(".")[0].lower() + ".local" in house.lan.names


def test_no_browser_is_told_to_refuse_plain_pages_of_these_names_for_a_year(house: LanHouse) -> None:
    trusting = ssl.create_default_context(cafile=str(house.lan.certificates.authority))
    with urllib.request.urlopen(f"{house.lan.address}/app/", timeout=5, context=trusting) as answer:
        assert answer.headers["Content-Security-Policy"]
        assert answer.headers["Strict-Transport-Security"] is None
