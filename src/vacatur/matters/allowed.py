"""The one table of allowed moves."""

from __future__ import annotations

from collections.abc import Mapping

from vacatur.matters import commands as c
from vacatur.matters.states import State

_Moves = frozenset[type[c.Command]]
# What courts and agencies said: whoever is a clerk enters it, and nothing else.
CLERKS: _Moves = frozenset(
    {
        c.RecordReceipt,
        c.RecordNotice,
        c.RecordAnswer,
        c.SetHearing,
        c.RecordHearing,
        c.RecordOrder,
        c.RecordChange,
    }
)
_FORGETTING: _Moves = frozenset({c.Vault, c.Unseal})
_BEFORE_FILING: _Moves = frozenset({c.RecordHarm, c.DischargeDuty, c.SetAside})

ALLOWED: Mapping[State, _Moves] = {
    # What was prepared and approved is what is printed: nothing is stated after.
    State.OPEN: _BEFORE_FILING.union({c.Assign, c.StateParticular}),
    State.ASSIGNED: _BEFORE_FILING.union({c.Assign, c.StateParticular, c.Prepare}),
    State.PREPARED: _BEFORE_FILING.union({c.Approve, c.SendBack}),
    State.APPROVED: _BEFORE_FILING.union({c.RecordPacket, c.FollowLaw, c.WithdrawApproval}),
    State.PACKETED: _BEFORE_FILING.union({c.RecordPacket, c.Submit, c.WithdrawApproval}),
    # Nobody knows whether the court has it: until it has said so, nothing may be sent again.
    State.SUBMITTED: frozenset({c.RecordReceipt}),
    State.FILED: frozenset(
        {
            c.RecordHarm,
            c.DischargeDuty,
            c.RecordNotice,
            c.RecordAnswer,
            c.SetHearing,
            c.RecordHearing,
            c.RecordOrder,
        }
    ),
    State.RELIEVED: _FORGETTING.union(
        {c.DischargeDuty, c.RecordChange, c.TellScreeners, c.TellPerson, c.Close}
    ),
    State.REFUSED: frozenset({c.DischargeDuty, c.TellPerson, c.Close}),
    # Once its key is destroyed, nothing more can be recorded of a case.
    State.CLOSED: _FORGETTING.union({c.Obliterate}),
    State.SET_ASIDE: frozenset({c.TakeUp}),
}
