"""Who has left the office acts nowhere, is given nothing, and keeps their name in what they did."""

from __future__ import annotations

import pytest

from tests.support.matters import AT, DOE, LEE, ROE, doing
from vacatur.errors import MoveRefused, UsageError
from vacatur.matters.access.accounts import add_account, disable, release
from vacatur.matters.access.giving_roles import give_role
from vacatur.matters.access.roles import AccountRole
from vacatur.matters.audit import Sought, search_log
from vacatur.matters.chain import entries_of, verify
from vacatur.matters.former import require_here
from vacatur.matters.leaving import leave_staff, return_to_staff
from vacatur.matters.queries import names_of_staff, staff
from vacatur.matters.states import Role
from vacatur.matters.store import Doing

pytest_plugins = ("tests.support.web",)  # for its cheap passwords

PASSWORD = "quiet-otter-bridge-lamp"
MACHINE = Doing(actor="(command line)", purpose="accounts", at=AT)


def as_one(name: str) -> Doing:
    return Doing(actor=name, purpose="a test", at=AT)


def names(casework, *, former: bool) -> set[str]:
    with casework.reading() as connection:
        return {each.name for each in staff(connection, former=former)}


def test_whose_account_is_disabled_acts_under_no_name_until_it_is_released(casework):
    role = [AccountRole.PARALEGAL]
    add_account(casework, LEE.name, role, MACHINE, password=PASSWORD)
    add_account(casework, "N. Poe", [AccountRole.ANALYST], MACHINE, password=PASSWORD)
    disable(casework, LEE.name, MACHINE)
    disable(casework, "N. Poe", MACHINE)

    for name in (LEE.name, "p.  LEE", "Ｐ. Lee", "n. poe"):
        with (
            pytest.raises(MoveRefused, match="has left the office"),
            casework.working(as_one(name)),
        ):
            pytest.fail("they act")
    with casework.working(as_one(ROE.name)) as work:
        with pytest.raises(MoveRefused, match="has left the office"):
            work.member(LEE.name)  # whom a matter would be given to
        give_role(work, LEE.name, AccountRole.ATTORNEY, as_one(ROE.name))
        work.add_member(LEE.name, Role.PARALEGAL)
        with pytest.raises(UsageError, match="has an account"):
            return_to_staff(work, LEE.name)
    assert LEE.name in names(casework, former=True)
    with casework.reading() as connection:
        assert LEE.name in names_of_staff(connection)
        require_here(connection, "(command line)")

    release(casework, LEE.name, MACHINE)
    release(casework, "N. Poe", MACHINE)
    assert LEE.name in names(casework, former=False)
    with casework.working(as_one(LEE.name)) as work:
        assert work.acting().role is Role.PARALEGAL
    with casework.reading() as connection:
        verify(entries_of(connection))


def test_who_has_no_account_leaves_and_returns_by_a_word_of_the_staff(casework):
    with casework.working(as_one(ROE.name)) as work:
        leave_staff(work, DOE.name, as_one(ROE.name))
    with pytest.raises(MoveRefused, match="has left"), casework.working(as_one(DOE.name)):
        pytest.fail("they act")
    with casework.working(as_one(ROE.name)) as work, pytest.raises(MoveRefused, match="has left"):
        leave_staff(work, DOE.name, as_one(ROE.name))
    role = [AccountRole.ATTORNEY]
    with pytest.raises(MoveRefused, match="has left"):  # nor by an account of the name
        add_account(casework, DOE.name, role, MACHINE, password=PASSWORD)
    with casework.working(as_one(ROE.name)) as work:
        return_to_staff(work, "s.  DOE")
        with pytest.raises(MoveRefused, match="has not left"):
            return_to_staff(work, DOE.name)
    with casework.working(as_one(DOE.name)) as work:
        work.acting()
    with casework.reading() as connection:
        for kind in ("StaffLeft", "StaffReturned"):
            (found,) = search_log(connection, Sought(kind=kind, since=AT.date()), limit=9)
            assert found.line.actor == ROE.name


def test_somebody_stays(casework):
    disable(casework, LEE.name, MACHINE)
    with casework.engine.begin() as connection:
        assert names_of_staff(connection) == sorted([LEE.name, ROE.name, DOE.name])
    with casework.working(doing(ROE)) as work:
        leave_staff(work, DOE.name, doing(ROE))
        with pytest.raises(MoveRefused, match="last of the staff"):
            leave_staff(work, ROE.name, doing(ROE))
    release(casework, LEE.name, MACHINE)
