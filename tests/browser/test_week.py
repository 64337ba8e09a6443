"""A whole week's flow through the browser: from what was decided to what the court has."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.browser import browsing, faults, served, watched
from tests.support.matters import require_sound
from tests.support.packet_office import DAY
from tests.support.web import Clock, Web, opened_web
from tests.support.week import (
    Person,
    approve_all,
    build_and_file,
    confirm_all,
    download,
    enter,
    order_all,
    prepare_all,
    receive_all,
)
from tests.support.week_office import APPROVES, BEGUN, PREPARES, week_office
from vacatur.law.vehicle import Event
from vacatur.matters.obligations import all_obligations
from vacatur.matters.queries import Wanted, counted
from vacatur.matters.reading import matter_of

pytest_plugins = ("tests.support.web",)
_DOZEN, _MANY, _AT_ONCE = 12, 500, 200
SCREENSHOTS = Path(__file__).parents[2] / "docs/screenshots"


@pytest.fixture
def dozen(tmp_path) -> Iterator[Web]:
    with opened_web(week_office(tmp_path, _DOZEN), Clock(BEGUN)) as web:
        yield web


def states(web: Web) -> dict[str, int]:
    with web.office.casework() as casework, casework.reading() as connection:
        found: Counter[str] = Counter()
        for each in counted(connection, Wanted()):  # a line for each state of each vehicle
            found[each.state] += each.matters
        return dict(found)


def signing_in(browser, address: str, *, scripts: bool) -> Callable[[str], Person]:
    def somebody(name: str) -> Person:
        context = browser.new_context(java_script_enabled=scripts)
        person = Person(watched(context.new_page()), name, address)
        person.sign_in()
        return person

    return somebody


class Looked(dict[str, list[object]]):
    """What axe finds on each kind of page that somebody comes to, wide, narrow and in the dark."""

    def __call__(self, page) -> None:
        kind = page.title().split(" - ")[0].rstrip("0123456789 ")
        if kind not in self:
            self[kind] = faults(page)

    def wrong(self) -> dict[str, list[object]]:
        return {kind: found for kind, found in self.items() if found}


@pytest.mark.parametrize("scripts", [False, pytest.param(True, marks=pytest.mark.long)])
def test_a_dozen_goes_to_the_court_by_links_and_forms(dozen, scripts):
    with browsing() as browser, served(dozen) as address:
        somebody = signing_in(browser, address, scripts=scripts)
        preparer, approver = somebody(PREPARES), somebody(APPROVES)
        prepare_all(preparer)
        assert states(dozen) == {"prepared": _DOZEN}
        dozen.clock.go_on(minutes=6)  # to approve and to file, they prove who they are
        approve_all(approver, 1)
        assert f"{_DOZEN} matters approved" in approver.read()
        build_and_file(preparer, "1-2")
        receive_all(preparer, (1, 2))
        assert states(dozen) == {"approved": _DOZEN - 2, "filed": 2}
        assert {"prove it"} <= {*preparer.steps} & {*approver.steps}
        assert [*preparer.page.complaints, *approver.page.complaints] == []
    with dozen.office.casework() as casework:
        require_sound(casework)


@pytest.mark.long
@pytest.mark.parametrize("scripts", [False, True])
def test_what_the_court_grants_is_carried_out_by_every_holder(tmp_path, scripts):
    """Orders, what was served, and what each agency says: of motions, and of two petitions."""
    seen = Looked()
    workspace = week_office(tmp_path, _DOZEN, petitions=2)
    with (
        opened_web(workspace, Clock(BEGUN)) as web,
        browsing() as browser,
        served(web) as address,
    ):
        somebody = signing_in(browser, address, scripts=scripts)
        preparer, approver = somebody(PREPARES), somebody(APPROVES)
        if scripts:  # without them axe cannot run
            preparer.look = approver.look = seen
        prepare_all(preparer)
        web.clock.go_on(minutes=6)
        approve_all(approver, 1)
        approve_all(approver, 1)
        build_and_file(preparer, f"1-{_DOZEN}", by_hand="CC-DC-CR-072D")
        receive_all(preparer, range(1, _DOZEN + 1))
        assert states(web) == {"filed": _DOZEN}
        preparer.follow("Compliance")
        assert "No order waits to be carried out." in preparer.read()
        enter(preparer, "Record that the papers reached", _DOZEN)
        enter(preparer, "Record what the other side said", _DOZEN)
        with web.office.casework() as casework, casework.reading() as connection:
            assert Event.NOTICE in matter_of(connection, _DOZEN).happened
        order_all(preparer, range(2, _DOZEN + 1), "2026-02-15")
        assert states(web) == {"relieved": _DOZEN - 1, "filed": 1}
        with web.office.casework() as casework, casework.reading() as connection:
            owed = list(all_obligations(connection))
        assert {each.changed_on for each in owed} == {None}
        preparer.follow("Compliance")
        holders = confirm_all(preparer)
        assert sorted(holders) == sorted({each.holder.value for each in owed})
        assert len(holders) > 2, "the petitions reach agencies"
        with web.office.casework() as casework:
            with casework.reading() as connection:
                owed = list(all_obligations(connection))
            assert {each.changed_on for each in owed} == {DAY}
            require_sound(casework)
        assert seen.wrong() == {}
        assert not scripts or {"Which form of the court", "Confirmed", "Recorded"} <= seen.keys()
        assert [*preparer.page.complaints, *approver.page.complaints] == []


@pytest.mark.long
def test_five_hundred_go_to_the_court_in_a_week(tmp_path):
    seen = Looked()
    workspace = week_office(tmp_path, _MANY)
    with opened_web(workspace, Clock(BEGUN)) as web, browsing() as browser, served(web) as address:
        somebody = signing_in(browser, address, scripts=True)
        preparer, approver = somebody(PREPARES), somebody(APPROVES)
        preparer.look = approver.look = seen
        prepare_all(preparer)
        assert states(web) == {"prepared": _MANY}
        web.clock.go_on(minutes=6)
        approve_all(approver, 3)
        assert states(web) == {"approved": _MANY}
        for first in range(1, _MANY + 1, _AT_ONCE):
            build_and_file(preparer, f"{first}-{min(first + _AT_ONCE - 1, _MANY)}")
        assert states(web) == {"submitted": _MANY}
        packet = zipfile.ZipFile(io.BytesIO(download(preparer)))
        assert sum(each.endswith(".pdf") for each in packet.namelist()) >= _MANY % _AT_ONCE
        receive_all(preparer, range(1, _MANY + 1))
        assert states(web) == {"filed": _MANY}
        preparer.follow("Filing")
        assert str(_MANY) in preparer.read()
        preparer.follow("Compliance")
        assert seen.wrong() == {}
        assert len(seen) > 8, seen.keys()
        assert [*preparer.page.complaints, *approver.page.complaints] == []
    with web.office.casework() as casework:
        require_sound(casework)
