"""A supervisor's code: seen once, for a reason on record, and never written down by the house."""

from __future__ import annotations

import json
import re

from django.urls import reverse

from amanah.access.types import Role
from amanah.journal import queries as journal
from amanah.visits.queries.codes import code_for
from amanah.web.when import office_day
from tests.web.cast import World, problem_of, shown, signed_in

REASON = "I Ketut Lingga, kepala lingkungan; kamera juru bayar rusak"


def test_a_code_is_given_for_a_reason_and_shown_in_that_answer_only(world: World) -> None:
    client = signed_in(Role.SUPERVISOR)
    page, ask = (reverse(name, args=[world.family]) for name in ("family", "family_code"))
    assert problem_of(client.post(ask, {"reason": " "})) == "text_missing"
    answer = client.post(ask, {"reason": REASON})
    code = code_for(world.family, office_day())
    said = re.search(r'data-testid="code">(\d{4}) (\d{4})<', shown(answer))
    assert said
    assert "".join(said.groups()) == code
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'data-testid="code"' not in shown(client.get(page))


def test_who_gave_a_code_and_why_is_on_record_but_not_the_code(world: World) -> None:
    signed_in(Role.SUPERVISOR).post(reverse("family_code", args=[world.family]), {"reason": REASON})
    (entry,) = journal.entries(word="visits.code_given")
    assert entry.about == f"family:{world.family}"
    assert entry.by.startswith("user:supervisor")
    assert entry.details == {"day": office_day().isoformat(), "reason": REASON}
    assert code_for(world.family, office_day()) not in json.dumps(dict(entry.details))


def test_who_only_looks_at_families_is_offered_no_code(world: World) -> None:
    page = shown(signed_in(Role.AUDITOR).get(reverse("family", args=[world.family])))
    assert reverse("family_code", args=[world.family]) not in page
