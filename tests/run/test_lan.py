"""HTTPS on one's own network: what our authority vouches for, what it can't, and a phone that lives on it."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from cryptography import x509

from amanah.config.running import certificates
from amanah.config.running.certificates import Certificates
from amanah.config.running.lan import Lan, own_addresses

NOW = dt.datetime.now(dt.UTC)  # OpenSSL checks certificates by this machine's clock
HOME = ipaddress.ip_address("192.168.1.7")
HERE = ipaddress.ip_address("127.0.0.1")


def shake_hands(shown: Certificates, trusted: Path, name: str) -> None:
    """A TLS handshake over a pair of sockets. Raises ssl.SSLError when the client says no."""
    house, phone = socket.socketpair()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(shown.chain, shown.key)

    def serve() -> None:
        try:
            server.wrap_socket(house, server_side=True).close()
        except OSError:
            house.close()  # the phone said no

    serving = threading.Thread(target=serve)
    serving.start()
    try:
        with ssl.create_default_context(cafile=trusted).wrap_socket(phone, server_hostname=name):
            pass
    finally:
        phone.close()
        serving.join()


def test_a_phone_that_trusts_the_authority_trusts_this_machine(tmp_path: Path) -> None:
    made = certificates.make(tmp_path, names=["meja.local"], addresses=[HOME], now=NOW)
    shake_hands(made, made.authority, "192.168.1.7")
    shake_hands(made, made.authority, "meja.local")
    with pytest.raises(ssl.SSLError, match="mismatch"):
        shake_hands(made, made.authority, "192.168.1.8")


def test_a_machine_that_moved_keeps_its_authority(tmp_path: Path) -> None:
    first = certificates.make(tmp_path, names=["meja.local"], addresses=[HOME], now=NOW).fingerprint
    moved = certificates.make(tmp_path, names=["meja.local"], addresses=[ipaddress.ip_address("10.1.2.3")], now=NOW)
    assert moved.fingerprint == first
    shake_hands(moved, moved.authority, "10.1.2.3")


def test_a_stolen_authority_can_t_pretend_to_be_a_bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = certificates.make(tmp_path, names=["meja.local"], addresses=[HOME], now=NOW)
    monkeypatch.setattr(certificates, "_vouches", lambda *_: True)  # a thief doesn't ask
    forged = certificates.make(tmp_path, names=["bank.co.id"], addresses=[], now=NOW)
    assert forged.fingerprint == made.fingerprint
    with pytest.raises(ssl.SSLError, match="permitted subtree"):
        shake_hands(forged, forged.authority, "bank.co.id")


def test_a_new_authority_is_made_when_the_old_one_can_t_speak_for_this_place(tmp_path: Path) -> None:
    old = certificates.make(tmp_path, names=["meja.local"], addresses=[HOME], now=NOW).fingerprint
    public = certificates.make(tmp_path, names=["meja.local"], addresses=[ipaddress.ip_address("203.0.113.9")], now=NOW)
    before = public.fingerprint
    assert before != old
    shake_hands(public, public.authority, "203.0.113.9")
    late = certificates.make(tmp_path, names=["meja.local"], addresses=[HOME], now=NOW + dt.timedelta(days=3400))
    assert late.fingerprint != before


def test_keys_are_readable_by_us_alone_and_no_leaf_lives_longer_than_browsers_take(tmp_path: Path) -> None:
    made = certificates.make(tmp_path, names=["meja.local"], addresses=[HOME], now=NOW)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("*.key")} == {0o600}
    leaf = x509.load_pem_x509_certificate(made.chain.read_bytes())
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc <= dt.timedelta(days=398)


def test_the_plain_page_gives_the_certificate_and_nothing_else(tmp_path: Path) -> None:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1] - 1
    lan = Lan(tmp_path, port, host="127.0.0.1")
    lan.serve_page()
    try:
        page = urllib.request.urlopen(lan.page, timeout=5).read().decode()
        assert lan.certificates.fingerprint in page
        assert f"https://127.0.0.1:{port}/app/" in page
        given = urllib.request.urlopen(f"{lan.page}amanah-ca.crt", timeout=5)
        assert given.headers["Content-Type"] == "application/x-x509-ca-cert"
        x509.load_der_x509_certificate(given.read())
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{lan.page}authority.key", timeout=5)
    finally:
        lan.stop()
    assert lan.page in lan.welcome()


def test_this_machine_knows_where_it_is() -> None:
    assert own_addresses()[-1] == HERE
