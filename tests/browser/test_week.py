"""A whole week's flow through the browser: from what was decided to what the court has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.browser import browsing, served, watched
from tests.support.matters import require_sound
from tests.support.web import Clock, Web, opened_web
from tests.support.week import Person, approve_all, build_and_file, prepare_all, receive_all
from tests.support.week_office import APPROVES, BEGUN, PREPARES, week_office
from vacatur.matters.queries import Wanted, counted

pytest_plugins = ("tests.support.web",)
_DOZEN = 12


@pytest.fixture
def dozen(tmp_path) -> Iterator[Web]:
    with opened_web(week_office(tmp_path, _DOZEN), Clock(BEGUN)) as web:
        yield web


def states(web: Web) -> dict[str, int]:
    with web.office.casework() as casework, casework.reading() as connection:
        return {each.state: each.matters for each in counted(connection, Wanted())}


@pytest.mark.parametrize("scripts", [False, pytest.param(True, marks=pytest.mark.long)])
def test_a_dozen_goes_to_the_court_by_links_and_forms(dozen, scripts):
    with browsing() as browser, served(dozen) as address:

        def somebody(name: str) -> Person:
            context = browser.new_context(java_script_enabled=scripts)
            person = Person(watched(context.new_page()), name, address)
            person.sign_in()
            return person

        preparer, approver = somebody(PREPARES), somebody(APPROVES)
        prepare_all(preparer)
        assert states(dozen) == {"prepared": _DOZEN}
        approve_all(approver, 4)
        assert f"{_DOZEN} matters approved" in approver.read()
        dozen.clock.go_on(minutes=6)
        build_and_file(preparer, "1-2", 2)
        receive_all(preparer, (1, 2))
        assert states(dozen) == {"approved": _DOZEN - 2, "filed": 2}
        assert [*preparer.page.complaints, *approver.page.complaints] == []
    with dozen.office.casework() as casework:
        require_sound(casework)
