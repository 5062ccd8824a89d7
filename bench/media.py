"""Photos of many phones at once by tus, over connections that break, on a throw-away house; then each is read back.

    ./run bench media --phones 50 --photos 2000 --json -

Photos of 60-100 kB with their thumbnails, and one in twenty of 300-400 kB (the house takes no larger one: that is
tried too). A third of the pieces meet a mishap (bench/media_load.py). Afterwards every photo is opened by the house's
own query and its SHA-256 compared with what the phone had: `lost`, `differing`. `memory`: the server's own, sampled
all along; `grew_mb` is the last third's mean less the first's. `ratio`: beside writing the same bytes with fsync.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from statistics import fmean
from typing import Any

from amanah.cli.answer import write_json

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))

from bench.sync_house import House, house, resident_mb, say, worked  # noqa: E402 - the script's own folder comes first

BREAK_SHARE = 0.33
EVERY_S = 0.5
Uploads = list[tuple[str, list[tuple[str, str, str]]]]


def main() -> int:
    asked = _asked()
    with house(workers=asked.workers, threads=asked.threads) as at, tempfile.TemporaryDirectory() as folder:
        result = _measured(asked, at, Path(folder))
    write_json(result, asked.json)
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", default="-")
    parser.add_argument("--phones", type=int, default=50)
    parser.add_argument("--photos", type=int, default=2000, help="in all; each brings its thumbnail besides")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="the server's")
    parser.add_argument("--threads", type=int, default=2, help="of each worker")
    return parser.parse_args()


def _measured(asked: argparse.Namespace, at: House, folder: Path) -> dict[str, Any]:
    from bench.media_photos import write

    say(f"making {asked.photos} photos; visits that they belong to")
    files = list(write(folder, photos=asked.photos, seed=asked.seed))
    uploads = _shared_out(at, files, phones=asked.phones)
    too_large = _too_large(at, uploads[0][0])
    say("uploading")
    server, postgres = worked(at.server), worked(at.postgres)
    with _watched(at) as sampled:
        told = _send({"port": at.port, "seed": asked.seed, "break_share": BREAK_SHARE, "phones": uploads})
    cpu = {"server": worked(at.server) - server, "postgres": worked(at.postgres) - postgres, "phones": told["cpu_s"]}
    say("reading back")
    missing, differing = _read_back([file for file, _ in files])
    megabytes = told["met"]["bytes"] / 1e6
    plain = megabytes / _plainly([file for file, _ in files], folder)
    return {
        "lost": missing, "differing": differing, "failed": told["failed"], "memory": _memory(sampled),
        "mb_per_s": round(megabytes / told["seconds"], 2), "plain_mb_per_s": round(plain, 2),
        "ratio": round(megabytes / told["seconds"] / plain, 4), "uploads_per_s": round(len(files) / told["seconds"], 1),
        "phones": asked.phones, "uploads": len(files), "mb": round(megabytes, 1), "too_large_refused": too_large,
        "pieces_left": _pieces(), "seconds": round(told["seconds"], 1), "met": told["met"],
        "cpu_s": {who: round(seconds, 2) for who, seconds in cpu.items()},
    }  # fmt: skip


def _shared_out(at: House, files: Sequence[tuple[Path, str]], *, phones: int) -> Uploads:
    """Each phone has told of its visits already; its share of the photos belongs to them, two files to a visit."""
    from bench.sync import send
    from bench.talks import talks

    said = talks("photos", phones=phones, batches_each=1 + len(files) // phones // 50, with_photos=False)
    send(at, [[(None, request) for request in one.requests] for one in said])
    pairs = [files[i : i + 2] for i in range(0, len(files), 2)]
    return [
        (
            one.token,
            [
                (str(file), kind, str(visit))
                for pair, visit in zip(pairs[number::phones], one.visits, strict=False)
                for file, kind in pair
            ],
        )
        for number, one in enumerate(said)
    ]


def _too_large(at: House, token: str) -> bool:
    """A photo as cameras make it is refused before a byte of it is sent: phones shrink theirs."""
    from http.client import HTTPConnection

    wire = HTTPConnection("127.0.0.1", at.port, timeout=60)
    named = "sha256 " + "YWFh" * 21 + "YQ=="  # 64 times the letter a
    headers = {"Authorization": f"Bearer {token}", "Upload-Length": "3000000", "Upload-Metadata": named}
    wire.request("POST", "/api/sync/media", b"", headers)
    return wire.getresponse().status == 413


def _send(plan: dict[str, Any]) -> dict[str, Any]:
    command = [sys.executable, str(REPO / "bench" / "media_load.py")]
    done = subprocess.run(command, input=json.dumps(plan).encode(), stdout=subprocess.PIPE, cwd=REPO, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@contextmanager
def _watched(at: House) -> Iterator[list[float]]:
    """The server's memory, MB, every half second while the block runs."""
    sampled: list[float] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(EVERY_S):
            sampled.append(resident_mb(at.server))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield sampled
    finally:
        done.set()
        watcher.join()


def _memory(sampled: Sequence[float]) -> dict[str, float]:
    third = max(1, len(sampled) // 3)
    first, middle, last = (fmean(sampled[at:][:third]) for at in (0, third, -third))
    return {
        "first_third_mb": round(first, 1), "middle_third_mb": round(middle, 1), "last_third_mb": round(last, 1),
        "grew_mb": round(last - first, 1), "peak_mb": round(max(sampled), 1), "samples": len(sampled),
    }  # fmt: skip


def _read_back(files: Sequence[Path]) -> tuple[int, int]:
    """How many of the photos the house can't show any more, and how many it shows otherwise."""
    from amanah.vault import queries as vault
    from amanah.vault.types import SealBroken

    lost = differing = 0
    for file in files:
        name = sha256(sent := file.read_bytes()).hexdigest()
        try:
            differing += vault.photo(name) != sent
        except (FileNotFoundError, SealBroken):
            lost += 1
    return lost, differing


def _pieces() -> int:
    """Pieces that lie about although their photo is whole: none."""
    from django.apps import apps

    return int(apps.get_model("visits", "MediaPiece").objects.count())


def _plainly(files: Sequence[Path], folder: Path) -> float:
    """Seconds to write the same bytes into as many files, each made durable before the next."""
    whole = [file.read_bytes() for file in files]
    begun = time.perf_counter()
    for number, photo in enumerate(whole):
        with (folder / f"plain{number}").open("wb") as file:
            file.write(photo)
            file.flush()
            os.fsync(file.fileno())
    return time.perf_counter() - begun


if __name__ == "__main__":
    raise SystemExit(main())
