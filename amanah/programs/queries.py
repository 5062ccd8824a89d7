"""Who is owed what: entitlements, batches, stages; and the file of refusals."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from amanah.programs import models, printing, problems, rules
from amanah.programs.types import Batch, Entitlement, Programme, Remark, Stage, State, WithoutOffice
from amanah.registry import queries as registry
from amanah.values.money import Money
from amanah.values.problem import Language, Sentence


def entitlements(ids: Collection[UUID]) -> dict[UUID, Entitlement]:
    """One statement however many; ids nobody has are left out."""
    return {row.id: _entitlement(row) for row in _labelled().filter(pk__in=ids)}


def entitlements_of(family: UUID) -> list[Entitlement]:
    """Everything a family is or was owed, newest stage first."""
    return [_entitlement(row) for row in _labelled().filter(family=family).order_by("-stage__year", "-stage__number")]


def due(office: str, stage: UUID) -> list[Entitlement]:
    """What this very office must bring to families in this stage."""
    return [_entitlement(row) for row in _labelled().filter(office=office, stage=stage, state=State.DUE).order_by("id")]


def of_stage(stage: UUID) -> list[Entitlement]:
    """Every entitlement of a stage that is planned or due, in the order of its list."""
    return [_entitlement(row) for row in _labelled().filter(stage=stage).exclude(state=State.WITHDRAWN).order_by("id")]


def by_id_salur(numbers: Collection[str]) -> dict[str, UUID]:
    """id_salur -> family, for those that are known."""
    return dict(models.Entitlement.objects.filter(id_salur__in=numbers).values_list("id_salur", "family_id"))


def programmes() -> list[Programme]:
    return [Programme(row.code, row.label, row.law) for row in models.Programme.objects.order_by("code")]


def stages() -> list[Stage]:
    """Newest first."""
    return [_stage(row) for row in models.Stage.objects.order_by("-year", "-number")]


def stage(stage_id: UUID) -> Stage | None:
    row = models.Stage.objects.filter(pk=stage_id).first()
    return _stage(row) if row else None


def enrolled(families: Collection[UUID], *, stages: int) -> set[UUID]:
    """Which of these families are on one of the newest stages."""
    newest = models.Stage.objects.order_by("-year", "-number").values_list("id", flat=True)[:stages]
    rows = models.Entitlement.objects.filter(family__in=families, stage__in=list(newest)).exclude(state=State.WITHDRAWN)
    return set(rows.values_list("family_id", flat=True))


def batches() -> list[Batch]:
    """Newest first."""
    return [_batch(row) for row in _counted().order_by("-at", "-id")]


def batch(batch_id: UUID) -> Batch | None:
    row = _counted().filter(pk=batch_id).first()
    return _batch(row) if row else None


def remarks(batch_id: UUID, *, limit: int | None = 100) -> list[Remark]:
    """The first refusals and warnings, in the order of the list."""
    rows = models.Remark.objects.filter(batch=batch_id).order_by("-is_refusal", "line")[:limit]
    return [Remark(r.line, r.id_salur, r.is_refusal, tuple(r.codes.split(";")), Money(r.amount)) for r in rows]


def without_office(batch_id: UUID) -> list[WithoutOffice]:
    """Accepted lines that no office serves yet: never lost, waiting for one."""
    rows = models.Entitlement.objects.filter(batch=batch_id, office=None, state=State.DUE).order_by(
        "village_code", "id"
    )
    return [WithoutOffice(r.id, r.id_salur, r.village_code, Money(r.amount)) for r in rows]


def owed(office: str, stage: UUID) -> Money:
    total = models.Entitlement.objects.filter(office=office, stage=stage, state=State.DUE).aggregate(Sum("amount"))
    return Money(total["amount__sum"] or 0)


def _labelled() -> QuerySet[models.Entitlement]:
    return models.Entitlement.objects.select_related("programme")


def _counted() -> QuerySet[models.Batch]:
    waiting = Q(entitlements__office=None, entitlements__state=State.DUE)
    return models.Batch.objects.annotate(waiting=Count("entitlements", filter=waiting))


def _entitlement(row: models.Entitlement) -> Entitlement:
    return Entitlement(
        id=row.id, id_salur=row.id_salur, family=row.family_id, programme=row.programme_id,
        label=row.programme.label, stage=row.stage_id, tranche=row.tranche, wave=row.wave, amount=Money(row.amount),
        office=row.office_id, village=row.village_id, state=State(row.state),
    )  # fmt: skip


def _stage(row: models.Stage) -> Stage:
    return Stage(row.id, row.year, row.number, row.label)


def _batch(row: models.Batch) -> Batch:
    return Batch(
        id=row.id, file_name=row.file_name, sp2d=row.sp2d_id, state=row.state, lines=row.lines, accepted=row.accepted,
        refused=row.refused, warned=row.warned, total=row.total, accepted_total=row.accepted_total,
        problem=Sentence(id=row.problem_id, en=row.problem_en) if row.problem else None,
        by=row.by, at=row.at, without_office=getattr(row, "waiting", 0),
    )  # fmt: skip


def refusals_file(batch_id: UUID) -> bytes:
    """CSV for the sender: every refusal first, then warnings; one row a reason, in both languages."""
    said = remarks(batch_id, limit=None)
    codes = {code for remark in said for code in remark.codes}
    return rules.refusals_csv(said, {code: registry.reason(code) for code in codes})


def letters_pdf(
    office: str, stage_id: UUID, families: Collection[UUID] | None = None, *, language: Language = "id"
) -> bytes:
    """A letter for each family due at this very office in this stage (or only for `families`), as one PDF.

    Raises Problem letters_none when there is nobody to write to.
    """
    return printing.letters(due(office, stage_id), _known(stage_id), office, families, language)


def danom_pdf(office: str, stage_id: UUID, *, language: Language = "id") -> bytes:
    """The office's nominative list. Raises Problem letters_none when there is nobody on it."""
    return printing.danom(due(office, stage_id), _known(stage_id), office, language)


def _known(stage_id: UUID) -> Stage:
    found = stage(stage_id)
    if found is None:
        raise problems.stage_unknown()
    return found
