"""What is due now, what was destroyed and by which rule, and the certificates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from amanah.oversight import queries as oversight
from amanah.programs import queries as programs
from amanah.receipts import queries as receipts
from amanah.registry import queries as registry
from amanah.retention import models, rules
from amanah.retention.types import CURRENT, Certificate, Destroyed, Due, Policy, Use, What
from amanah.visits.queries import faces as seen
from amanah.visits.queries import kept
from amanah.visits.queries.kept import families_of

_PAGE = 2000


def due(*, now: datetime, policy: Policy = CURRENT) -> Iterator[list[Due]]:
    """Photos, outdated templates and receipts to telephones to destroy now, a page at a time; what an
    earlier run named is left out.

    Reads every old photo's row.
    """
    youngest = now - timedelta(days=min(policy.days.values()))
    for page in _old_photos(youngest):
        named = _named(page)
        found = _judged([photo for photo in page if photo not in named], policy, now)
        if found:
            yield found
    yield from _outdated_templates()
    yield from _old_messages(policy, now)


def _named(names: list[str]) -> set[str]:
    return set(models.Order.objects.filter(name__in=names).values_list("name", flat=True))


def _old_messages(policy: Policy, now: datetime) -> Iterator[list[Due]]:
    """A receipt names a telephone of somebody: it goes as the cards' photos do."""
    after: UUID | None = None
    while page := receipts.messages_before(now - timedelta(days=policy.days_of("message")), after=after, limit=_PAGE):
        after = page[-1].id
        families = families_of({one.visit for one in page})
        named = _named([str(one.id) for one in page])
        uses = [
            Use(str(one.id), "message", families.get(one.visit), one.at) for one in page if str(one.id) not in named
        ]
        held = oversight.families_with_open_cases(set(families.values()))
        found = [rules.due([use], policy=policy, now=now, held=held, what=What.MESSAGE) for use in uses]
        if due := [one for one in found if one]:
            yield due


def _outdated_templates() -> Iterator[list[Due]]:
    """Faces in the numbers of a model no longer used, once the same photo has its template of the model in use."""
    last: UUID | None = None
    while references := registry.outdated(after=last, limit=_PAGE):
        last = references[-1].id
        yield [_outdated(one.id) for one in references]
    last = None
    while met := seen.outdated(after=last, limit=_PAGE):
        last = met[-1]
        yield [_outdated(one) for one in met]


def _outdated(row: UUID) -> Due:
    return Due(What.TEMPLATE, str(row), "template", "model:no-longer-used")


def _old_photos(before: datetime) -> Iterator[list[str]]:
    """Distinct names of photos that came before a moment: of visits, then of references."""
    after = 0
    while page := kept.photos_kept(before=before, after=after, limit=_PAGE):
        after = page[-1].place
        yield list(dict.fromkeys(one.sha256 for one in page))
    last: UUID | None = None
    while references := registry.references_before(before, after=last, limit=_PAGE):
        last = references[-1].id
        yield list(dict.fromkeys(one.photo for one in references))


def _judged(photos: list[str], policy: Policy, now: datetime) -> list[Due]:
    uses: dict[str, list[Use]] = {photo: [] for photo in photos}
    for one in kept.uses_of(photos):
        uses[one.sha256].append(Use(one.sha256, one.kind, one.family, one.at))
    for reference in registry.references_of_photos(photos):
        uses[reference.photo].append(Use(reference.photo, "reference", reference.family, reference.at))
    families = {use.family for each in uses.values() for use in each if use.family}
    held = oversight.families_with_open_cases(families)
    enrolled = programs.enrolled(families, stages=policy.stages)
    found = [rules.due(each, policy=policy, now=now, held=held, enrolled=enrolled) for each in uses.values()]
    return [one for one in found if one]


def destroyed(photo: str) -> Destroyed | None:
    """Which rule destroyed this photo and when; None when none did."""
    row = models.Order.objects.filter(name=photo, run__certificate__isnull=False).select_related("run__certificate")
    first = row.order_by("id").first()
    return Destroyed(first.rule, first.run.certificate.at, str(first.run.policy["version"])) if first else None


def certificates(*, limit: int = 100) -> list[Certificate]:
    """Newest first."""
    rows = models.Certificate.objects.select_related("run").order_by("-at")[:limit]
    return [_certificate(row) for row in rows]


def certificate(run: UUID) -> Certificate | None:
    row = models.Certificate.objects.select_related("run").filter(pk=run).first()
    return _certificate(row) if row else None


def orders(run: UUID) -> list[Due]:
    """Everything a run named: what its certificate's `root` is made of."""
    return [models.due_of(row) for row in models.Order.objects.filter(run=run).order_by("id")]


def _certificate(row: models.Certificate) -> Certificate:
    return Certificate(
        id=row.run_id, policy=row.run.policy, started_at=row.run.at, certified_at=row.at, by=row.run.by,
        counts=row.counts, root=row.root, text=row.text, signature=row.signature,
    )  # fmt: skip
