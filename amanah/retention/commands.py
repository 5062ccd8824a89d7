"""Destroying what is due, and certifying it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from amanah.journal import commands as journal
from amanah.receipts import commands as receipts
from amanah.receipts import queries as sent
from amanah.registry import commands as registry
from amanah.registry import queries as known
from amanah.retention import models, queries, rules
from amanah.retention.types import CURRENT, Due, Policy, What
from amanah.vault import commands as vault
from amanah.vault import queries as vault_queries
from amanah.visits.commands import faces as met
from amanah.visits.commands import photos as visits
from amanah.visits.queries import faces as seen

ABANDONED_DAYS = 30


def destroy_due(
    *, by: str, now: datetime, policy: Policy = CURRENT, told: Callable[[int], None] = lambda done: None
) -> list[UUID]:
    """Destroys what is due: photos with the templates made from them, receipts to telephones; gives the runs that
    were certified.

    A run that was interrupted is taken up first. `told` hears how many things are gone. Nothing due: no run.
    """
    visits.drop_abandoned(before=now - timedelta(days=ABANDONED_DAYS))
    runs = list(models.Run.objects.filter(certificate__isnull=True).order_by("at").values_list("id", flat=True))
    done = 0
    for page in queries.due(now=now, policy=policy):
        runs.append(_name(page, policy=policy, by=by, now=now))
    for run in runs:
        done = _carry_out(run, done, told)
        _certify(run, now=now)
    return runs


@transaction.atomic
def _name(due: list[Due], *, policy: Policy, by: str, now: datetime) -> UUID:
    """Writes down what must go, before anything is touched."""
    run = models.Run.objects.create(policy=policy.as_json(), by=by, at=now)
    models.Order.objects.bulk_create(
        models.Order(run=run, what=one.what, name=one.name, kind=one.kind, rule=one.rule) for one in due
    )
    return run.id


def _carry_out(run: UUID, before: int, told: Callable[[int], None]) -> int:
    """Templates first: a template whose photo is gone could never be shown to be the family's."""
    orders = queries.orders(run)
    for done, one in enumerate(orders, start=before + 1):
        _destroy(one)
        told(done)
    return before + len(orders)


def _destroy(one: Due) -> None:
    match one.what:
        case What.TEMPLATE:
            registry.forget_template(UUID(one.name))  # an order names a row of either room: ids are alike in none
            met.forget_template(UUID(one.name))
        case What.MESSAGE:
            receipts.forget(UUID(one.name))
        case What.PHOTO:
            registry.forget_photo(one.name)
            met.forget_photo(one.name)
            vault.destroy_photo(one.name)


def _is_gone(orders: list[Due]) -> bool:
    """Neither the photos are there nor a template: one may have been made while its photo was being destroyed."""
    photos = [one.name for one in orders if one.what is What.PHOTO]
    if not sent.are_gone([UUID(one.name) for one in orders if one.what is What.MESSAGE]):
        return False
    if known.references_of_photos(photos) or seen.with_faces(photos):
        return False
    return not any(map(vault_queries.has_photo, photos))


@transaction.atomic
def _certify(run: UUID, *, now: datetime) -> None:
    """Only when each thing is seen to be gone; otherwise the run stays open for the next round."""
    orders = queries.orders(run)
    if not _is_gone(orders):
        return
    row = models.Run.objects.get(pk=run)
    counts, root = dict(Counter(one.kind for one in orders)), rules.root(orders)
    text = rules.certificate(
        run, policy=row.policy, by=row.by, started_at=row.at, certified_at=now, counts=counts, root=root
    )
    signature = vault_queries.sign_answer(text.encode())
    models.Certificate.objects.create(run=row, at=now, counts=counts, root=root, text=text, signature=signature)
    details = {"counts": counts, "root": root, "policy": row.policy["version"]}
    journal.append("retention.destroyed", by=row.by, about=f"certificate:{run}", details=details, now=now)
