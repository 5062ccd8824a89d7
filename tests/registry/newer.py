"""A change of models, for tests: another version of the same weights. What matters is the name a template carries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from amanah.faces import manifests, nets, templates
from amanah.faces.manifests import Profile

NEWER = "amanah-server-test"


def change_models(monkeypatch: pytest.MonkeyPatch) -> None:
    now = manifests.manifest()
    profiles = {**now.profiles, Profile.SERVER: replace(now.profiles[Profile.SERVER], version=NEWER)}
    newer = replace(now, profiles=profiles)
    for module in (manifests, templates, nets):
        monkeypatch.setattr(module, "manifest", lambda: newer, raising=False)
