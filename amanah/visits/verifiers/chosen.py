"""Which verifier this deployment asks: none, unless its settings name one."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from amanah.visits.types.verifying import Verifier


def chosen() -> Verifier | None:
    """The plug-in that AMANAH_VERIFIER names, made from the settings. Raises Problem when they don't do."""
    if not settings.AMANAH_VERIFIER_URL:
        return None
    return cast("Verifier", import_string(settings.AMANAH_VERIFIER)())
