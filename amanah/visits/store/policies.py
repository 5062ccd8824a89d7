"""Keeps what a policy says, before anything is judged by it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from django.db import connection

from amanah.visits.types import Policy

_KEEP = "INSERT INTO visits_policy (version, content, at) VALUES (%s, %s, %s) ON CONFLICT (version) DO NOTHING"


def keep(policy: Policy, *, now: datetime) -> None:
    """Again is quiet: a version says what it said the first time."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [policy.version, json.dumps(asdict(policy)), now])
