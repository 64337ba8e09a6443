"""What is told of many matters at once, of another case of the person, and the vault in the app."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.packet_office import DAY, MOTIONS, NOW, PETITION, UNSTATED, docket, opened_office
from tests.support.web import Clock, Web, opened_web
from vacatur.law.vehicle import Event
from vacatur.matters import commands as c
from vacatur.matters.audit import log_of
from vacatur.matters.chain import head_of
from vacatur.matters.matter import Matter
from vacatur.matters.reading import matter_of
from vacatur.matters.statements import statements_of
from vacatur.matters.states import Answer, Order, Receipt
from vacatur.matters.store import Doing
from vacatur.office import particulars_file
from vacatur.office.casework import perform
from vacatur.office.workspace import Workspace
from vacatur.record.particulars import Stated

pytest_plugins = ("tests.support.packet_office",)

NOON = datetime(2026, 2, 15, 15, 0, tzinfo=UTC)
FIRST = MOTIONS[0]
# What names whose case the petition is about, and what was typed of it.
PERSONAL = ("DOE, JANE", "0B00000003", "CHARGE3", "1 EXAMPLE STREET", "CANARY")


@pytest.fixture(scope="module")
def office(approved_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """One office for all tests of this module, in their order."""
    folder = tmp_path_factory.mktemp("many") / "workspace"
    shutil.copytree(approved_office, folder)
    with opened_web(Workspace(folder), Clock(NOON)) as web:
        yield web


def matter(office: Web, number: int) -> Matter:
    with office.office.casework() as casework, casework.reading() as connection:
        return matter_of(connection, number)


def stated(office: Web, number: int, particular: Stated) -> str:
    with office.office.casework() as casework, casework.reading() as connection:
        said = statements_of(connection, casework.keys, number).get(particular)
    return said.text if said else ""


def told(office: Web, number: int, command: c.Command) -> None:
    with office.office.casework() as casework:
        doing = Doing(actor=command.by, purpose="a test", at=NOW)
        done = perform(office.office.workspace, casework, {number: command}, doing, today=DAY)
    assert not done.refused, done.refused


def last(office: Web) -> int:
    """The last entry of the chain."""
    with office.office.casework() as casework, casework.reading() as connection:
        return head_of(connection).seq


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_a_particular_is_looked_at_stated_for_all_that_may_and_taken_back(office):
    lee, roe = office.as_a("paralegal"), office.as_a("attorney")
    chosen = {"action": "state", "scope": "chosen", "number": [FIRST, UNSTATED]}
    asked = lee.post("/worklist/bulk", data=chosen).text
    given = {
        "action": "state",
        "matters": hidden(asked, "matters"),
        "particular": "earlier-review",
        "text": "No appeal.",
    }
    look = lee.post("/worklist/bulk/look", data=given).text
    assert "nothing is yet" in look
    assert "takes no [StateParticular]" in look  # the one that is approved
    assert stated(office, UNSTATED, Stated.EARLIER_REVIEW) == ""
    done = lee.post("/worklist/bulk/tell", data=given).text
    assert "1 matter stated, 1 refused" in done
    assert stated(office, UNSTATED, Stated.EARLIER_REVIEW) == "No appeal."
    assert "bulk/undo" not in done  # an attorney takes back
    undone = {"matters": str(UNSTATED), "through": last(office), "reason": "Another one."}
    assert "1 matter taken back" in roe.post("/worklist/bulk/undo", data=undone).text
    assert stated(office, UNSTATED, Stated.EARLIER_REVIEW) == ""


def test_what_somebody_did_since_is_not_taken_back_with_it(office):
    lee, roe = office.as_a("paralegal"), office.as_a("attorney")
    given = {"action": "state", "matters": str(UNSTATED), "particular": "earlier-review"}
    done = roe.post("/worklist/bulk/tell", data=given | {"text": "No appeal."}).text
    undone = {name: hidden(done, name) for name in ("matters", "through")} | {"reason": "A slip."}
    of_one = roe.get(f"/matters/{UNSTATED}").text
    lees = {"particular": "trial", "text": "Baltimore, 2 May."}
    lee.post(f"/matters/{UNSTATED}/particulars", data=lees)
    late = roe.post("/worklist/bulk/undo", data=undone).text
    assert "something else was recorded of it since" in late
    one = {"through": hidden(of_one, "through"), "reason": "A slip."}
    assert roe.post(f"/matters/{UNSTATED}/undo", data=one).status_code == 409
    assert stated(office, UNSTATED, Stated.TRIAL) == "Baltimore, 2 May."
    for particular in (Stated.TRIAL, Stated.EARLIER_REVIEW):
        now = {"through": hidden(roe.get(f"/matters/{UNSTATED}").text, "through"), "reason": "x"}
        assert roe.post(f"/matters/{UNSTATED}/undo", data=now).status_code == 303
        assert stated(office, UNSTATED, particular) == ""


def test_what_is_one_persons_is_stated_by_a_table_alone(office, monkeypatch):
    monkeypatch.setattr(particulars_file, "rows_of_text", None)  # the app itself reads no table
    lee = office.as_a("paralegal")
    given = {"action": "state", "matters": str(UNSTATED), "particular": "defendant-address"}
    same = lee.post("/worklist/bulk/tell", data=given | {"text": "2 ELM"})
    assert same.status_code == 422
    assert "2 ELM" not in same.text
    table = f"matter,text\n{UNSTATED},2 ELM STREET\n{FIRST},3 OAK\nx,4 ASH\n"
    sent = {"file": ("table.csv", table, "text/csv")}
    look = lee.post("/worklist/bulk/look", data=given, files=sent).text
    assert f"matter {FIRST} is not in the set" in look
    assert "no number of a matter" in look
    assert stated(office, UNSTATED, Stated.DEFENDANT_ADDRESS) == ""
    done = lee.post("/worklist/bulk/tell", data=given | {"table": table}).text
    assert "1 matter stated, 2 refused" in done
    assert stated(office, UNSTATED, Stated.DEFENDANT_ADDRESS) == "2 ELM STREET"
    assert (
        stated(office, FIRST, Stated.DEFENDANT_ADDRESS) == "1 EXAMPLE STREET, BALTIMORE, MD 21202"
    )
    broken = lee.post("/worklist/bulk/look", data=given | {"table": "matter,text\n1,2 ELM,3"})
    assert broken.status_code == 422
    assert "the table, row 2" in broken.text
    twice = lee.post("/worklist/bulk/tell", data=given | {"table": table, "text": "both"})
    assert twice.status_code == 422


def test_one_kind_of_duty_is_discharged_in_each_matter_in_which_it_is_open(office):
    lee, roe = office.as_a("paralegal"), office.as_a("attorney")
    chosen = {"action": "discharge", "scope": "chosen", "number": [FIRST, UNSTATED]}
    page = lee.post("/worklist/bulk", data=chosen).text
    kinds = re.findall(r'name="duty" value="(\w+)".*?open in (\d+)<', page)
    (code,) = [code for code, many in kinds if many == "1"][:1]
    given = {
        "action": "discharge",
        "matters": hidden(page, "matters"),
        "duty": code,
        "how": "done",
        "on": "2026-02-15",
        "evidence": "Certified mail.",
    }
    before = [each.is_open for each in matter(office, UNSTATED).duties]
    look = lee.post("/worklist/bulk/look", data=given).text
    assert "no such duty that is open" in look
    assert [each.is_open for each in matter(office, UNSTATED).duties] == before
    attested = lee.post("/worklist/bulk/look", data=given | {"how": "not_needed"}).text
    assert "an attorney must attest" in attested
    assert "Do it to" not in attested
    assert "1 matter with the duty" in lee.post("/worklist/bulk/tell", data=given).text
    after = [each.is_open for each in matter(office, UNSTATED).duties]
    assert sum(before) - sum(after) == 1
    undone = {"matters": str(UNSTATED), "through": last(office), "reason": "Not that day."}
    roe.post("/worklist/bulk/undo", data=undone)
    assert [each.is_open for each in matter(office, UNSTATED).duties] == before


def test_what_is_looked_at_first_is_not_done_by_another_form(office):
    roe = office.as_a("attorney")
    for action in ("state", "discharge"):
        sent = {"action": action, "matters": str(FIRST), "reason": "x"}
        assert roe.post("/worklist/bulk/do", data=sent).status_code == 422
    assert str(matter(office, FIRST).state) == "approved"


def test_a_question_of_another_case_is_answered_of_its_own_charge(tmp_path):
    person = docket("7", is_cannabis=True, has_ground=True)
    (other,) = docket("8", is_cannabis=False, has_ground=False)["cases"]
    nothing = {"disposition": None, "disposition_recorded": "", "disposition_date": None}
    person["cases"].append(other | {"charges": [other["charges"][0] | nothing]})
    workspace = Workspace(opened_office(tmp_path, [person]))
    with opened_web(workspace, Clock(NOON)) as web:
        roe = web.as_a("attorney")
        page = roe.get("/matters/1").text
        assert "asked of another case of the person: case 0B00000008, count 1" in page
        form = r'name="about" value="(\w+)"><input type="hidden" name="column" value="(.*?)"'
        ((about, column),) = set(re.findall(form, page))
        assert column == "charge.disposition"
        assert "charge8" not in about
        given = {"place": "1", "about": about, "column": column, "value": "nolle_prosequi"}
        given |= {"document": "Docket, read 15 February"}
        missed = roe.post("/matters/1/answers", data=given | {"about": "0" * 16})
        assert missed.status_code == 422
        assert workspace.facts().batches == ()
        done = roe.post("/matters/1/answers", data=given)
        assert (done.status_code, done.headers["location"]) == (303, "/matters/1?charge=1")
        ((said,),) = [each.answers for each in workspace.facts().batches]
        assert (said.charge, said.value) == ("CLIENT-7/charge8", "nolle_prosequi")
        assert "asked of another case" not in roe.get("/matters/1").text


# ---- the vault ----------------------------------------------------------------------------------


def relieve(office: Web) -> None:
    """Bring the petition to the end of its way: granted, and nothing left to do."""
    lee = "P. Lee"
    told(office, PETITION, c.RecordPacket(by=lee, packet_sha256="a" * 64, files=("p.pdf",)))
    told(office, PETITION, c.Submit(by=lee, document="Petition", on=DAY))
    said = c.RecordReceipt(by=lee, receipt=Receipt.ACCEPTED, on=DAY, reference="CANARY 1")
    told(office, PETITION, said)
    notice = c.RecordNotice(by=lee, event=Event.SERVICE, on=DAY, evidence="CANARY 2")
    told(office, PETITION, notice)
    told(office, PETITION, c.RecordAnswer(by=lee, answer=Answer.CONSENTS, on=DAY, text="CANARY 3"))
    told(office, PETITION, c.RecordOrder(by=lee, order=Order.GRANTED, on=DAY, reasons="CANARY 4"))


def finish(office: Web) -> None:
    for record in matter(office, PETITION).records:
        if record.changed_on is None:
            change = c.RecordChange(by="P. Lee", holder=record.holder, on=DAY, evidence="Read.")
            told(office, PETITION, change)
    told(office, PETITION, c.TellScreeners(by="P. Lee", on=DAY, evidence="By letter."))
    told(office, PETITION, c.TellPerson(by="P. Lee", on=DAY, how="Letter."))
    told(office, PETITION, c.Close(by="A. Roe", on=DAY))


def personal(page: str) -> list[str]:
    return [each for each in PERSONAL if each in page.upper()]


ASKED = {
    "on": "2026-02-15",
    "obliterate_on": "2026-02-15",
    "source": "Order of 15 February",
    "whole_case": "",
}


def test_a_case_goes_into_the_vault_and_is_named_nowhere_in_the_app(office):
    relieve(office)
    lee = office.as_a("paralegal")
    there = lee.get("/vault").text
    assert f"Mark matter {PETITION}" in there
    assert personal(there) == []
    assert "0B00000003" in lee.get(f"/matters/{PETITION}").text  # it is told before
    look = lee.post("/vault/look", data=ASKED | {"number": [PETITION, FIRST]}).text
    assert "Would be done" in look
    assert "takes no [Vault]" in look
    assert matter(office, PETITION).vaulted_on is None
    blank = lee.post("/vault/look", data=ASKED | {"number": PETITION, "source": " "}).text
    assert "what law or order sets the day" in blank
    office.clock.go_on(minutes=6)
    given = ASKED | {"matters": str(PETITION)}
    assert lee.post("/vault/put", data=given).status_code == 403  # who they are, first
    office.clock.go_on(minutes=-6)
    done = lee.post("/vault/put", data=given)
    assert "1 matter in the vault" in done.text, done.text
    assert matter(office, PETITION).vaulted_on == DAY
    for role in ("attorney", "paralegal", "supervisor"):
        client = office.as_a(role)
        of_matter = ("", "/papers", "/source/1", "/papers/draft/1", "/papers/recorded/1.pdf",
                     "/approve", "/grounds", "/file")  # fmt: skip
        lists = ("/vault", f"/vault?matters={PETITION}", "/worklist?state=relieved", "/filing")
        for path in (*lists, "/compliance", *(f"/matters/{PETITION}{x}" for x in of_matter)):
            answer = client.get(path)
            assert (path, answer.status_code < 500, personal(answer.text)) == (path, True, [])
        missed = client.post("/matters/find", data={"find": "0B00000003"})
        assert missed.status_code == 422
    listed = office.as_a("paralegal").get("/vault").text
    assert "An attorney opens one" in listed
    assert "/vault/unseal" not in listed


def test_an_attorney_opens_it_by_order_and_the_chain_says_so_first(office):
    roe, lee = office.as_a("attorney"), office.as_a("paralegal")
    given = {"matter": str(PETITION), "order": "Circuit Court, 3 June"}
    assert lee.post("/vault/unseal", data=given).status_code == 404
    nothing = roe.post("/vault/unseal", data=given | {"order": " "})
    assert nothing.status_code in {409, 422}
    assert personal(nothing.text) == []
    office.clock.go_on(minutes=6)
    asked = roe.post("/vault/unseal", data=given)
    assert asked.status_code == 403
    assert personal(asked.text) == []
    office.clock.go_on(minutes=-6)
    page = roe.post("/vault/unseal", data=given)
    assert "0B00000003" in page.text
    assert page.headers["cache-control"] == "no-store"
    with office.office.casework() as casework, casework.reading() as connection:
        kinds = [each.kind for each in log_of(connection, matter=PETITION, last=3)]
    assert "Unsealed" in kinds


def test_a_key_is_destroyed_on_its_day_by_an_attorney_who_says_that_they_know(office):
    roe, lee = office.as_a("attorney"), office.as_a("paralegal")
    early = roe.post("/vault/obliterate/look", data={"number": PETITION}).text
    assert "takes no [Obliterate]" in early  # it is not closed
    assert "Destroy 1" not in early
    finish(office)
    look = roe.post("/vault/obliterate/look", data={"number": PETITION}).text
    assert "Destroy 1 key" in look
    given = {"matters": str(PETITION), "sure": "yes"}
    assert lee.post("/vault/obliterate", data=given).status_code == 404
    assert roe.post("/vault/obliterate", data={"matters": str(PETITION)}).status_code == 422
    assert matter(office, PETITION).obliterated_on is None
    done = roe.post("/vault/obliterate", data=given).text
    assert "1 matter obliterated" in done
    assert "Replace them now" in done
    assert matter(office, PETITION).obliterated_on == DAY
    assert (
        roe.post("/vault/unseal", data={"matter": str(PETITION), "order": "x"}).status_code == 409
    )
    assert personal(roe.get(f"/matters/{PETITION}").text) == []
