"""What somebody may do in the office's app. Three of the roles are those of the staff."""

from __future__ import annotations

from vacatur.matters import states
from vacatur.record.terms import Term


class AccountRole(Term):
    """What an account lets its holder do."""

    ATTORNEY = "attorney", "prepares, approves, files, and attests"
    PARALEGAL = "paralegal", "prepares, files what was approved, and records what happened"
    SUPERVISOR = "supervisor", "an attorney who also sets the order of work"
    ANALYST = "analyst", "runs, links and evaluates; moves no matter"
    CLERK = "clerk", "enters records, receipts and orders; decides nothing"
    ADMINISTRATOR = "administrator", "makes accounts and gives roles; sees nobody's case"


# As one of these they are on the staff under the same name, with one of the roles and no other.
STAFF_ROLES = {
    AccountRole.ATTORNEY: states.Role.ATTORNEY,
    AccountRole.PARALEGAL: states.Role.PARALEGAL,
    AccountRole.SUPERVISOR: states.Role.SUPERVISOR,
}
# What nobody gives alone, once there are two administrators.
CONFIRMED_ROLES = frozenset({AccountRole.ADMINISTRATOR, AccountRole.SUPERVISOR})
