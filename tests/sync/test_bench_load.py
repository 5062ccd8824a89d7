"""The sender of the benchmark counts what phones would feel: a wait begins when a batch is due, not when it leaves."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bench.sync_load import Load

SLOW_S = 0.2
ASKING = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi"


class Slow(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    says = b'{"held":[]}'

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(SLOW_S)
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.says)))
        self.end_headers()
        self.wfile.write(self.says)

    def log_message(self, *_: object) -> None:
        """Silent."""


@contextmanager
def a_server(kind: type[Slow] = Slow) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def test_a_batch_that_queues_behind_a_slow_one_has_waited_since_it_was_due() -> None:
    with a_server() as port:
        answers = Load(port, [[(0.0, ASKING), (0.0, ASKING)]]).run()
    first, second = answers.waits
    assert SLOW_S <= first < 2 * SLOW_S <= second


def test_a_phone_that_waits_for_its_answer_counts_from_its_sending() -> None:
    with a_server() as port:
        answers = Load(port, [[(None, ASKING), (None, ASKING)]]).run()
    assert all(SLOW_S <= wait < 2 * SLOW_S for wait in answers.waits)


def test_phones_speak_at_once_and_at_their_time() -> None:
    with a_server() as port:
        answers = Load(port, [[(0.0, ASKING)]] * 10 + [[(0.3, ASKING)]]).run()
    assert len(answers.waits) == 11
    assert SLOW_S + 0.3 <= answers.seconds < 4 * SLOW_S
    assert not answers.refused


def test_an_answer_that_holds_events_back_is_no_good_one() -> None:
    class Holding(Slow):
        says = b'{"held":[{"id":"x"}]}'

    with a_server(Holding) as port:
        answers = Load(port, [[(None, ASKING)]]).run()
    assert len(answers.refused) == 1
