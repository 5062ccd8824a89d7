"""`amanah worker`: background jobs that events leave behind (config/jobs.py), also after the database was away."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
from contextlib import suppress

from django.core.management import call_command
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from psycopg import OperationalError

Nouns = argparse._SubParsersAction  # argparse gives this type no public name
AGAIN_S = 2.0
"""Seconds between two looks for a database that went away."""


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    parser = nouns.add_parser("worker", help="run background jobs")
    parser.add_argument("--once", action="store_true", help="until no job is left, then end")
    parser.add_argument("--concurrency", type=int, default=1)
    parser.set_defaults(run=_work)


def _work(asked: argparse.Namespace) -> None:
    if asked.once:
        call_command("procrastinate", "worker", wait=False, concurrency=asked.concurrency)
    else:
        asyncio.run(_until_told(asked.concurrency))


async def _until_told(concurrency: int) -> None:
    """Works until SIGINT or SIGTERM, then ends what it has begun. A worker whose database ends begins anew."""
    told = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, told.set)
    stop = asyncio.create_task(told.wait())
    while not told.is_set():
        working = asyncio.create_task(_while_connected(concurrency))
        await asyncio.wait({working, stop}, return_when=asyncio.FIRST_COMPLETED)
        working.cancel()  # asks it to end its jobs first; nothing to one that has ended
        with suppress(asyncio.CancelledError):
            await working
        await asyncio.wait({stop}, timeout=AGAIN_S)


async def _while_connected(concurrency: int) -> None:
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    try:
        with app.replace_connector(connector.get_worker_connector()) as connected:
            async with connected.open_async():
                await connected.run_worker_async(wait=True, concurrency=concurrency, install_signal_handlers=False)
    except (ConnectorException, OperationalError) as error:
        logging.getLogger("amanah.worker").warning("the database is away: %s", type(error).__name__)
