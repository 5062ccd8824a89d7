"""`amanah events replay|check|book|open`: prove that all follows from events, check the chains, book what waits."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from uuid import UUID

Nouns = argparse._SubParsersAction  # argparse gives this type no public name


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    parser = nouns.add_parser("events", help="the field's facts: replay them, check them")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    replay = verbs.add_parser("replay", help="make all derived state again in memory and compare")
    check = verbs.add_parser("check", help="check every phone's chain, signatures and photos")
    letters = verbs.add_parser("letters", help="what unknown or revoked phones sent, kept sealed")
    book = verbs.add_parser("book", help="book now what an error of ours kept from being booked")
    opened = verbs.add_parser("open", help="accept a kept letter of a revoked phone, by its id")
    opened.add_argument("letter", type=UUID)
    opened.add_argument("--by", required=True, help="your username")
    opened.add_argument("--reason", required=True, help="why it is opened; goes on record")
    for verb, run in ((replay, _replay), (check, _check), (book, _book), (letters, _letters), (opened, _open)):
        verb.add_argument("--json", action="store_true", help="say it in JSON")
        verb.set_defaults(run=run)


def _replay(asked: argparse.Namespace) -> int:
    from amanah.visits import queries

    done = queries.replay()
    said = {**asdict(done), "same_state": done.same_state}
    _say(
        asked, said, f"{done.events} events -> {done.settlements} settlements, {done.visits} visits: ", done.differences
    )
    return 0 if done.same_state else 1


def _check(asked: argparse.Namespace) -> int:
    from amanah.visits import queries

    done = queries.check_events()
    said = {**asdict(done), "ok": done.ok}
    _say(asked, said, f"{done.phones} phones, {done.events} events, {done.photos} photos: ", done.faults)
    return 0 if done.ok else 1


def _book(asked: argparse.Namespace) -> int:
    """The worker does the same by itself, up to an hour later."""
    from amanah.values.clock import utc_now
    from amanah.visits.commands import later

    waiting = later.waiting()
    left = [one for one in waiting if later.book_again(one, by="command:events book", now=utc_now()) is not None]
    said: dict[str, object] = {"booked": len(waiting) - len(left), "waiting": [str(one) for one in left]}
    wrong = tuple(f"{one} isn't booked: the error stands in the log" for one in left)
    _say(asked, said, f"{len(waiting) - len(left)} booked: ", wrong)
    return 1 if left else 0


def _letters(asked: argparse.Namespace) -> int:
    from amanah.visits import queries

    for letter in queries.letters():
        state = "opened" if letter.is_opened else "sealed"
        sys.stdout.write(f"{letter.id}  {letter.received_at.isoformat()}  {letter.phone or 'unknown phone'}  {state}\n")
    return 0


def _open(asked: argparse.Namespace) -> int:
    """A revoked phone's payments are booked as any other, with its doubts; a stranger's letter is only shown."""
    from amanah.values.clock import utc_now
    from amanah.visits.commands import letters

    done = letters.open_letter(asked.letter, reason=asked.reason, by=f"user:{asked.by}", now=utc_now())
    if done is None:
        sys.stdout.write("nobody we know sent it; nothing was booked\n")
        return 1
    _say(
        asked,
        {"ack_seq": done.ack_seq, "fresh": done.fresh, "held": len(done.held)},
        f"{done.fresh} events booked: ",
        (),
    )
    return 0


def _say(asked: argparse.Namespace, said: dict[str, object], line: str, wrong: tuple[str, ...]) -> None:
    if asked.json:
        sys.stdout.write(json.dumps(said, default=str) + "\n")
        return
    sys.stdout.write(line + ("all is as it should be\n" if not wrong else f"{len(wrong)} differ\n"))
    for one in wrong:
        sys.stdout.write(f"  {one}\n")
