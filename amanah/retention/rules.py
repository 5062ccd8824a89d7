"""When is a picture due? Pure: the same uses, policy and moment give the same answer."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from amanah.retention.types import Due, Policy, Use, What


def due(
    uses: Iterable[Use],
    *,
    policy: Policy,
    now: datetime,
    held: Collection[UUID],
    enrolled: Collection[UUID] = (),
    what: What = What.PHOTO,
) -> Due | None:
    """The thing of these uses, when none of them keeps it any longer. `held`: families with an open case;
    `enrolled`: families on one of the newest stages. The last use to end gives the rule."""
    longest: Use | None = None
    for use in uses:
        if _keeps(use, policy, now, held, enrolled):
            return None
        if longest is None or _until(use, policy) > _until(longest, policy):
            longest = use
    if longest is None:
        return None
    return Due(what, longest.photo, longest.kind, f"{longest.kind}:{policy.days_of(longest.kind)}d")


def _keeps(use: Use, policy: Policy, now: datetime, held: Collection[UUID], enrolled: Collection[UUID]) -> bool:
    if use.family is not None and use.family in held:
        return True
    if use.kind == "reference" and use.family in enrolled:
        return True
    return now < _until(use, policy)


def _until(use: Use, policy: Policy) -> datetime:
    return use.at + timedelta(days=policy.days_of(use.kind))


def root(lines: Iterable[Due]) -> str:
    """SHA-256 over the sorted lines, so that anybody with the list can check that nothing was added or left out."""
    text = "".join(sorted(f"{one.what} {one.name} {one.rule}\n" for one in lines))
    return sha256(text.encode()).hexdigest()


def certificate(
    run: UUID, *, policy: Mapping[str, Any], by: str, started_at: datetime, certified_at: datetime,
    counts: Mapping[str, int], root: str,
) -> str:  # fmt: skip
    """The certificate's exact text: canonical JSON, which the house signs."""
    said = {
        "certificate": str(run), "policy": dict(policy), "by": by, "started_at": started_at.isoformat(),
        "certified_at": certified_at.isoformat(), "counts": dict(sorted(counts.items())), "root": root,
    }  # fmt: skip
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
