"""Who may do what: the one table. A route that has no row here answers nobody.

A row is for one route, and a route for one thing: so the verb follows from the route. To add a
screen, add its rows (docs/adr/0034-the-offices-app.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from vacatur.matters.access.roles import AccountRole

PUBLIC: Literal["public"] = "public"  # nobody need be signed in
SESSION: Literal["session"] = "session"  # whoever has given a password, and no more yet
SIGNED_IN = frozenset(AccountRole)

ATTORNEY, PARALEGAL, SUPERVISOR, ANALYST, CLERK, ADMINISTRATOR = AccountRole
ATTORNEYS = frozenset({ATTORNEY, SUPERVISOR})
CASE_STAFF = frozenset({ATTORNEY, SUPERVISOR, PARALEGAL})
# An administrator gives roles and sees nobody's case.
OFFICE = SIGNED_IN - {ADMINISTRATOR}

_HELPERS = CASE_STAFF | {CLERK}
_RUNNERS = frozenset({ANALYST, SUPERVISOR})
_INGESTERS = frozenset({ANALYST, SUPERVISOR, CLERK})
_COUNTERS = frozenset({ANALYST, SUPERVISOR, ATTORNEY})

FORM = 1 << 20  # bytes of a form without files
RECORD = 9 << 20  # bytes of one person's record that is sent
UPLOAD = 260 << 20  # bytes of an export that is sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Who may use a route, and what it takes."""

    roles: frozenset[AccountRole] | Literal["public", "session"]
    # Whoever uses it proves who they are, unless they did within five minutes.
    reauthenticate: bool = False
    # Open to those who must first change their password, or add a second factor.
    unfinished: bool = False
    # Open while the session is locked: what unlocks or ends it.
    locked: bool = False
    # Asked for by a page by itself, as progress is: it is no sign that anybody sits there.
    background: bool = False
    body: int = FORM  # bytes of the largest request


def _roles(roles: frozenset[AccountRole], *, reauthenticate: bool = False) -> Policy:
    return Policy(roles=roles, reauthenticate=reauthenticate)


_PUBLIC = Policy(roles=PUBLIC, unfinished=True, locked=True)
_HALF = Policy(roles=SESSION, unfinished=True, locked=True)
_OWN = Policy(roles=SESSION, unfinished=True)
_OWN_PROVED = Policy(roles=SESSION, unfinished=True, reauthenticate=True)
_ADMINISTRATION = _roles(frozenset({ADMINISTRATOR}))
_ADMINISTRATION_PROVED = _roles(frozenset({ADMINISTRATOR}), reauthenticate=True)
_CASES = _roles(CASE_STAFF)
_CASES_PROVED = _roles(CASE_STAFF, reauthenticate=True)
_COURT = _roles(CASE_STAFF | {CLERK})
_COURT_PROVED = _roles(CASE_STAFF | {CLERK}, reauthenticate=True)
_ATTORNEYS = _roles(ATTORNEYS)
_ATTORNEYS_PROVED = _roles(ATTORNEYS, reauthenticate=True)
_AUDIT = _roles(frozenset({ADMINISTRATOR, SUPERVISOR}))

POLICIES: Mapping[str, Policy] = {
    # ---- the shell ----
    "static": _PUBLIC,
    "health": _PUBLIC,
    "sign_in": _PUBLIC,
    "sign_in_password": _PUBLIC,
    "sign_in_outside": _PUBLIC,
    "sign_in_outside_back": _PUBLIC,
    "second_factor": _HALF,
    "second_factor_code": _HALF,
    "locked": _HALF,
    "unlock": _HALF,
    "sign_out": _HALF,
    "home": _roles(SIGNED_IN),
    # ---- one's own account ----
    "account": _OWN,
    "account_password": _OWN_PROVED,
    "account_codes": _OWN,
    "account_codes_take_up": _OWN_PROVED,
    "account_codes_remove": _OWN_PROVED,
    "account_passkey": _OWN,
    "account_passkey_keep": _OWN_PROVED,
    "account_passkey_remove": _OWN_PROVED,
    "account_session_end": _OWN,
    "account_shortcuts": _OWN,
    # ---- administration ----
    "administration": _ADMINISTRATION,
    "administration_account_add": _ADMINISTRATION_PROVED,
    "administration_password_reset": _ADMINISTRATION_PROVED,
    "administration_role_give": _ADMINISTRATION_PROVED,
    "administration_role_take": _ADMINISTRATION_PROVED,
    "administration_role_decide": _ADMINISTRATION_PROVED,
    "administration_release": _ADMINISTRATION_PROVED,
    "administration_disable": _ADMINISTRATION_PROVED,
    "administration_sessions_end": _ADMINISTRATION_PROVED,
    # ---- runs, and the jobs that make them ----
    "runs": _roles(OFFICE),
    "run": _roles(OFFICE),
    "run_count": _roles(_COUNTERS),
    "run_export": _roles(_COUNTERS, reauthenticate=True),
    "runs_ingest": _roles(_INGESTERS),
    "runs_upload": Policy(roles=_INGESTERS, body=UPLOAD),
    "runs_decide": _roles(_RUNNERS),
    "runs_link": _roles(_RUNNERS),
    "runs_job": _roles(OFFICE),
    "runs_job_events": Policy(roles=OFFICE, background=True),
    "runs_job_cancel": _roles(OFFICE),
    "runs_job_retry": _roles(OFFICE),
    # ---- law ----
    "law": _roles(SIGNED_IN),
    "law_style": _roles(SIGNED_IN),
    "law_read": _roles(SIGNED_IN),
    "law_try": _roles(OFFICE),
    "law_try_answer": _roles(OFFICE),
    "law_days": _roles(SIGNED_IN),
    "law_days_count": _roles(_COUNTERS),
    "law_page": _roles(SIGNED_IN),
    "law_draft": _roles(CASE_STAFF),
    "law_proposal_add": _roles(CASE_STAFF),
    "law_sign_off": _roles(ATTORNEYS, reauthenticate=True),
    "law_proposal": _roles(SIGNED_IN),
    "law_proposal_count": _roles(CASE_STAFF),
    "law_proposal_charges": _roles(CASE_STAFF),
    "law_proposal_decide": _roles(ATTORNEYS, reauthenticate=True),
    "law_proposal_withdraw": _roles(CASE_STAFF),
    "law_proposal_patch": _roles(CASE_STAFF, reauthenticate=True),
    # ---- linkage ----
    "linkage": _roles(CASE_STAFF),
    "linkage_answer": _roles(CASE_STAFF),
    "linkage_log": _roles(CASE_STAFF),
    "linkage_undo": _roles(CASE_STAFF),
    # ---- reports ----
    "reports": _roles(OFFICE),
    "report": _roles(OFFICE),
    "report_file": _roles(OFFICE),
    "reports_new": _roles(_RUNNERS),
    "reports_disparity": _roles(_RUNNERS, reauthenticate=True),
    "reports_upload": Policy(roles=_RUNNERS, body=UPLOAD),
    "reports_remove": _roles(_RUNNERS),
    "reports_freeze": _roles(_RUNNERS),
    "reports_evaluate": _roles(_RUNNERS),
    # ---- clinic: a clerk types for somebody, and sees none of the office's records ----
    "clinic": _roles(_HELPERS),
    "clinic_visit_add": _roles(_HELPERS),
    "clinic_visit_take": _roles(_HELPERS),
    "clinic_visit_state": _roles(_HELPERS),
    "clinic_visit_remove": _roles(_HELPERS),
    "clinic_visit": _roles(_HELPERS),
    "clinic_visit_change": _roles(_HELPERS),
    "clinic_visit_file": Policy(roles=_HELPERS, body=RECORD),
    "clinic_answers": _roles(_HELPERS),
    "clinic_sheet": _roles(_HELPERS),
    "clinic_visit_search": _roles(CASE_STAFF),
    "clinic_visit_record": _roles(CASE_STAFF),
    "clinic_visit_keep": _roles(CASE_STAFF),
    "clinic_saved_open": _roles(CASE_STAFF),
    "clinic_saved_delete": _roles(CASE_STAFF),
    # ---- audit ----
    "audit": _AUDIT,
    "audit_search": _AUDIT,
    "audit_verify": _AUDIT,
    "audit_week": _AUDIT,
    # ---- casework: lists on which nobody is named ----
    "worklist": _CASES,
    "worklist_groups": _CASES,
    "worklist_filter_save": _CASES,
    "worklist_filter_remove": _CASES,
    "bulk_frozen": _CASES,
    "bulk_do": _CASES,
    "bulk_undo": _ATTORNEYS,
    "bulk_look": Policy(roles=CASE_STAFF, body=RECORD),
    "bulk_tell": Policy(roles=CASE_STAFF, body=RECORD),
    # ---- the vault: numbers and days; what it holds is shown to whoever opens it by order ----
    "vault": _CASES,
    "vault_look": _CASES,
    "vault_put": _CASES_PROVED,
    "vault_unseal": _ATTORNEYS_PROVED,
    "vault_obliterate_look": _ATTORNEYS,
    "vault_obliterate": _ATTORNEYS_PROVED,
    # ---- a matter: whose it is ----
    "matter": _CASES,
    "matter_find": _CASES,
    "matter_source": _CASES,
    "matter_move": _CASES,
    "matter_duty": _CASES,
    "matter_particular": _CASES,
    "matter_answer": _CASES,
    "matter_finding": _ATTORNEYS,
    "matter_grounds": _ATTORNEYS,
    "matter_ground_answer": _ATTORNEYS,
    "matter_renew": _CASES,
    "matter_undo": _ATTORNEYS,
    "matter_papers": _CASES,
    "matter_paper": _CASES,
    "matter_paper_words": _CASES,
    "matter_approval": _ATTORNEYS,
    "matter_approve": _ATTORNEYS_PROVED,
    "matter_filing": _CASES,
    "matter_file_submit": _CASES_PROVED,
    # ---- approval of many ----
    "approvals": _ATTORNEYS,
    "batch": _ATTORNEYS,
    "batch_sample": _ATTORNEYS,
    "batch_reading": _ATTORNEYS,
    "batch_review": _ATTORNEYS,
    "batch_approve": _ATTORNEYS_PROVED,
    "batch_send_back": _ATTORNEYS,
    # ---- filing and compliance: numbers, and nobody's name ----
    "filing": _COURT,
    "filing_entry": _COURT,
    "filing_entry_record": _COURT,
    "filing_upload_form": _COURT,
    "filing_upload": _COURT,
    "filing_upload_record": _COURT,
    "packet_build": _CASES,
    "packet": _CASES,
    "packet_file": _CASES_PROVED,
    "packet_export": _CASES_PROVED,
    "compliance": _COURT,
    "compliance_confirm": _COURT,
    "compliance_export": _COURT_PROVED,
}
