"""A small world that holds one of everything a page may name, and people of every role inside and outside its area."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client

from amanah.access import commands as access
from amanah.access.types import Grant, Office, OfficeKind, Role, Village
from amanah.eligibility import commands as eligibility
from amanah.eligibility import queries as verdicts
from amanah.oversight import commands as oversight
from amanah.oversight.rules.sampling import seed_print
from amanah.oversight.types import CaseKind
from amanah.retention import commands as retention
from amanah.values.ids import new_id
from amanah.vault import commands as vault
from amanah.visits import commands as visiting
from tests.registry.faces import a_reference
from tests.visits import cast

FARAWAY, FAR_VILLAGE = "80200", "51.08.01.2001"
JPEG = b"\xff\xd8\xff\xe0 a photo that only pages carry"
AREA_OF = {Role.MINISTRY: "*", Role.HQ: "*", Role.AUDITOR: "*", Role.ADMIN: "*", Role.COMPANION: "51.71"}


class Answer(Protocol):
    """What a test reads of an answer."""

    @property
    def content(self) -> bytes: ...
    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class World:
    """What the addresses name: the values of their converters."""

    family: UUID
    round_id: UUID
    phone: UUID
    case: UUID
    verdict: UUID
    batch: UUID
    stage: UUID
    visit: UUID
    sha256: str
    certificate: UUID
    sample: UUID
    nopen: str = cast.OFFICE

    def names(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def a_world() -> World:
    """An office whose payer paid one family with a face that isn't certain; nothing else happened."""
    cast.an_office()
    access.add_office(Office(FARAWAY, "KC Singaraja", OfficeKind.KC), by="test")
    access.load_villages([Village(FAR_VILLAGE, "Banyuasri", -8.11, 115.08, office=FARAWAY)], by="test")
    stage = cast.a_stage()
    phone, handset = cast.a_phone("made")
    debts = [cast.a_debt(number) for number in range(1, 4)]
    planned = visiting.plan_rounds(cast.OFFICE, cast.DAY, [phone.payer.id], stage, by="user:head", now=cast.NOW)
    visiting.lease_round(planned.rounds[0], phone.id, by="user:head", now=cast.NOW)
    told = cast.pays(handset, debts[0], face=cast.a_face(likeness=0.37, band="between"))
    visiting.accept(phone, handset.said, now=cast.NOW)
    return World(
        family=debts[0].family,
        round_id=planned.rounds[0],
        phone=phone.id,
        case=_case(told.visit, debts[0].family),
        verdict=_verdict(debts[0].family, stage),
        batch=_batch(),
        stage=stage,
        visit=told.visit,
        sha256=_reference(debts[0].family),
        certificate=_certificate(phone.id),
        sample=_sample(),
    )


def signed_in(role: Role, *, area: str | None = None) -> Client:
    """Somebody of this role, in the area of the world unless told otherwise."""
    place = area or AREA_OF.get(role, f"nopen:{cast.OFFICE}")
    username = f"{role.replace('_', '-')}.{sha256(place.encode()).hexdigest()[:4]}"
    access.hire(username, role.title(), cast.PASSWORD, [Grant(role, place)], by="test")
    client = Client()
    client.force_login(
        get_user_model().objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def outside(role: Role) -> Client:
    """The right role in the wrong area."""
    return signed_in(role, area="51.08" if role is Role.COMPANION else f"nopen:{FARAWAY}")


def _case(visit: UUID, family: UUID) -> UUID:
    return oversight.open_case(
        CaseKind.DOUBT, about=f"visit:{visit}", office=cast.OFFICE, doubts=["face_between"], by="job:test",
        now=cast.NOW, family=family, visit=visit,
    )  # fmt: skip


def _sample() -> UUID:
    id_ = new_id()
    oversight.seal_sample(
        id_, office=cast.OFFICE, first=cast.NOW.date() - timedelta(days=400),
        last=cast.NOW.date() + timedelta(days=400), size=1, seed_sha256=seed_print("ab" * 32), by="user:auditor",
        now=cast.NOW,
    )  # fmt: skip
    return id_


def _verdict(family: UUID, stage: UUID) -> UUID:
    eligibility.load_rulesets(by="test", now=cast.NOW)
    eligibility.assess_stage(stage, by="job:test", now=cast.NOW)
    found = verdicts.verdict(family, stage)
    assert found is not None
    return found.id


def _certificate(phone: UUID) -> UUID:
    """One KTP photo, destroyed when its time was over."""
    photo = JPEG + b"of a card"
    name = sha256(photo).hexdigest()
    vault.keep_photo(photo, sha256=name)
    apps.get_model("visits", "Media").objects.create(
        sha256=name, phone_id=phone, kind="ktp", size_bytes=len(photo), state="complete",
        completed_at=cast.NOW - timedelta(days=91),
    )  # fmt: skip
    [run] = retention.destroy_due(by="job:test", now=cast.NOW)
    return run


def _batch() -> UUID:
    row = apps.get_model("programs", "Batch").objects.create(
        file_name="gelombang-1.csv", sha256="0" * 64, state="taken", lines=3, accepted=3, total=1_800_000,
        accepted_total=1_800_000, by="user:somebody-else", at=cast.NOW,
    )  # fmt: skip
    return UUID(str(row.pk))


def _reference(family: UUID) -> str:
    name = sha256(JPEG).hexdigest()
    vault.keep_photo(JPEG, sha256=name)
    a_reference(family, at=cast.NOW, photo=name)
    return name


def shown(answer: Answer) -> str:
    return answer.content.decode()


def problem_of(answer: Answer) -> str:
    found = re.search(r'class="mono">([a-z_]+)</span>', shown(answer))
    assert found, shown(answer)[-2000:]
    return found.group(1)
