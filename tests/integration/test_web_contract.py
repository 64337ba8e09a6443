"""Every route of the office's app, asked by a machine: whatever is sent, no fault and no stack.

The guard answers before the contract does, so a status is not held against it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
import schemathesis
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from tests.support.app_contract import contract_of
from tests.support.web import Clock, Web, opened_web
from vacatur.matters.access.sessions import Stage, begin_session
from vacatur.office.workspace import Workspace
from vacatur.web.app import jobs
from vacatur.web.app.application import routes_of_app

pytest_plugins = ("tests.support.packet_office",)

# Recorded of those whose matters these are: nothing of it stands in a refusal.
PERSONAL = (b"doe, jane", b"0b00000003", b"1990-01-02", b"client-3", b"1 example street")
OF_A_STACK = (b"traceback (most recent", b'.py"', b".py, line", b"sqlalchemy", b"<locals>")
NOON = datetime(2026, 2, 15, 15, 0, tzinfo=UTC)
ALL = ("supervisor", "analyst", "administrator")  # together they may use every route
OPERATIONS = [
    (each.path.replace(":int", "").replace(":path", ""), verb)
    for each in routes_of_app()
    if isinstance(each, APIRoute)
    for verb in sorted(each.methods)
]


@pytest.fixture(scope="module")
def office(approved_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """An office with matters, and a batch of them. No job is watched for longer than once."""
    folder = tmp_path_factory.mktemp("contract") / "workspace"
    shutil.copytree(approved_office, folder)
    with opened_web(Workspace(folder), Clock(NOON)) as web, pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "_MOST_LOOKS", 1)
        patch.setattr(jobs, "_LOOKS", 0)
        web.as_a("attorney").post("/worklist/bulk/do", data={"action": "freeze", "matters": "1"})
        yield web


@pytest.fixture(scope="module")
def contract(office):
    """Each field holds one of what the office has, or something odd."""
    return schemathesis.openapi.from_dict(contract_of(office.app, known=True))


@pytest.fixture(scope="module")
def any_contract(office):
    """A field holds whatever its type lets in."""
    return schemathesis.openapi.from_dict(contract_of(office.app, known=False))


def _hold(contract, office, path, verb, mode, examples, *, signed_in=True):
    """Ask a route again and again; each time by somebody who has just signed in."""
    name = f"T. All {OPERATIONS.index((path, verb))}"
    if signed_in:
        office.as_name(name, *ALL)

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=examples < 100,  # the long run looks elsewhere each night
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=contract[path][verb].as_strategy(generation_mode=mode))
    def held(case):
        client = office.nobody()
        if signed_in:  # it may have ended its own session
            token = begin_session(office.office.accounts, name, Stage.FULL, office.clock.at)
            client = office.with_session(token)
        asked = requests.Request(**case.as_transport_kwargs("http://localhost")).prepare()
        headers = {k: v for k, v in asked.headers.items() if k.lower() not in {"host", "cookie"}}
        answer = client.request(asked.method, asked.url, content=asked.body or b"", headers=headers)
        said = answer.content.lower()
        assert answer.status_code < 500, (path, answer.status_code)
        assert [each for each in OF_A_STACK if each in said] == []
        if answer.status_code >= 400:
            assert [each for each in PERSONAL if each in said] == []

    try:
        held()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, path  # nothing of what it takes can be wrong


@pytest.mark.parametrize(("path", "verb"), OPERATIONS)
def test_no_route_has_a_fault(contract, office, path, verb):
    _hold(contract, office, path, verb, GenerationMode.POSITIVE, 2)


def test_every_route_is_asked(contract):
    found = [each.ok() for each in contract.get_all_operations()]
    assert sorted((each.path, each.method.upper()) for each in found) == sorted(OPERATIONS)


@pytest.mark.long
@pytest.mark.parametrize(("path", "verb"), OPERATIONS)
def test_no_route_has_a_fault_for_long(contract, office, path, verb):
    _hold(contract, office, path, verb, GenerationMode.POSITIVE, 100)


@pytest.mark.long
@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("path", "verb"), OPERATIONS)
def test_no_route_has_a_fault_whatever_is_sent(any_contract, office, path, verb, mode):
    _hold(any_contract, office, path, verb, mode, 30)


@pytest.mark.long
@pytest.mark.parametrize(("path", "verb"), OPERATIONS)
def test_nobody_finds_a_fault(contract, office, path, verb):
    _hold(contract, office, path, verb, GenerationMode.POSITIVE, 10, signed_in=False)
