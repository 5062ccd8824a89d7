"""`amanah people hire | list | grant | face | dismiss`: who works here. Passwords are asked for or read from stdin."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from amanah.access import commands, queries
from amanah.access.types import Grant, Role
from amanah.oversight import commands as oversight
from amanah.values.clock import utc_now
from amanah.values.problem import Problem, Sentence

Nouns = argparse._SubParsersAction  # argparse gives this type no public name
BY = "cli:people"


def register(nouns: Nouns[argparse.ArgumentParser]) -> None:
    people = nouns.add_parser("people", help="who works here, and what they may do")
    verbs = people.add_subparsers(required=True, metavar="VERB")
    hire = verbs.add_parser("hire", help="a new user; the password is asked for, or read from stdin")
    hire.add_argument("username")
    hire.add_argument("name")
    hire.add_argument("--language", choices=("id", "en"), default="id")
    _takes_grants(hire, run=_hire)
    grant = verbs.add_parser("grant", help="one more role")
    grant.add_argument("username")
    _takes_grants(grant, run=_grant)
    dismiss = verbs.add_parser("dismiss", help="no log-in any more; what they did stays")
    dismiss.add_argument("username")
    dismiss.set_defaults(run=_dismiss)
    face = verbs.add_parser("face", help="their face, so that nobody is paid by themselves; --forget takes it out")
    face.add_argument("username")
    face.add_argument("photo", type=Path, nargs="?", metavar="PHOTO")
    face.add_argument("--forget", action="store_true")
    face.set_defaults(run=_face)
    verbs.add_parser("list", help="everybody, with their roles").set_defaults(run=_list)


def _takes_grants(parser: argparse.ArgumentParser, *, run: object) -> None:
    roles = ", ".join(Role)
    said = f"ROLE:AREA; roles: {roles}; areas: *, nopen:80000, 51.71"
    parser.add_argument("--grant", type=str, action="append", required=True, dest="grants", help=said)
    parser.set_defaults(run=run)


def _hire(asked: argparse.Namespace) -> None:
    grants = [_grant_of(text) for text in asked.grants]
    commands.hire(asked.username, asked.name, _password(), grants, by=BY, language=asked.language)


def _grant(asked: argparse.Namespace) -> None:
    for text in asked.grants:
        commands.grant(asked.username, _grant_of(text), by=BY)


def _dismiss(asked: argparse.Namespace) -> None:
    commands.dismiss(asked.username, by=BY)


def _face(asked: argparse.Namespace) -> None:
    if asked.forget:
        oversight.forget_staff_face(asked.username, by=BY, now=utc_now())
    elif asked.photo is None or not asked.photo.is_file():
        raise Problem("file_missing", Sentence("Sebutkan berkas fotonya.", "Name the file of the photo."))
    else:
        oversight.keep_staff_face(asked.username, asked.photo.read_bytes(), by=BY, now=utc_now())


def _list(asked: argparse.Namespace) -> None:
    for person, grants in queries.people():
        said = ", ".join(f"{grant.role}:{grant.area}" for grant in grants)
        sys.stdout.write(f"{person.username}\t{person.name}\t{said if person.is_active else '-'}\n")


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Kata sandi / password: ")
    return sys.stdin.readline().rstrip("\n")


def _grant_of(text: str) -> Grant:
    role, _, area = text.partition(":")
    if role not in set(Role) or not area:
        raise Problem(
            "grant_unreadable",
            Sentence(
                id=f"Peran {text} tidak dikenal. Tulis PERAN:WILAYAH, misalnya supervisor:nopen:80000.",
                en=f"The role {text} isn't known. Write ROLE:AREA, for example supervisor:nopen:80000.",
            ),
        )
    return Grant(Role(role), area)
