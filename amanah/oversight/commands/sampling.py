"""Audit samples: seal a seed, then draw by it. Each drawn visit becomes a case, answered like any other."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from amanah.journal import commands as journal
from amanah.oversight import models
from amanah.oversight.commands.cases import open_case
from amanah.oversight.rules import sampling
from amanah.oversight.types import CaseKind
from amanah.values.problem import Problem, Sentence
from amanah.visits import queries as visits
from amanah.visits.queries.told import told_before

MOST = 10_000  # cases people can be asked to answer of one sample


@transaction.atomic
def seal_sample(
    id_: UUID, *, office: str, first: date, last: date, size: int, seed_sha256: str, by: str, now: datetime
) -> None:
    """Announces a sample: the hash of a seed that only the auditor knows is in the journal before anything is drawn.

    Problem `sample_unreadable`.
    """
    if not 0 < size <= MOST or last < first or len(seed_sha256) != 64 or set(seed_sha256) - set("0123456789abcdef"):
        raise Problem(
            "sample_unreadable",
            Sentence(
                f"Tulis jumlah 1 sampai {MOST}, hari pertama sebelum hari terakhir, dan SHA-256 benih (64 heksa).",
                f"Give a size of 1 to {MOST}, a first day before the last, and the seed's SHA-256 (64 hex digits).",
            ),
        )
    models.SampleSeal.objects.create(
        id=id_, office_id=office, first=first, last=last, size=size, seed_sha256=seed_sha256, by=by, at=now
    )
    details = {"office": office, "first": str(first), "last": str(last), "size": size, "seed_sha256": seed_sha256}
    journal.append("sample.sealed", by=by, about=f"sample:{id_}", details=details, now=now)


@transaction.atomic
def draw_sample(id_: UUID, *, seed: str, by: str, now: datetime) -> dict[UUID, float]:
    """Reveals the seed and draws: visit -> its chance. A second draw is refused.

    Problems `sample_unknown`, `sample_drawn`, `seed_not_sealed`, `nothing_to_draw`.
    """
    seal = models.SampleSeal.objects.select_for_update().filter(pk=id_).first()
    if seal is None:
        raise Problem("sample_unknown", Sentence("Sampel ini tidak ada.", "There is no such sample."), status=404)
    if models.SampleDraw.objects.filter(seal=seal).exists():
        raise Problem("sample_drawn", Sentence("Sampel ini sudah diundi.", "This sample is drawn already."), status=409)
    if not _is_sealed(seed, seal.seed_sha256):
        raise Problem(
            "seed_not_sealed",
            Sentence(
                "Benih ini bukan yang disegel. Berikan benih yang sama.", "This isn't the sealed seed. Give that."
            ),
        )
    weights = _weights(seal)
    if not weights:
        raise Problem("nothing_to_draw", Sentence("Belum ada kunjungan untuk diundi.", "No visit to draw from yet."))
    drawn = sampling.draw(weights, min(seal.size, len(weights)), seed)

    models.SampleDraw.objects.create(seal=seal, seed=seed, frame=sorted(weights.items()), by=by, at=now)
    families = {one.visit: one.family for one in visits.judged([UUID(visit) for visit in drawn])}
    for visit in map(UUID, drawn):
        open_case(
            CaseKind.SAMPLE, about=f"sample:{id_}:{visit}", office=seal.office_id, doubts=[], by=by, now=now,
            family=families.get(visit), visit=visit,
        )  # fmt: skip
    details = {"seed": seed, "of": len(weights), "drawn": len(drawn)}
    journal.append("sample.drawn", by=by, about=f"sample:{id_}", details=details, now=now)
    return {UUID(visit): chance for visit, chance in drawn.items()}


def _is_sealed(seed: str, seed_sha256: str) -> bool:
    try:
        return sampling.seed_print(seed) == seed_sha256
    except ValueError:
        return False


def _weights(seal: models.SampleSeal) -> dict[str, float]:
    """Paid visits of the days; one doubt makes a visit twice as likely to be drawn, two thrice."""
    seen = told_before(seal.office_id, since=seal.first, until=seal.last + timedelta(days=1))
    paid = [one.visit for one in seen if one.ending == "paid"]
    return {str(one.visit): 1.0 + len(one.doubts) for one in visits.judged(paid)}
