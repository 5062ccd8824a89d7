"""A verifier's server on this machine, as good or as bad as a test wants it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Manner = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


@dataclass
class Server:
    """`manner` says how it answers; `heard` keeps what it was told, with the headers."""

    url: str
    manner: Manner
    heard: list[tuple[dict[str, Any], dict[str, str]]] = field(default_factory=list)


@contextmanager
def server(manner: Manner) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            known.heard.append((said, dict(self.headers)))
            known.manner(self, said)

        def log_message(self, *_: object) -> None:
            """The test's own output is enough."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    known = Server(f"http://127.0.0.1:{http.server_address[1]}/verify", manner)
    threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield known
    finally:
        http.shutdown()
        http.server_close()


def answers(**other: Any) -> Manner:
    """As agreed, save for what is given here."""

    def manner(handler: BaseHTTPRequestHandler, said: dict[str, Any]) -> None:
        agreed = {"request": said["request"], "answer": "same", "score": 0.93, "ref": "R-1"}
        sends(200, json.dumps({**agreed, **other}).encode())(handler, said)

    return manner


def sends(status: int, body: bytes) -> Manner:
    def manner(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return manner


def sleeps(seconds: float) -> Manner:
    return lambda handler, said: time.sleep(seconds)


def drips(every_s: float) -> Manner:
    """One byte now and then: no single read ever times out."""

    def manner(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _piece in range(200):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(every_s)

    return manner


def floods(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
    """An answer without an end."""
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"x" * 65536)
    except OSError:
        return


def hangs_up(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
    handler.connection.close()


def redirects(to: str) -> Manner:
    def manner(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        handler.send_response(307)
        handler.send_header("Location", to)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return manner
