from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID

import pytest
from django.db import IntegrityError, connection
from hypothesis import given
from hypothesis import strategies as st

from amanah.journal import commands, queries, rules
from amanah.journal.types import Break, ChainCheck, Note
from amanah.values.ids import new_id
from amanah.values.money import Money

AT = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
FAMILY = "family:01932b6e-0000-7000-8000-00000000000a"


def say(word: str = "visits.accepted", *, by: str = "phone:1", about: str = FAMILY, **details: object) -> None:
    commands.append(word, by=by, about=about, details=details, now=AT)


def meddle(table: str, trigger: str, *statements: str) -> None:
    """What somebody with the owner's rights could do: switch the law off, change a row, switch it on again."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.django_db
def test_an_entry_tells_who_did_what_about_whom() -> None:
    say("cases.closed", by="user:sari", outcome="upheld", amount=Money(600_000), day=date(2026, 11, 24))
    [entry] = queries.entries()
    assert (entry.word, entry.by, entry.about, entry.at) == ("cases.closed", "user:sari", FAMILY, AT)
    assert entry.details == {"outcome": "upheld", "amount": 600_000, "day": "2026-11-24"}


@pytest.mark.django_db
def test_an_entry_joins_the_chain_only_when_its_transaction_ends() -> None:
    say()
    assert queries.entries()[0].seq is None
    queries.check()
    assert queries.entries()[0].seq == 1


@pytest.mark.django_db
def test_the_database_hashes_as_the_rules_say() -> None:
    say(note="Ni Wayan — Gg. XXV 🐕")
    say()
    head = queries.check().head
    first, second = (line_of(entry.id) for entry in queries.entries())
    assert head == sha256(rules.link(rules.GENESIS, first) + second.encode()).hexdigest()


def line_of(entry_id: UUID) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT line FROM journal_entry WHERE id = %s", [entry_id])
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_sound_chain_says_how_far_it_was_checked() -> None:
    for _ in range(3):
        say()
    found = queries.check()
    assert (found.ok, found.checked, found.broken_at) == (True, 3, None)


@pytest.mark.django_db
def test_an_empty_journal_is_sound() -> None:
    assert queries.check() == ChainCheck(ok=True, checked=0, broken_at=None, head="0" * 64)


@pytest.mark.django_db
def test_a_changed_text_breaks_the_chain_where_it_was_changed() -> None:
    for number in range(3):
        say(number=number)
    meddle(
        "journal_entry",
        "entry_is_never_changed",
        """UPDATE journal_entry SET line = replace(line, '"number":1', '"number":9')""",
    )
    found = queries.check()
    assert (found.ok, found.checked, found.broken_at, found.why) == (False, 1, 2, Break.HASH)


@pytest.mark.django_db
def test_a_changed_text_with_its_hash_made_anew_breaks_the_next_link() -> None:
    for number in range(3):
        say(number=number)
    meddle(
        "journal_link",
        "link_is_never_changed",
        "ALTER TABLE journal_entry DISABLE TRIGGER entry_is_never_changed",
        """UPDATE journal_entry SET line = replace(line, '"number":1', '"number":9')""",
        """UPDATE journal_link SET hash = sha256(prev || convert_to(line, 'UTF8'))
           FROM journal_entry WHERE entry_id = id AND seq = 2""",
        "ALTER TABLE journal_entry ENABLE TRIGGER entry_is_never_changed",
    )
    found = queries.check()
    assert (found.ok, found.broken_at, found.why) == (False, 3, Break.LINK)


@pytest.mark.django_db
def test_a_removed_entry_leaves_a_gap() -> None:
    for _ in range(3):
        say()
    meddle("journal_link", "link_is_never_changed", "DELETE FROM journal_link WHERE seq = 2")
    found = queries.check()
    assert (found.ok, found.broken_at, found.why) == (False, 3, Break.GAP)


@pytest.mark.django_db
def test_an_entry_put_in_beside_the_chain_is_found() -> None:
    say()
    meddle(
        "journal_entry",
        "journal_chain",
        """INSERT INTO journal_entry SELECT '01932b6e-0000-7000-8000-00000000000b', at, word, by, about,
           replace(line, id::text, '01932b6e-0000-7000-8000-00000000000b') FROM journal_entry""",
    )
    found = queries.check()
    assert (found.ok, found.checked, found.why) == (False, 1, Break.UNCHAINED)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET by = 'somebody else'",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry CASCADE",
        "UPDATE journal_link SET seq = seq + 1",
        "DELETE FROM journal_link",
        "TRUNCATE journal_link",
    ],
)
def test_what_was_said_is_never_changed(statement: str) -> None:
    say()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the pending links would refuse it, for another reason
    with pytest.raises(IntegrityError, match="only ever added to"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_nobody_but_the_chain_makes_links() -> None:
    say()
    with pytest.raises(IntegrityError, match="made by the chain alone"), connection.cursor() as cursor:
        cursor.execute(
            r"INSERT INTO journal_link (seq, entry_id, prev, hash) SELECT 1, id, '\x00', '\x00' FROM journal_entry"
        )


@pytest.mark.django_db
def test_columns_must_repeat_the_line() -> None:
    entry_id = new_id()
    line = rules.line(Note("visits.accepted", "phone:1", FAMILY, {}, AT), entry_id)
    with pytest.raises(IntegrityError, match="entry_columns_repeat_its_line"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_entry (id, at, word, by, about, line) VALUES (%s, %s, %s, %s, %s, %s)",
            [entry_id, AT, "visits.accepted", "phone:2", FAMILY, line],
        )


@pytest.mark.django_db
def test_entries_are_found_by_word_room_actor_and_subject() -> None:
    say("access.looked", by="user:sari")
    say("access.hired", by="user:made", about="user:sari")
    say("visits.accepted", by="phone:1")
    queries.check()  # chained now, in the order they were said
    assert [e.word for e in queries.entries(word="access.looked")] == ["access.looked"]
    assert [e.word for e in queries.entries(word="access.")] == ["access.looked", "access.hired"]
    assert [e.word for e in queries.entries(by="phone:1")] == ["visits.accepted"]
    assert [e.word for e in queries.entries(about="user:sari")] == ["access.hired"]


@pytest.mark.django_db
def test_pages_turn_by_seq() -> None:
    for number in range(5):
        say(number=number)
    queries.check()
    assert [e.seq for e in queries.entries(after=2, limit=2)] == [3, 4]
    assert [e.seq for e in queries.entries(before=4, limit=2, newest_first=True)] == [3, 2]


def test_it_refuses_to_keep_what_it_could_not_recognise_later() -> None:
    with pytest.raises(TypeError, match="can't keep a bytes"):
        rules.line(Note("a.b", "x", "y", {"photo": b"\xff"}, AT), new_id())


@pytest.mark.django_db
def test_a_nul_or_half_a_character_in_a_note_loses_nothing() -> None:
    say(note="before\0after \ud800 end")
    assert queries.check().ok
    assert queries.entries()[0].details == {"note": "before\ufffdafter ? end"}


_json = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda s: st.lists(s, max_size=3))


@given(st.dictionaries(st.text(max_size=8), _json))
def test_the_same_details_always_make_the_same_line(details: dict[str, object]) -> None:
    entry_id = new_id()
    backwards = dict(reversed(details.items()))
    one, other = (rules.line(Note("a.b", "x", "y", d, AT), entry_id) for d in (details, backwards))
    assert one == other
