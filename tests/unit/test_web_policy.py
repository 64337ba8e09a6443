"""Who may do what: every route of the app against the one table, as everybody, with every verb."""

from __future__ import annotations

import re

import pytest
from starlette.routing import Route

from vacatur.matters.access.roles import AccountRole
from vacatur.web.app.application import routes_of_app
from vacatur.web.app.policy import POLICIES, PUBLIC, SESSION

pytest_plugins = ("tests.support.web",)

ROUTES = [each for each in routes_of_app() if isinstance(each, Route)]
VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def test_every_route_has_a_row_and_every_row_a_route():
    names = [each.name for each in routes_of_app()]
    assert len(names) == len(set(names)), "a route's name is used twice"
    assert set(names) == set(POLICIES)


def test_a_route_has_one_verb_and_only_a_form_changes_anything():
    assert {frozenset(each.methods or ()) for each in ROUTES} <= {
        frozenset({"GET"}),
        frozenset({"POST"}),
    }


# What docs/app.md and docs/adr/0034 say, said a second time: by the beginning of a route's name,
# the longest that fits. A role that `policy` lets in and this does not is one too many.
# a attorney, s supervisor, p paralegal, n analyst, c clerk, m administrator.
WIDEST = {
    "static": PUBLIC, "health": PUBLIC, "sign_in": PUBLIC,
    "sign_out": SESSION, "second_factor": SESSION, "locked": SESSION, "unlock": SESSION,
    "account": SESSION,
    "home": "aspncm", "administration": "m", "audit": "sm",
    # whose matter it is
    "worklist": "asp", "bulk": "asp", "matter": "asp", "linkage": "asp", "packet": "asp",
    "matter_finding": "as", "matter_ground": "as", "matter_appro": "as", "matter_undo": "as",
    "bulk_undo": "as", "approvals": "as", "batch": "as",
    "vault": "asp", "vault_unseal": "as", "vault_obliterate": "as",
    # by number
    "filing": "aspc", "compliance": "aspc",
    # counts
    "run": "aspnc", "run_count": "asn", "run_export": "asn", "runs": "aspnc",
    "runs_ingest": "snc", "runs_upload": "snc", "runs_decide": "sn", "runs_link": "sn",
    "report": "aspnc", "reports": "sn", "reports=": "aspnc",
    "law": "aspncm", "law_try": "aspnc", "law_days_count": "asn", "law_draft": "asp",
    "law_proposal_": "asp", "law_proposal_decide": "as", "law_sign_off": "as",
    "clinic": "aspc", "clinic_visit_search": "asp", "clinic_visit_record": "asp",
    "clinic_visit_keep": "asp", "clinic_saved": "asp",
}  # fmt: skip
LETTERS = dict(zip("apsncm", AccountRole, strict=True))
# Approving, filing, exporting, signing, and what gives somebody power or takes a protection away.
PROVED = {
    "matter_approve", "batch_approve", "matter_file_submit", "packet_file", "packet_export",
    "compliance_export", "run_export", "reports_disparity", "law_sign_off", "law_proposal_decide",
    "law_proposal_patch", "account_password", "account_codes_take_up", "account_codes_remove",
    "account_passkey_keep", "account_passkey_remove", "vault_put", "vault_unseal",
    "vault_obliterate",
}  # fmt: skip


def widest(name: str) -> frozenset[AccountRole] | str:
    """The most that may use a route; a key that ends in `=` is one route and no more."""
    if f"{name}=" in WIDEST:
        said = WIDEST[f"{name}="]
    else:
        said = WIDEST[max((x for x in WIDEST if name.startswith(x)), key=len)]
    return said if said in {PUBLIC, SESSION} else frozenset(LETTERS[x] for x in said)


def test_no_row_lets_one_role_too_many_in():
    too_many = {}
    for name, policy in POLICIES.items():
        most = widest(name)
        if isinstance(policy.roles, str) or isinstance(most, str):
            if policy.roles != most:
                too_many[name] = (policy.roles, most)
        elif policy.roles - most:
            too_many[name] = policy.roles - most
    assert too_many == {}
    unused = [x for x in WIDEST if not any(n.startswith(x.rstrip("=")) for n in POLICIES)]
    assert unused == []


def test_nothing_of_the_shell_is_open_to_more_than_it_must():
    """What is open while a session is locked or half begun, or keeps no session open."""
    own = {name for name, policy in POLICIES.items() if policy.roles in (PUBLIC, SESSION)}
    assert {name for name, policy in POLICIES.items() if policy.unfinished} <= own
    opens = {x for x in own if not x.startswith("account")}
    assert {name for name, policy in POLICIES.items() if policy.locked} <= opens
    assert {name for name, policy in POLICIES.items() if policy.background} == {"runs_job_events"}


def test_whatever_must_be_proved_asks_for_a_proof():
    asked = {name for name, policy in POLICIES.items() if policy.reauthenticate}
    of_forms = {each.name for each in ROUTES if each.methods == {"POST"}}
    gives = {x for x in of_forms if x.startswith("administration_")}
    assert asked == PROVED | gives
    # A new route of such a name is put into the list, or here with its reason.
    wanted = re.compile(r"role|approve|file_|export|unseal|password_|factor_|account_|sign_off")
    needs = {name for name in of_forms if wanted.search(name)} - {
        "sign_in_password",
        "second_factor_code",
        "vault_look",  # they change nothing
        "vault_obliterate_look",
        "account_session_end",  # it only takes away
        "account_shortcuts",
    }
    assert needs <= asked


def path_of(route: Route) -> str:
    """An address that the route matches: of an item that is not there."""
    return re.sub(r"\{[^}]*\}", "999999", route.path)


@pytest.mark.parametrize("role", ["nobody", *AccountRole])
def test_matrix(web, role):
    """Who may not use a route learns nothing; whatever answers them is the same everywhere."""
    client = web.nobody() if role == "nobody" else web.as_a(role)
    client.headers.pop("X-CSRF-Token", None)  # nothing is done by what is only asked here
    for route in ROUTES:
        policy = POLICIES[route.name]
        may = policy.roles == PUBLIC or (
            role != "nobody" and (policy.roles == SESSION or AccountRole(role) in policy.roles)
        )
        if route.name == "health":
            continue
        # What no route takes is refused before anybody's role is looked at: one of them tries it.
        for verb in VERBS if role in {"nobody", "clerk"} else sorted(route.methods or ()):
            answer = client.request(verb, path_of(route))
            said = (role, verb, route.path, answer.status_code)
            other = [x for x in ROUTES if x.path == route.path and verb in (x.methods or ())]
            if not other:
                allowed = {404} if role != "nobody" else {303, 404}
                assert answer.status_code in allowed, said
            elif verb not in (route.methods or ()):
                continue  # another route of the same address
            elif may:
                assert answer.status_code not in {404, 500} or "999999" in path_of(route), said
                if verb == "POST":
                    assert answer.status_code == 403, said  # it carries no token
            elif role == "nobody":
                assert (answer.status_code, answer.headers["location"][:8]) == (303, "/sign-in")
            else:
                assert answer.status_code == 404, said


def test_what_is_not_there_and_what_one_may_not_see_are_one_page(web):
    client = web.as_a("clerk")
    shut = [x for x in ROUTES if isinstance(POLICIES[x.name].roles, frozenset)]
    shut = [x for x in shut if AccountRole.CLERK not in POLICIES[x.name].roles]
    bodies = {client.get(path_of(x)).content for x in shut if x.methods == {"GET"}}
    bodies.add(client.get("/nothing/here").content)
    assert len(bodies) == 1


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**40])
def test_a_number_that_no_column_holds_is_no_fault(web, number):
    """A machine that asked every route found these three (tests/integration/test_web_contract)."""
    client = web.as_a("supervisor")
    for path in (f"/law/proposals/{number}", f"/approvals/batches/{number}"):
        assert client.get(path).status_code in {404, 422}
    assert client.post(f"/matters/{number}/renew").status_code in {404, 409, 422}
