"""The one table of the vault: the key of each regency, sealed by the master key."""

from __future__ import annotations

from django.db import models

from amanah.vault.fields import SealedBytesField


class RegionKey(models.Model):
    """Made at a regency's first seal, never changed or deleted: what it sealed would be lost.

    `key` holds the regency's four digits before its 32 bytes, so that a key moved to another row doesn't open.
    """

    regency = models.CharField(max_length=4, primary_key=True)
    key = SealedBytesField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(regency__regex=r"^[0-9]{4}$"), name="region_is_four_digits"),
        ]
