"""The chain with something done to it: whatever it is, the first bad entry is named."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
import sqlalchemy as sa

from tests.support.matters import SECRET, open_some, require_sound, walk, way_to_court
from vacatur.errors import ChainBroken
from vacatur.matters.chain import BEGINNING, Entry, Head, entries_of, moment, verify
from vacatur.matters.signing import public_key, sign, signed_by
from vacatur.matters.store import Casework

Chain = list[tuple[Entry, str]]
OTHER = "f" * 64


def entry(seq: int, previous: str, **changed: object) -> Entry:
    plain = {
        "seq": seq,
        "at": "2026-02-17T09:30:00.00Z",
        "actor": "P. Lee",
        "purpose": "casework",
        "kind": "Assigned",
        "matter": 1,
        "subject": "s" * 32,
        "public": '{"to":"P. Lee"}',
        "private": b"sealed",
        "before": "a" * 64,
        "after": "b" * 64,
        "previous": previous,
    }
    return Entry(**(plain | changed))


def chain(length: int = 6) -> Chain:
    made: Chain = []
    for seq in range(1, length + 1):
        each = entry(seq, made[-1][1] if made else BEGINNING, matter=seq)
        made.append((each, each.hash()))
    return made


def heads(of: Chain) -> list[Head]:
    return [Head(seq=each.seq, hash=stands) for each, stands in of]


def broken(bad: Chain, known: list[Head] | None = None) -> str:
    with pytest.raises(ChainBroken) as problem:
        verify(bad, known=known or [])
    return problem.value.where


def test_a_whole_chain_holds_and_so_does_an_empty_one():
    assert verify(chain()) == heads(chain())[-1]
    assert verify(chain(), known=heads(chain())) == heads(chain())[-1]
    assert verify([]) == Head(seq=0, hash=BEGINNING)


OTHERS = {
    "seq": 99, "at": "2026-02-17T09:30:00.01Z", "actor": "A. Roe", "purpose": "", "kind": "Read",
    "matter": None, "subject": None, "public": "{}", "private": b"sealee", "before": OTHER,
    "after": OTHER, "previous": OTHER,
}  # fmt: skip


@pytest.mark.parametrize("at", [0, 3, 5])
@pytest.mark.parametrize("name", [each.name for each in fields(Entry)])
def test_whatever_an_entry_says_cannot_be_changed(name, at):
    bad = chain()
    changed = replace(bad[at][0], **{name: OTHERS[name]})
    bad[at] = (changed, bad[at][1])
    assert broken(bad) == f"entry {at + 1}"


def test_what_is_sealed_cannot_be_taken_out_or_put_in():
    for private in (None, b"", b"sealed "):
        bad = chain()
        bad[2] = (replace(bad[2][0], private=private), bad[2][1])
        assert broken(bad) == "entry 3"


@pytest.mark.parametrize("at", range(6))
def test_a_changed_hash_is_named(at):
    bad = chain()
    bad[at] = (bad[at][0], OTHER)
    assert broken(bad) == f"entry {at + 1}"


@pytest.mark.parametrize("at", range(5))
def test_a_row_that_was_removed_is_named(at):
    bad = chain()
    del bad[at]
    assert broken(bad) == f"entry {at + 1}"


@pytest.mark.parametrize(("one", "other"), [(0, 1), (1, 4), (4, 5)])
def test_two_rows_that_were_swapped_are_named(one, other):
    bad = chain()
    bad[one], bad[other] = bad[other], bad[one]
    assert broken(bad) == f"entry {one + 1}"
    # The same with their numbers put right again.
    for at in (one, other):
        bad[at] = (replace(bad[at][0], seq=at + 1), bad[at][1])
    assert broken(bad) == f"entry {one + 1}"


def test_a_row_that_is_there_twice_is_named():
    bad = chain()
    bad.insert(3, bad[2])
    assert broken(bad) == "entry 4"


@pytest.mark.parametrize("left", range(6))
def test_a_tail_that_was_cut_shows_by_a_head_that_was_kept_elsewhere(left):
    whole = chain()
    cut = whole[:left]
    assert verify(cut).seq == left  # it looks whole
    assert broken(cut, heads(whole)[-1:]) == f"entry {left + 1}"


def test_a_chain_that_was_written_anew_from_some_entry_shows_by_a_head():
    whole = chain()
    anew = whole[:2]
    for each, _ in whole[2:]:
        other = replace(each, actor="S. Omebody", previous=anew[-1][1])
        anew.append((other, other.hash()))
    assert verify(anew).seq == 6
    assert broken(anew, heads(whole)[3:]) == "entry 4"
    assert verify(anew, known=heads(whole)[:2]).seq == 6


def test_a_moment_is_written_in_utc_to_the_hundredth():
    from datetime import datetime, timedelta, timezone

    east = timezone(timedelta(hours=5, minutes=30))
    at = datetime(2026, 3, 1, 0, 0, 1, 129_999, tzinfo=east)
    assert moment(at) == "2026-02-28T18:30:01.12Z"


def test_a_head_is_signed_by_one_secret_and_says_one_thing():
    head = Head(seq=7, hash="a" * 64)
    signature = sign(SECRET, head)

    assert signed_by(SECRET, head, signature)
    assert len(bytes.fromhex(public_key(SECRET))) == 32
    for other in (replace(head, seq=8), replace(head, hash=OTHER)):
        assert not signed_by(SECRET, other, signature)
    assert not signed_by("11" * 32, head, signature)
    assert not signed_by(SECRET, head, "no signature")


# ---- in a database -----------------------------------------------------------------------------

TAMPERING = {
    "update events set actor = 'S. Omebody' where seq = :seq": 0,
    "update events set private = null where seq = :seq": 0,
    "update events set public = public || ' ' where seq = :seq": 0,
    "delete from events where seq = :seq": 0,
    "update events set seq = -seq where seq = :seq": 0,
    "delete from events where seq > :seq": 1,
}
OFF = {
    "sqlite": ["drop trigger events_no_update", "drop trigger events_no_delete"],
    "postgresql": ["alter table events disable trigger events_no_change"],
}


@pytest.mark.parametrize("statement", TAMPERING)
def test_who_may_do_everything_to_the_database_is_found_out(casework: Casework, statement):
    (number,) = open_some(casework)
    walk(casework, number, way_to_court())
    head = require_sound(casework)
    seq = head.seq - 5  # an entry of this matter that has a sealed part
    with casework.engine.connect() as connection:
        for each in OFF[connection.dialect.name]:
            connection.execute(sa.text(each))
        connection.execute(sa.text(statement), {"seq": seq})
        with pytest.raises(ChainBroken) as problem:
            verify(entries_of(connection), known=[head])
        connection.rollback()
    named = 1 if "seq = -seq" in statement else seq + TAMPERING[statement]
    assert problem.value.where == f"entry {named}"
    require_sound(casework)


def test_a_byte_of_the_file_that_was_flipped_is_named(tmp_path):
    from tests.support.matters import hire, store

    url, path = f"sqlite:///{tmp_path / 'office.db'}", tmp_path / "office.db"
    with store(url, tmp_path) as casework:
        hire(casework)
        (number,) = open_some(casework)
        walk(casework, number, way_to_court())
        with casework.reading() as connection:
            kept = [each for each, _ in entries_of(connection)]
    whole = path.read_bytes()
    for each in kept:
        if each.private is None:
            continue
        at = whole.index(each.private) + len(each.private) // 2
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with (
            store(url, tmp_path) as casework,
            casework.reading() as connection,
            pytest.raises(ChainBroken) as problem,
        ):
            verify(entries_of(connection))
        assert problem.value.where == f"entry {each.seq}"
