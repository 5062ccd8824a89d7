"""`./run demo --lan`: where this machine is on its network, and a plain page that gives phones the certificate.

Service workers, cameras and places need HTTPS that the browser trusts, so a phone must be told to trust our
authority once. The page that hands it out can't itself be trusted: its fingerprint is compared with the terminal's.
"""

from __future__ import annotations

import html
import io
import ipaddress
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import segno
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from amanah.config.running.certificates import Address, Certificates, make
from amanah.values.clock import utc_now

PAGE = """<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Amanah</title><style>body{{font:18px/1.5 sans-serif;max-width:34rem;margin:auto;padding:1rem}}
a{{display:block;padding:.8rem 1rem;margin:.6rem 0;border:2px solid;border-radius:.6rem;text-align:center}}
code{{word-break:break-all}}small{{color:#555}}</style>
<h1>Amanah di HP ini</h1><ol>
<li>Unduh sertifikat. <small>Download the certificate.</small><a href="/amanah-ca.crt">amanah-ca.crt</a></li>
<li>Setelan → Keamanan → Enkripsi &amp; kredensial → Instal sertifikat → Sertifikat CA, pilih berkas itu.
Sidiknya harus sama dengan yang di terminal:<br><code>{fingerprint}</code><br>
<small>Settings → Security → Encryption &amp; credentials → Install a certificate → CA certificate. The fingerprint must
be the one the terminal shows.</small></li>
<li>Buka aplikasinya dengan Chrome. <small>Open the app in Chrome.</small><a href="{app}">{app}</a></li></ol>
<p>iPhone: pasang profil itu, lalu Setelan → Umum → Mengenai → Pengaturan Kepercayaan Sertifikat.
<small>Install the profile, then Settings → General → About → Certificate Trust Settings.</small></p>
<p>Sesudah mencoba, hapus sertifikat itu dari HP. <small>Afterwards remove the certificate from the phone.</small></p>
"""


def own_addresses() -> list[Address]:
    """Where others on the network find this machine, the likeliest first; loopback last. Sends nothing."""
    found: list[Address] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("198.51.100.1", 9))  # names the outgoing interface; a datagram socket sends nothing yet
            found.append(ipaddress.ip_address(asked.getsockname()[0]))
        except OSError:
            pass  # no route: a machine alone
    try:
        named = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    except OSError:
        named = set()
    found += sorted(address for address in map(ipaddress.ip_address, named) if not address.is_loopback)
    return list(dict.fromkeys([*found, ipaddress.ip_address("127.0.0.1")]))


class Lan:
    """HTTPS at `port` of every interface, the plain page one port above."""

    def __init__(self, folder: Path, port: int, *, host: str | None = None) -> None:
        """`host`: the address phones are to use, where the likeliest one is wrong. Raises ValueError: no address."""
        addresses = own_addresses()
        if host:
            addresses = list(dict.fromkeys([ipaddress.ip_address(host), *addresses]))
        self.names = [f"{socket.gethostname().split('.')[0].lower()}.local", "localhost"]
        self.certificates: Certificates = make(folder, names=self.names, addresses=addresses, now=utc_now())
        self.addresses = [str(one) for one in addresses]
        self.address = f"https://{self.addresses[0]}:{port}"
        self.page = f"http://{self.addresses[0]}:{port + 1}/"
        self._server: ThreadingHTTPServer | None = None
        self._page_port = port + 1

    def environment(self) -> dict[str, str]:
        """No HSTS: a browser would refuse plain http of these names for a year after the demonstration."""
        return {
            "AMANAH_BASE_URL": self.address,
            "AMANAH_HOSTS": ",".join([*self.addresses, *self.names]),
            "AMANAH_HSTS_SECONDS": "0",
        }

    def serve_page(self) -> None:
        """In a thread of this process. Raises OSError when the port is taken."""
        text = PAGE.format(fingerprint=self.certificates.fingerprint, app=html.escape(f"{self.address}/app/"))
        known = x509.load_pem_x509_certificate(self.certificates.authority.read_bytes())
        handler = _handler(text, known.public_bytes(Encoding.DER))
        self._server = ThreadingHTTPServer(("0.0.0.0", self._page_port), handler)  # noqa: S104 (phones come from outside)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()

    def welcome(self) -> str:
        drawn = io.StringIO()
        segno.make(self.page, error="m").terminal(drawn, compact=True)
        return (
            f"\n{drawn.getvalue()}\n  HP di Wi-Fi yang sama · phones on the same Wi-Fi   {self.page}\n"
            f"  Sidik sertifikat · certificate   {self.certificates.fingerprint}\n"
            "  Caranya · how: docs/runbooks/phone.md\n"
        )


def _handler(page: str, certificate: bytes) -> type[BaseHTTPRequestHandler]:
    answers = {
        "/": ("text/html; charset=utf-8", page.encode()),
        "/amanah-ca.crt": ("application/x-x509-ca-cert", certificate),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = answers.get(self.path, ("", b""))
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name it has where it is called)
            """Quiet: the terminal shows the QR."""

    return Handler
