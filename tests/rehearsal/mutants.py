"""Lines of the house and of the phone turned off, each with the smallest scenario that must notice, and its reason."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg

from amanah.cli.rehearsal.faults.hits import live_seeds
from amanah.cli.rehearsal.faults.sum import Sum
from amanah.cli.rehearsal.house import ROOT, House

PHONE = ROOT / "phone"


@dataclass(frozen=True, slots=True)
class Swap:
    """`old` stands in `file` (below the repository) exactly once, and becomes `new`."""

    file: str
    old: str
    new: str


MORE = 18


@dataclass(frozen=True, slots=True)
class Mutant:
    """What is turned off, in what weather it must be noticed, and by which broken invariants (any one of them)."""

    name: str
    faults: str
    seen_as: tuple[str, ...]
    swaps: tuple[Swap, ...] = ()
    law: str = ""
    """SQL that takes a law out of the database."""
    seed: int = 1
    seeds: int = 1


HOUSE = (
    Mutant(
        "a second payment isn't told from the first, and the database doesn't mind",
        "two_phones", ("paid_twice_unflagged",), seeds=3,
        swaps=(Swap("amanah/visits/rules/settle.py", "Suspended.DOUBLE_PAID if item.entitlement in settled else None",
                    "None"),),
        law="DROP INDEX entitlement_paid_once",
    ),
    Mutant(
        "money in suspense opens no case", "two_phones", ("paid_twice_unflagged",), seeds=3,
        swaps=(Swap("amanah/config/jobs.py", '"visits.suspended": (open_suspense_cases,)', '"visits.suspended": ()'),),
    ),
    Mutant(
        "a settlement moves no money", "duplicate", ("payment_lost",),
        swaps=(Swap("amanah/visits/commands/booking.py", "            *cash.of_settlements(settlements),\n", ""),),
    ),
    Mutant(
        "the last event of a batch is answered for and not kept", "duplicate", ("event_lost",),
        swaps=(Swap("amanah/visits/commands/accepting.py", "stored.add(phone.id, placed.fresh, now=now)",
                    "stored.add(phone.id, placed.fresh[:-1], now=now)"),),
    ),
    Mutant(
        "an event's text is tidied before it is kept", "duplicate", ("event_lost",),
        swaps=(Swap("amanah/visits/store/chain.py", "one.event.visit, e.day, one.text, one.signature,",
                    "one.event.visit, e.day, one.text + ' ', one.signature,"),),
    ),
    Mutant(
        "a repeat isn't quiet", "duplicate", ("put_aside",), seeds=2,
        swaps=(Swap("amanah/visits/rules/chain.py", "is not None and known.hash == one.hash:",
                    "is not None and False:"),),
    ),
    Mutant(
        "a visit that has ended isn't judged", "duplicate", ("replay_differs",),
        swaps=(Swap("amanah/visits/commands/booking.py", "if v.id in mine and 0 < v.ended_seq <= ack_seq]",
                    "if v.id in mine and v.ended_seq < 0]"),),
    ),
    Mutant(
        "what a revoked phone sends isn't kept", "revoked", ("payment_lost", "event_lost"),
        swaps=(Swap("amanah/sync/api.py", "        keep_for_later(body, phone=phone, now=now)\n", ""),),
    ),
    Mutant(
        "a count's variance isn't booked", "key_lost", ("bags_unbalanced",), seeds=2,
        swaps=(Swap("amanah/visits/rules/cash.py", "    return [t for t in transfers if t], bag.variance + left",
                    "    return [t for t in transfers if t and t.word != VARIANCE], bag.variance + left"),),
    ),
    Mutant("the ledger doesn't add up", "duplicate", ("ledger_sum", "bags_unbalanced"),
           law="DROP TRIGGER transfer_adds_up ON ledger_transfer"),
    Mutant(
        "a journal's entry doesn't name the one before", "duplicate", ("journal_broken",),
        law="""
        CREATE FUNCTION forget_before() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN NEW.prev := decode(repeat('00', 32), 'hex'); RETURN NEW; END $$;
        CREATE TRIGGER forget_before BEFORE INSERT ON journal_link FOR EACH ROW EXECUTE FUNCTION forget_before()
        """,
    ),
)  # fmt: skip

CORE = (
    Mutant(
        "the core goes on before the store has written", "storage_full", ("event_lost", "stuck", "payment_lost"),
        seeds=2,
        swaps=(Swap("src/core/desk.ts", "await parts.store.transact(change);",
                    "void parts.store.transact(change).catch(() => undefined);"),),
    ),
    Mutant(
        "the intent isn't durable when the money is handed over", "kill_between", ("payment_lost",), seeds=2,
        swaps=(Swap("src/core/core.ts", 'await record(desk, [{ type: "payment.intended", body }], day,',
                    "await record({ ...desk, commit: () => Promise.resolve() },"
                    ' [{ type: "payment.intended", body }], day,'),),
    ),
    Mutant(
        "an answer counts without the house's signature", "forged", ("event_lost",), seeds=2,
        swaps=(Swap("src/core/hear.ts", "const genuine = answer.signature !== null && await keys.verify(",
                    "const genuine = answer.signature !== null || await keys.verify("),),
    ),
    Mutant(
        "a payment doesn't leave the phone's bag", "duplicate", ("bag_differs",),
        swaps=(Swap("src/core/project.ts", "bag: paidOut(before.bag, step.total)", "bag: before.bag"),),
    ),
    Mutant(
        "a put that throws at once leaves those before it", "storage_full",
        ("stuck", "event_lost", "chain_broken", "fell"), seed=3,  # whose phones live on IndexedDB
        swaps=(Swap("src/store/idb.ts", "    tx.abort();\n", ""),),
    ),
    Mutant(
        "a revoked phone forgets after its first batch", "wiped", ("event_lost", "payment_lost"),
        swaps=(Swap("src/core/sync.ts", "let from = first.at(-1)?.seq ?? desk.memory().synced.ack_seq;",
                    "let from = desk.memory().projection.seq;"),),
    ),
    Mutant(
        "a revoked phone forgets nothing", "revoked", ("not_forgotten",),
        swaps=(Swap("src/core/sync.ts", "if (desk.memory().projection.seq === from) await wipeAll(desk);", ""),),
    ),
    Mutant(
        "another phone's file is forgotten unsent", "carried,key_lost", ("event_lost", "payment_lost"),
        swaps=(Swap("src/core/parcels.ts", "  if (restsAside(desk, parcel)) return null;",
                    "  if (!restsAside(desk, parcel))"
                    " return desk.serial(() => forget(desk, parcel)).then(() => null);"),),
    ),
)  # fmt: skip

SET_BACK = Mutant(
    "14 days by the phone's own clock", "clock,restore", ("stuck", "event_lost"), seeds=2,
    swaps=(Swap("src/core/keep.ts",
                'return server_seen === null ? "" : isoTime(Date.parse(server_seen) - KEEP_MS);',
                "return isoTime(desk.parts.clock.now() - KEEP_MS);"),),
)  # fmt: skip
"""Its house is set back to a backup: it has one of its own."""


def tree_with(swaps: tuple[Swap, ...], into: Path) -> Path:
    """A copy of the product with the lines replaced; everything it doesn't change is borrowed."""
    for name in ("amanah",):
        shutil.copytree(ROOT / name, into / name)  # with its compiled files: they are half the start
    for borrowed in ("phone", "demo", "var", "contract"):
        (into / borrowed).symlink_to(ROOT / borrowed)
    for swap in swaps:
        path = into / swap.file
        text = path.read_text("utf-8")
        assert text.count(swap.old) == 1, f"{swap.file}: «{swap.old}» stands there {text.count(swap.old)} times"
        path.write_text(text.replace(swap.old, swap.new), "utf-8")
    return into


def phone_with(swap: Swap, into: Path) -> Path:
    """The simulated phones built with one text replaced."""
    told = json.dumps({"file": swap.file, "old": swap.old, "new": swap.new, "out": str(into)})
    done = subprocess.run(
        ["npx", "vite", "build", "--config", "sim/mutant.config.ts"],
        cwd=PHONE, env={**os.environ, "MUTANT": told}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return into


def rehearsed(house: House, mutant: Mutant) -> Sum:
    """The scenario on a database of its own; what the rehearsal says about it.

    A seed repeats its weather but not how phones come between each other, so a day may meet the gap and no harm of it:
    further seeds are lived until the harm is seen, at most `MORE` of them. What is turned on is lived as long as asked.
    """
    sum_ = Sum(mutant.faults)
    last = mutant.seed + mutant.seeds
    steps = [range(mutant.seed, last), *(range(i, i + 3) for i in range(last, last + MORE, 3) if mutant.seen_as)]
    with house.copied(f"mutant_{os.getpid()}"):
        if mutant.law:
            with psycopg.connect(house.postgres.url(house.database), autocommit=True) as connection:
                connection.execute(mutant.law)
        house.serve()
        for seeds in steps:
            live_seeds(house, mutant.faults, seeds, sum_.add)
            if set(sum_.broken) & set(mutant.seen_as):
                break
    return sum_


__all__ = ["CORE", "HOUSE", "SET_BACK", "Mutant", "Swap", "phone_with", "rehearsed", "tree_with"]
