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


def test_what_changes_roles_files_or_unseals_asks_for_a_proof():
    asked = {name for name, policy in POLICIES.items() if policy.reauthenticate}
    wanted = re.compile(r"role|approve|file_|export|unseal|vault_|password_|factor_|account_")
    of_forms = {each.name for each in ROUTES if each.methods == {"POST"}}
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
