"""How many signatures this machine can check at most, every core doing nothing else: no house can take in more events.

python bench/sync_signatures.py SECONDS        one core: prints checks a second
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
SECONDS = 2.0


def signatures_per_s() -> int:
    """P-256 over an event's bytes, as the house checks them, on all cores at once."""
    command = [sys.executable, __file__, str(SECONDS)]
    cores = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(os.cpu_count() or 1)]
    return round(sum(float(core.communicate()[0]) for core in cores))


def _one_core(seconds: float) -> float:
    from cryptography.hazmat.primitives.asymmetric import ec

    from amanah.vault import signing

    key, body = ec.generate_private_key(ec.SECP256R1()), os.urandom(700)
    public, signature = signing.public_text(key), signing.sign(body, key)
    checked, begun = 0, time.perf_counter()
    while (took := time.perf_counter() - begun) < seconds:
        for _ in range(100):
            assert signing.is_signed(body, signature=signature, by=public)
        checked += 100
    return checked / took


if __name__ == "__main__":
    sys.path.insert(0, str(REPO))
    print(_one_core(float(sys.argv[1])))
