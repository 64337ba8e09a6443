"""The operational store: a matter's event and its new state are written together, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from vacatur.errors import MoveRefused, UsageError, VacaturError
from vacatur.matters import events as e
from vacatur.matters.applying import apply, fold, last_mistake, opened, standing
from vacatur.matters.batch_events import BatchEvent
from vacatur.matters.chain import NOTHING, Entry, append, head_of, moment
from vacatur.matters.codec import canonical, write, write_matter
from vacatur.matters.database import READING, lock_for_writing
from vacatur.matters.former import folded_name, require_here
from vacatur.matters.gates import Member, require_office
from vacatur.matters.keys import KeyStore
from vacatur.matters.matter import Matter, Particulars
from vacatur.matters.obligations import write_obligations
from vacatur.matters.reading import events_of, matter_of, member_of, place
from vacatur.matters.register_index import index, next_item
from vacatur.matters.schema import FILINGS, MATTERS, STAFF
from vacatur.matters.sealing import derived, keyed_hash, seal
from vacatur.matters.states import Harm, Receipt, Role, State
from vacatur.matters.waiting import next_due

# Made once: SQLAlchemy takes longer to build a statement than SQLite to run it.
_INSERT_MATTER = sa.insert(MATTERS)
_UPDATE_MATTER = sa.update(MATTERS).where(MATTERS.c.number == sa.bindparam("of"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """Who does something, for what purpose, and when."""

    actor: str
    purpose: str
    at: datetime


class Casework:
    """Matters, their events and the staff, on a database and the keys of its cases.

    `practice` is the day that a workspace for practice sets for itself; every entry of its chain
    says so, and nobody can take it for the real thing. None: it is a real one.
    """

    def __init__(
        self, engine: sa.Engine, keys: KeyStore, secret: str, *, practice: date | None = None
    ) -> None:
        self.engine, self.keys = engine, keys
        self._practice = practice
        self._index = derived(secret, "vacatur: index of cases")

    def case_key(self, case_id: str) -> str:
        """The name under which a case's matters are found."""
        return keyed_hash(self._index, case_id)

    @contextmanager
    def working(self, doing: Doing) -> Iterator[Work]:
        """One transaction: everything in it stands afterwards, or nothing of it.

        Raises
        ------
        MoveRefused
            Whoever would do it has left the office.
        """
        with self.engine.begin() as connection:
            lock_for_writing(connection)
            require_here(connection, doing.actor)
            work = Work(self, connection, self._told(doing))
            yield work
            work.write_events()

    def _told(self, doing: Doing) -> Doing:
        if self._practice is None:
            return doing
        return replace(doing, purpose=f"practice as on {self._practice}: {doing.purpose}")

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that only reads, and waits for nobody."""
        with self.engine.connect().execution_options(**{READING: True}) as connection:
            yield connection


class Work:
    """What is done in one transaction."""

    def __init__(self, casework: Casework, connection: sa.Connection, doing: Doing) -> None:
        self._casework, self._connection, self._doing = casework, connection, doing
        self._head = head_of(connection)
        self._entries: list[Entry] = []
        self._written = 0  # of them stand in the database
        self._members: dict[str, Member] = {}

    @property
    def connection(self) -> sa.Connection:
        """The transaction, for what is only asked."""
        return self._connection

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Something that may be refused: then nothing of it stands, and the work goes on."""
        written = len(self._entries)
        self._connection.exec_driver_sql("savepoint attempt")
        try:
            yield
        except VacaturError:
            del self._entries[written:]
            self._written = min(self._written, written)
            self._members.clear()
            self._connection.exec_driver_sql("rollback to savepoint attempt")
            raise
        self._connection.exec_driver_sql("release savepoint attempt")

    # ---- the staff ----------------------------------------------------------------------

    def member(self, name: str) -> Member:
        """Somebody of the staff, by name.

        Raises
        ------
        UsageError
            Nobody is called so.
        MoveRefused
            They have left the office.
        """
        if name not in self._members:
            self._members[name] = member_of(self._connection, name)
        return self._members[name]

    def acting(self, *, by_clerk: bool = False) -> Member:
        """Whoever does what is done here; the chain names them as the staff does.

        `by_clerk`: a clerk may do it, too, as far as the gates of each command let them.

        Raises
        ------
        UsageError
            They are not on the staff.
        MoveRefused
            They are a clerk, and it is not for one.
        """
        member = self.member(self._doing.actor)
        if not by_clerk:
            require_office(member, "do this")
        self._doing = replace(self._doing, actor=member.name)
        return member

    def add_member(self, name: str, role: Role) -> Member:
        """Put somebody on the staff, or give them another role; who has left stays away."""
        self._members.clear()
        clean = " ".join(name.split())
        if not clean:
            raise UsageError("the name is blank")
        known = self._connection.execute(
            sa.select(STAFF.c.name).where(STAFF.c.folded == folded_name(clean))
        ).scalar()
        if known is None:
            row = {"name": clean, "folded": folded_name(clean), "role": role.value}
            self._connection.execute(sa.insert(STAFF), row)
        else:
            changed = sa.update(STAFF).where(STAFF.c.name == known).values(role=role.value)
            self._connection.execute(changed)
        member = Member(name=known or clean, role=role)
        said = canonical({"name": member.name, "role": role.value})
        self._chain("StaffChanged", said)
        return member

    # ---- matters ------------------------------------------------------------------------

    def matter(self, number: int) -> Matter:
        """A matter as it stands.

        Raises
        ------
        UsageError
            There is none of this number.
        """
        return matter_of(self._connection, number)

    def open(self, event: e.Opened, particulars: Particulars) -> Matter:
        """Open a matter. Its number follows the last one's.

        Raises
        ------
        MoveRefused
            The case has one for this vehicle that has not ended.
        """
        last = self._connection.execute(sa.select(sa.func.max(MATTERS.c.number))).scalar()
        event = replace(event, particulars=particulars)
        matter = opened((last or 0) + 1, event)
        key = self._casework.case_key(particulars.case_id)
        row = _row(matter) | {"case_key": key, "particulars_seq": self._next_seq()}
        self._record(matter, event, before=NOTHING, after=_hash(row["content"]))
        try:
            self._connection.execute(_INSERT_MATTER, row)
        except sa.exc.IntegrityError:
            raise MoveRefused(
                f"the case has a matter for [{event.vehicle}] that has not ended",
                repair="See [vacatur matters list].",
            ) from None
        return matter

    def record(self, matter: Matter, event: e.MatterEvent) -> Matter:
        """Append an event, and write what it makes of the matter.

        Raises
        ------
        MoveRefused
            A constraint of the store does not let it, whatever came before.
        """
        after = apply(matter, event)
        row = _row(after)
        if isinstance(event, e.Renewed):
            row["particulars_seq"] = self._next_seq()
        before = _hash(write_matter(matter))
        self._record(after, event, before=before, after=_hash(row["content"]))
        with _constrained(after):
            self._file(after, event)
            self._write(after, row, before=matter)
        return after

    def take_back(self, matter: Matter, reason: str, *, through: int | None = None) -> Matter:
        """Take the matter's last event back: it is what it was before, and both stay in the chain.

        Parameters
        ----------
        through
            The last entry of the chain that whoever asks has seen; None: they look at it now.

        Raises
        ------
        MoveRefused
            The last event went out of the office, came after `through`, or a constraint of the
            store holds it.
        """
        rows = events_of(self._connection, self._casework.keys, matter.number)
        events = [(row.seq, event) for row, event in rows]
        if through is not None and events[-1][0] > through:
            raise MoveRefused(
                "something else was recorded of it since",
                where=f"matter {matter.number}",
                why="What would be taken back is not what was on the screen.",
                repair=f"Look at it, and take back there: [vacatur matters show {matter.number}].",
            )
        seq, what = last_mistake(matter.number, events)
        event = e.TakenBack(seq=seq, what=what, reason=reason)
        after = fold(matter.number, (x for _, x in standing([*events, (self._next_seq(), event)])))
        row = _row(after)
        before = _hash(write_matter(matter))
        self._record(after, event, before=before, after=_hash(row["content"]))
        with _constrained(after):
            self._write(after, row, before=matter)
        return after

    def _write(self, matter: Matter, row: Mapping[str, object], *, before: Matter) -> None:
        """Write a matter's row, whom it obliges, and whether its last paper counts as filed."""
        self._connection.execute(_UPDATE_MATTER, {**row, "of": matter.number})
        write_obligations(self._connection, matter, had=before.state is State.RELIEVED)
        if matter.filings:
            mine = FILINGS.c.matter == matter.number
            last = sa.select(sa.func.max(FILINGS.c.seq)).where(mine).scalar_subquery()
            counts = matter.filings[-1].receipt is not Receipt.NOT_RECEIVED
            paper = sa.update(FILINGS).where(FILINGS.c.seq == last).values(counts=counts)
            self._connection.execute(paper)

    def note_reading(self, matter: Matter) -> None:
        """Write into the chain that somebody read a matter."""
        stands = _hash(write_matter(matter))
        self._chain("Read", "{}", matter=matter, before=stands, after=stands)

    def note(self, event: BatchEvent) -> int:
        """Write into the chain what is about no single matter; the number of its entry."""
        written = write(event)
        self._chain(written.kind, written.public)
        return self._entries[-1].seq

    def note_access(self, kind: str, public: Mapping[str, Any]) -> None:
        """Write into the chain what somebody did to an account, or at its door."""
        self._chain(kind, canonical(public))

    # ---- registers ----------------------------------------------------------------------

    def next_item(self, register: str) -> int:
        """The number that a register's next item gets, from 1."""
        return next_item(self._connection, register)

    def register(
        self,
        register: str,
        item: int,
        kind: str,
        public: Mapping[str, Any],
        *,
        private: Mapping[str, Any] | None = None,
        subject: str | None = None,
        found_by: str | None = None,
    ) -> int:
        """Write an entry of a register's item into the chain; the number of the entry.

        Parameters
        ----------
        private
            What names a person, and every free text: it is sealed under the key of `subject`.
        found_by
            A keyed hash by which the item is found, such as that of its case; gone once the
            subject is forgotten.

        Raises
        ------
        MoveRefused
            The subject was forgotten.
        """
        sealed = self._sealed(subject, canonical(private)) if private and subject else None
        self._chain(
            f"{register}/{kind}", canonical({**public, "item": item}), sealed, subject=subject
        )
        seq = self._entries[-1].seq
        self.write_events()  # whoever looks for the item in this transaction finds it
        index(self._connection, seq, register, item, subject=subject, found_by=found_by)
        return seq

    def _file(self, matter: Matter, event: e.MatterEvent) -> None:
        if isinstance(event, e.Submitted):
            key = self._connection.execute(
                sa.select(MATTERS.c.case_key).where(MATTERS.c.number == matter.number)
            ).scalar()
            row = {
                "seq": self._next_seq() - 1,
                "matter": matter.number,
                "case_key": key,
                "document": event.document,
                "content_sha256": event.content_sha256,
                "counts": True,
            }
            self._connection.execute(sa.insert(FILINGS), row)

    # ---- the chain ----------------------------------------------------------------------

    def _record(self, matter: Matter, event: e.MatterEvent, *, before: str, after: str) -> None:
        written = write(event)
        private = self._sealed(matter.subject, written.private) if written.private else None
        self._chain(
            written.kind, written.public, private, matter=matter, before=before, after=after
        )

    def _sealed(self, subject: str, text: str) -> bytes:
        key = self._casework.keys.get(subject)
        if key is None:
            raise MoveRefused(
                "the case was forgotten: its key is destroyed",
                why="Nothing more can be recorded about it.",
            )
        return seal(key, text.encode(), bound_to=place(subject, self._next_seq()))

    def _chain(
        self,
        kind: str,
        public: str,
        private: bytes | None = None,
        *,
        matter: Matter | None = None,
        subject: str | None = None,
        before: str = NOTHING,
        after: str = NOTHING,
    ) -> None:
        entry = Entry(
            seq=self._next_seq(),
            at=moment(self._doing.at),
            actor=self._doing.actor,
            purpose=self._doing.purpose,
            kind=kind,
            matter=matter.number if matter else None,
            subject=matter.subject if matter else subject,
            public=public,
            private=private,
            before=before,
            after=after,
            previous=self._entries[-1].hash() if self._entries else self._head.hash,
        )
        self._entries.append(entry)

    def _next_seq(self) -> int:
        return self._head.seq + len(self._entries) + 1

    def write_events(self) -> None:
        """Write what was recorded and is not written yet; the last thing of a transaction."""
        append(self._connection, self._entries[self._written :])
        self._written = len(self._entries)


def _hash(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _row(matter: Matter) -> dict[str, Any]:
    ranks = [each.rank for each in matter.harms]
    return {
        "number": matter.number,
        "subject": matter.subject,
        "vehicle": matter.vehicle,
        "state": matter.state.value,
        "files_paper": matter.files_paper,
        "pattern": matter.pattern,
        "assigned_to": matter.assigned_to,
        "prepared_by": matter.prepared_by,
        "approved_by": matter.approved_by,
        "victim_notice": matter.victim_notice.value if matter.victim_notice else None,
        "harm_rank": min(ranks, default=len(Harm)),
        "oldest_day": matter.oldest_day,
        "next_due": next_due(matter),
        "content": write_matter(matter),
    }


@contextmanager
def _constrained(matter: Matter) -> Iterator[None]:
    """Say in words which constraint held; the database's own words may hold values."""
    try:
        yield
    except sa.exc.IntegrityError as problem:
        said = str(problem.orig).lower()
        what = next((words for name, words in _CONSTRAINTS.items() if name in said), "")
        raise MoveRefused(
            what or "a constraint of the store holds it",
            where=f"matter {matter.number}",
            why="The store lets no matter pass without it, whatever asks.",
        ) from None


_CONSTRAINTS = {
    "four_eyes": "the same person prepared and approved it",
    "victim_notice": "no proof that the victim was told, and no attestation",
    "ck_matters_approved": "nobody has approved it",
    "filings": "the same paper has gone to the court already",
    "case_key": "the case has another matter for this vehicle that has not ended",
}
