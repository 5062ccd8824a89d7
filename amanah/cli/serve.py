"""`amanah serve`: the web server (granian) in place of this process."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from django.conf import settings

Nouns = argparse._SubParsersAction  # argparse gives this type no public name


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    parser = nouns.add_parser("serve", help="serve pages and phones")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4, help="requests one worker answers at once")
    parser.add_argument("--certificate", type=Path, metavar="CHAIN.pem", help="serve HTTPS itself, without a proxy")
    parser.add_argument("--key", type=Path, metavar="KEY.pem", help="the certificate's key (PKCS#8)")
    parser.set_defaults(run=_serve)


def _serve(asked: argparse.Namespace) -> None:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    command += ["--host", asked.host, "--port", str(asked.port)]
    command += ["--workers", str(asked.workers), "--blocking-threads", str(asked.threads)]
    if asked.certificate:
        command += ["--ssl-certificate", str(asked.certificate), "--ssl-keyfile", str(asked.key)]
        command += ["--ssl-protocol-min", "tls1.2"]  # Android 9 and older WebViews
    command += ["--log-level", "warning", "--respawn-failed-workers", "amanah.config.wsgi:application"]
    os.execv(sys.executable, command)
