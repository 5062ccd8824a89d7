"""Is every phone's chain whole? Hashes, links and signatures from the stored bytes; and photos that are gone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from amanah.access import queries as access
from amanah.vault import queries as vault
from amanah.vault.signing import b64url
from amanah.visits import models
from amanah.visits.rules.chain import Link, faults


@dataclass(frozen=True, slots=True)
class Checked:
    """`faults` in words, none when all is well."""

    phones: int
    events: int
    photos: int
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.faults


def check_events() -> Checked:
    """Reads and verifies every event and looks for every photo that is said to be complete."""
    links: dict[UUID, list[Link]] = defaultdict(list)
    found: list[str] = []
    keys: dict[UUID, str] = {}
    for row in models.Event.objects.order_by("phone", "seq").iterator(chunk_size=5_000):
        raw = row.text.encode()
        if sha256(raw).hexdigest() != row.hash:
            found.append(f"event {row.id}: altered")
        if row.phone_id not in keys:
            phone = access.phone(row.phone_id)
            keys[row.phone_id] = phone.public_key if phone else ""
        if not vault.is_signed(raw, signature=b64url(bytes(row.signature)), by=keys[row.phone_id]):
            found.append(f"event {row.id}: not signed by its phone")
        links[row.phone_id].append(Link(row.id, row.seq, row.hash, row.prev_hash))
    for id_, chain in links.items():
        found += [f"phone {id_}: {fault.why} at {fault.seq}" for fault in faults(chain)]
    complete = list(models.Media.objects.filter(state="complete").values_list("sha256", flat=True).distinct())
    found += [f"photo {name}: gone" for name in complete if not vault.has_photo(name)]
    return Checked(len(links), sum(map(len, links.values())), len(complete), tuple(found))
