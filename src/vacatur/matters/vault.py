"""The vault: what was known of a case, sealed with its key, until it is obliterated."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from vacatur.matters.keys import KeyStore
from vacatur.matters.schema import FILINGS, MATTERS, REGISTERS, VAULT
from vacatur.matters.sealing import seal, unseal


def put(connection: sa.Connection, keys: KeyStore, subject: str, text: str) -> None:
    """Seal what is known of a case. What lies there already is replaced."""
    key = keys.get(subject)
    if key is None:
        return  # it was destroyed: nothing may be known of the case any more
    connection.execute(sa.delete(VAULT).where(VAULT.c.subject == subject))
    sealed = seal(key, text.encode(), bound_to=_place(subject))
    connection.execute(sa.insert(VAULT), {"subject": subject, "sealed": sealed})


def opened(connection: sa.Connection, keys: KeyStore, subject: str) -> str | None:
    """What the vault holds of a case; None: nothing, or its key was destroyed."""
    sealed = connection.execute(
        sa.select(VAULT.c.sealed).where(VAULT.c.subject == subject)
    ).scalar()
    key = keys.get(subject) if sealed is not None else None
    if sealed is None or key is None:
        return None
    return unseal(key, sealed, bound_to=_place(subject)).decode()


def is_in_vault(connection: sa.Connection, subject: str) -> bool:
    """Whether a case is in the vault, so that nobody reads it without an order."""
    found = sa.select(VAULT.c.subject).where(VAULT.c.subject == subject)
    return connection.execute(found).first() is not None


def subjects(connection: sa.Connection) -> Sequence[str]:
    """Every case that is in the vault."""
    return connection.execute(sa.select(VAULT.c.subject).order_by(VAULT.c.subject)).scalars().all()


def of_case(connection: sa.Connection, subject: str) -> Sequence[int]:
    """Numbers of the matters of a case."""
    found = sa.select(MATTERS.c.number).where(MATTERS.c.subject == subject)
    return connection.execute(found.order_by(MATTERS.c.number)).scalars().all()


def matters_inside(connection: sa.Connection) -> Sequence[int]:
    """Numbers of the matters of every case that is in the vault."""
    # Not put in order by the database: for that SQLite would go through every matter.
    inside = sa.select(MATTERS.c.number).where(MATTERS.c.subject.in_(sa.select(VAULT.c.subject)))
    return sorted(connection.execute(inside).scalars())


def forget_names(connection: sa.Connection, subject: str) -> None:
    """Clear everything by which a case could be found again, and what the vault held of it."""
    numbers = of_case(connection, subject)
    for table, column in ((MATTERS, MATTERS.c.number), (FILINGS, FILINGS.c.matter)):
        connection.execute(sa.update(table).where(column.in_(numbers)).values(case_key=None))
    of_subject = REGISTERS.c.subject == subject
    connection.execute(sa.update(REGISTERS).where(of_subject).values(found_by=None))
    connection.execute(sa.delete(VAULT).where(VAULT.c.subject == subject))


def leave_no_copy(engine: sa.Engine) -> None:
    """Let no page of the database keep what was deleted.

    SQLite has overwritten what was deleted (`secure_delete`), and its log is emptied. PostgreSQL
    writes the tables anew; its log (WAL) and every archive of it hold the rows on.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    raw = engine.raw_connection()
    try:
        driver = raw.driver_connection
        assert driver is not None
        if is_sqlite:
            driver.execute("pragma wal_checkpoint(truncate)")
        else:
            driver.rollback()
            driver.autocommit = True
            for table in (VAULT, MATTERS, FILINGS, REGISTERS):
                driver.execute(f"vacuum full {table.name}")
            driver.autocommit = False
    finally:
        raw.close()


def _place(subject: str) -> str:
    return f"{subject} vault"
