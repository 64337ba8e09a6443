"""The one table of allowed moves."""

from __future__ import annotations

from collections.abc import Mapping

from vacatur.screening.diversion import commands as c
from vacatur.screening.diversion.states import State

_Moves = frozenset[type[c.Command]]
_REFERRING: _Moves = frozenset((c.ConsentToReferral, c.WithdrawReferralConsent, c.Refer))
_STEPS: _Moves = frozenset({c.EndStep, c.ExtendStep, c.Complete, c.Withdraw})

ALLOWED: Mapping[State, _Moves] = {
    State.OFFERED: _REFERRING.union({c.Consent, c.Enrol, c.Withdraw}),
    State.ENROLLED: _REFERRING.union(_STEPS, {c.GiveNotice}),
    # A step that is done after all, or a completion, is an answer too. There is no way from
    # [enrolled] to [returned] but through here.
    State.NOTICE_GIVEN: _REFERRING.union(_STEPS, {c.AnswerNotice, c.LiftNotice, c.ReturnCase}),
    State.COMPLETED: frozenset({c.RecordEnd}),
    State.CLOSED: frozenset(),
    State.RETURNED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
