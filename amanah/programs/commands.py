"""Receiving the ministry's list, giving its money to offices, and opening the next stage from decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from uuid import UUID

from django.db import transaction

from amanah.access import queries as access
from amanah.journal import commands as journal
from amanah.ledger import commands as ledger
from amanah.ledger import types as accounts
from amanah.programs import models, problems, queries, rules
from amanah.programs.store import lines as store
from amanah.programs.types import Allocated, NextDecision, Opened, Received, Sp2d, State
from amanah.registry import commands as registry
from amanah.registry.types import ListRead, ReferencesRead
from amanah.values.ids import new_id
from amanah.values.money import Money
from amanah.values.problem import Problem


def receive(path: Path, *, sp2d: Sp2d, by: str, now: datetime, sender: str = "") -> Received:
    """Takes a list in whole, held against its SP2D; lines unsound by themselves are refused with reasons.

    The same file again: quiet, nothing done. A list refused whole is kept as a refused batch that brought nothing.
    Raises Problem list_total_differs, sp2d_known, and those of `registry.read_list`.
    """
    with path.open("rb") as file:
        sha256 = file_digest(file, "sha256").hexdigest()
    before = models.Batch.objects.filter(sha256=sha256, state="taken").first()
    if before:
        return _again(before, sp2d)
    try:
        return _receive(path, sha256, sp2d, by=by, now=now, sender=sender)
    except Problem as problem:
        _keep_refused(path, sha256, problem, by=by, now=now)
        raise


@transaction.atomic
def _receive(path: Path, sha256: str, sp2d: Sp2d, *, by: str, now: datetime, sender: str) -> Received:
    known = [programme.code for programme in queries.programmes()]
    read = registry.read_list(path, programmes=known, sp2d=sp2d.number, sender=sender, now=now)
    _hold_against(read, sp2d)
    batch = _new_batch(path, sha256, sp2d, read, by=by, now=now)
    taken = registry.take_in(read.lines, by=by, now=now)
    sound, late = store.without_known(store.with_stages(taken.lines))
    store.add_entitlements(sound, batch.id, villages={village.code for village in access.villages()})
    store.add_remarks(read, late, batch.id)
    batch.accepted, batch.refused = sound.height, read.refused.height + late.height
    batch.accepted_total = int(sound["amount"].sum())
    batch.warned = read.warned.height
    batch.save(update_fields=["accepted", "refused", "warned", "accepted_total"])
    details = {"sp2d": sp2d.number, "lines": read.count, "accepted": batch.accepted, "refused": batch.refused}
    journal.append("programs.list_received", by=by, about=f"batch:{batch.id}", details=details, now=now)
    return _received(batch)


@transaction.atomic
def allocate(batch_id: UUID, *, by: str, now: datetime) -> Allocated:
    """Gives each accepted line to the office that serves its village, and that office the money (treasury -> office).

    Lines no office serves stay waiting; asked again, only what has an office by then is given.
    Raises Problem batch_unknown.
    """
    if queries.batch(batch_id) is None:
        raise problems.batch_unknown()
    offices = {village.code: village.office for village in access.villages() if village.office}
    given = store.give_to_offices(batch_id, offices)
    registry.give_to_office({family: nopen for _, family, nopen, _ in given})
    money = rules.sums((nopen, amount) for _, _, nopen, amount in given)
    about = f"batch:{batch_id}"
    ledger.post(
        [
            accounts.Transfer(new_id(), accounts.treasury(), accounts.office(nopen), total, "allocated", about, now)
            for nopen, total in money.items()
        ],
        by=by,
    )
    waiting = len(queries.without_office(batch_id))
    told = {nopen: total.rupiah for nopen, total in money.items()}
    journal.append("programs.allocated", by=by, about=about, details={"money": told, "waiting": waiting}, now=now)
    return Allocated(len(given), waiting, money)


def attach_references(
    path: Path, *, by: str, now: datetime, told: Callable[[int, int], None] = lambda done, of: None
) -> ReferencesRead:
    """Reference photos from a zip, each named by id_salur or NIK. Raises Problem as `registry.attach_references`."""

    def families_of(numbers: Sequence[str]) -> Mapping[str, UUID]:
        return queries.by_id_salur(numbers)

    return registry.attach_references(path, by=by, now=now, families_of=families_of, told=told)


@transaction.atomic
def open_next(stage_id: UUID, decisions: Sequence[NextDecision], *, by: str, now: datetime) -> Opened:
    """Carries this stage's entitlements into the next, but for families the ministry decided to leave out.

    They are *planned* until the next list brings their money. Families without a decision are carried on: nobody
    loses aid by silence. Again with the same decisions: quiet. Raises Problem stage_unknown.
    """
    now_stage = queries.stage(stage_id)
    if now_stage is None:
        raise problems.stage_unknown()
    year, number = rules.next_stage(now_stage.year, now_stage.number)
    after = store.stage(year, number)
    out = {decision.family: decision.reason for decision in decisions if not decision.included}
    excluded = store.add_exclusions(after, out, by=by, now=now)
    carried, already = store.carry_on(stage_id, after, without=set(out), now=now)
    details = {"next": f"{year}-{number}", "carried": carried, "excluded": excluded, "already": already}
    journal.append("programs.stage_opened", by=by, about=f"stage:{after}", details=details, now=now)
    return Opened(after, carried, excluded, already)


@transaction.atomic
def withdraw(entitlement_id: UUID, *, reason: str, by: str, now: datetime) -> None:
    """An entitlement no longer to be brought; the record stays. Withdrawn already: quiet."""
    changed = models.Entitlement.objects.filter(pk=entitlement_id).exclude(state=State.WITHDRAWN)
    if changed.update(state=State.WITHDRAWN):
        about = f"entitlement:{entitlement_id}"
        journal.append("programs.withdrawn", by=by, about=about, details={"reason": reason}, now=now)


def _hold_against(read: ListRead, sp2d: Sp2d) -> None:
    if (read.count, read.total) != (sp2d.lines, sp2d.total.rupiah):
        raise problems.total_differs(read.count, Money(read.total), sp2d)


def _new_batch(path: Path, sha256: str, sp2d: Sp2d, read: ListRead, *, by: str, now: datetime) -> models.Batch:
    order, is_new = models.Sp2d.objects.get_or_create(
        number=sp2d.number, defaults={"lines": sp2d.lines, "total": sp2d.total.rupiah}
    )
    is_spent = models.Batch.objects.filter(sp2d=order, state="taken").exists()
    if is_spent or (not is_new and (order.lines, order.total) != (sp2d.lines, sp2d.total.rupiah)):
        raise problems.sp2d_known(sp2d.number)
    return models.Batch.objects.create(
        id=new_id(), file_name=path.name[:200], sha256=sha256, sp2d=order, state="taken",
        lines=read.count, total=read.total, by=by, at=now,
    )  # fmt: skip


def _keep_refused(path: Path, sha256: str, problem: Problem, *, by: str, now: datetime) -> None:
    """The refusal is remembered in a transaction of its own; of the list itself nothing was kept."""
    with transaction.atomic():
        batch = models.Batch.objects.create(
            id=new_id(), file_name=path.name[:200], sha256=sha256, state="refused", problem=problem.code,
            problem_id=problem.sentence.id, problem_en=problem.sentence.en, by=by, at=now,
        )  # fmt: skip
        about = f"batch:{batch.id}"
        journal.append("programs.list_refused", by=by, about=about, details={"problem": problem.code}, now=now)


def _again(batch: models.Batch, sp2d: Sp2d) -> Received:
    if batch.sp2d_id != sp2d.number:
        raise problems.list_known(str(batch.sp2d_id))
    return _received(batch, again=True)


def _received(batch: models.Batch, *, again: bool = False) -> Received:
    return Received(
        batch.id, batch.accepted, batch.refused, batch.warned, Money(batch.total), Money(batch.accepted_total), again
    )
