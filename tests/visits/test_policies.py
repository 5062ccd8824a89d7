"""Policies: kept by version, named in each judgement, judged by again at replay; the database refuses to change one."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from amanah.faces import queries as faces
from amanah.faces.types import Profile
from amanah.visits import commands, models, queries
from amanah.visits.types import CURRENT, FIRST, Doubt, Policy
from amanah.visits.types.policy import kept
from tests.visits.cast import NOW, a_face, calibrate, pays
from tests.visits.conftest import Field


def test_without_a_calibration_the_models_own_thresholds_are_in_force(calibration: Path) -> None:
    calibration.unlink()
    found = queries.in_force()
    for scale, profile in ((found.phone, Profile.PHONE), (found.house, Profile.SERVER)):
        own = faces.default_thresholds(faces.model_version(profile))
        assert (scale.model, scale.same_above) == (faces.model_version(profile), own.same_above)
        assert scale.calibration == own.calibration


def test_a_calibration_is_in_force_at_once_under_a_version_of_its_own(calibration: Path) -> None:
    before = queries.in_force()
    calibrate(calibration, same_above=0.52, name="calib-1a2b3c4d")
    found = queries.in_force()
    assert (found.same_above, found.phone.ktp_same_above, found.phone.calibration) == (0.52, 0.4, "calib-1a2b3c4d")
    assert found.version != before.version
    assert found.version.startswith(f"{CURRENT.version}-")
    assert len(found.version) <= 20
    assert found == queries.in_force()


def test_a_threshold_for_the_ktp_that_was_not_measured_names_what_it_rests_on_itself(calibration: Path) -> None:
    said = json.loads(calibration.read_text())
    for kinds in said["models"].values():
        del kinds["ktp"]
    calibration.write_text(json.dumps(said))
    found = queries.in_force().phone
    own = faces.default_thresholds(found.model, "ktp")
    assert (found.calibration_of(card=False), found.same_above) == (said["name"], 0.45)
    assert (found.calibration_of(card=True), found.ktp_same_above) == (own.calibration, own.same_above)


def test_a_damaged_calibration_keeps_no_payment_out(field: Field, calibration: Path) -> None:
    calibration.write_text("{")
    told = pays(field.handset, field.debts[0])
    field.sends()
    assert models.Settlement.objects.get(visit=told.visit).is_paid
    own = faces.default_thresholds(faces.model_version(Profile.PHONE))
    assert queries.in_force().phone.calibration == own.calibration


def test_the_pack_carries_what_is_in_force(field: Field, calibration: Path) -> None:
    calibrate(calibration, same_above=0.52, name="calib-1a2b3c4d")
    pack = queries.pack_for(field.phone, now=NOW, epoch=1)
    assert pack
    assert pack["policy"]["face"]["same_above"] == 0.52
    assert pack["policy"]["face"]["calibration"] == "calib-1a2b3c4d"
    assert pack["policy"]["version"] == queries.in_force().version


def test_each_visit_is_replayed_by_the_policy_that_judged_it(field: Field, calibration: Path) -> None:
    """Doubted under .75, it stays doubted when .45 comes in force; and the other way round."""
    calibrate(calibration, same_above=0.75)
    strictly = pays(field.handset, field.debts[0], face=a_face(likeness=0.7))
    field.sends()
    calibrate(calibration, same_above=0.45, name="calib-00000000")
    mildly = pays(field.handset, field.debts[1], face=a_face(likeness=0.7))
    field.sends()
    doubts = [seen.doubts for told in (strictly, mildly) if (seen := queries.visit(told.visit))]
    assert doubts == [{Doubt.FACE_BETWEEN}, frozenset()]
    assert models.Policy.objects.count() >= 2
    replayed = queries.replay()
    assert replayed.same_state, replayed.differences


def test_what_was_judged_before_policies_were_kept_is_judged_as_then(field: Field) -> None:
    told = pays(field.handset, field.debts[0], other_way={"way": "witness", "note": "kelian"})
    commands.accept(field.phone, field.handset.said, now=NOW, policy=FIRST)
    seen = queries.visit(told.visit)
    assert seen
    assert seen.doubts == {Doubt.OTHER_WAY}
    assert seen.policy == "2026.1"
    assert queries.replay().same_state


@pytest.mark.django_db
def test_the_first_policy_is_kept_by_the_migration_as_the_code_knows_it() -> None:
    said = import_module("amanah.visits.migrations.0003_keep_policies").FIRST  # a name that begins with a digit
    content = json.loads(said[said.index("'{") + 1 : said.rindex("}'") + 1])
    assert kept(content) == FIRST
    assert content == asdict(FIRST)


@pytest.mark.parametrize("statement", ["UPDATE visits_policy SET version = 'x'", "DELETE FROM visits_policy"])
def test_the_database_refuses_to_change_a_policy(field: Field, statement: str) -> None:
    pays(field.handset, field.debts[0])
    field.sends()
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_judgement_can_name_only_a_policy_that_is_kept(field: Field) -> None:
    told = pays(field.handset, field.debts[0])
    field.sends()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("UPDATE visits_judgement SET policy = 'unheard' WHERE visit_id = %s", [told.visit])


def test_two_policies_that_differ_in_anything_have_two_versions() -> None:
    scale = CURRENT.phone
    other = replace(scale, calibration="calib-ffffffff")
    versions = {
        CURRENT.measured(phone=phone, house=house).version for phone in (scale, other) for house in (scale, other)
    }
    assert len(versions) == 4
    assert Policy(retakes=2).measured(phone=scale, house=scale).version not in versions
