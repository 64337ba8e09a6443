"""Reports in the app: figures from a form through disclosure control, and plans followed."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path

import pytest

from tests.support.evaluations import panel, write_plan
from vacatur.office import limited_reports
from vacatur.office import reports as of_reports

pytest_plugins = ("tests.support.web",)

ASKED = {
    "source": "events.csv",
    "adapter": "events",
    "columns": "day=day\nrace=race\ncount=events",
    "law": "us-md",
    "what": "stops in an invented town",
    "first": "2020-01-01",
    "last": "2020-12-31",
    "unit": "event",
    "said_by": "an invented police",
    "population": "people.csv",
    "population_kind": "residents",
    "population_year": "2020",
    "population_place": "an invented town",
    "population_said_by": "an invented census",
    "by": "race",
}


FAR = """question: What is in it?
data: ../office.db
unit: a
time: b
outcome: c
treated: d
policy_date: 2020-01-01
"""


def text_of(answer) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", answer.text)).split())


def send(client, **files: str):
    told = [("files", (name.replace("_", "."), text.encode())) for name, text in files.items()]
    return client.post("/reports/files", files=told)


def sources() -> dict[str, str]:
    groups = (("X", 40), ("Y", 25), ("Z", 31), ("", 14))
    rows = [f"2020-{month:02}-05,{race},{n}" for month in range(1, 13) for race, n in groups]
    people = "group,population\nX,1000\nY,2000\nZ,1500\n"
    return {"events_csv": "\n".join(["day,race,events", *rows]) + "\n", "people_csv": people}


def test_files_are_looked_at_and_never_written_over(web):
    client, folder = web.as_a("analyst"), web.office.workspace.folder / "evidence"
    first = send(client, events_csv="day,race\n2020-01-01,X\n")
    second = send(client, events_csv="day,race\n")
    odd = client.post("/reports/files", files=[("files", ("../../a b;c.csv", b"x"))])
    packed = client.post("/reports/files", files=[("files", ("a.csv.gz", b"not packed"))])
    (folder / "link.csv").symlink_to(web.office.workspace.folder / "workspace.key")
    through = client.post("/reports/files/remove", data={"name": "link.csv"})
    climbing = client.post("/reports/files/remove", data={"name": "../workspace.key"})

    assert first.status_code == 303
    assert "of this name already" in text_of(second)
    assert [each.status_code for each in (odd, packed, through, climbing)] == [422] * 4
    assert (folder / "events.csv").read_text() == "day,race\n2020-01-01,X\n"
    assert (folder / "events.csv").stat().st_mode & 0o077 == 0
    assert client.post("/reports/files/remove", data={"name": "events.csv"}).status_code == 303
    assert web.as_a("attorney").post("/reports/files").status_code == 404
    assert (web.office.workspace.folder / "workspace.key").is_file()


def test_a_form_that_is_refused_keeps_its_fields_and_releases_nothing(web):
    client = web.as_a("analyst")
    send(client, **sources())
    court = client.post("/reports/new", data={**ASKED, "tier": "court"})
    unknown = client.post("/reports/new", data={**ASKED, "adapter": "evnts"})
    no_day = client.post("/reports/new", data={**ASKED, "last": ""})

    assert [each.status_code for each in (court, unknown, no_day)] == [422] * 3
    assert "a supervisor alone" in text_of(court)
    assert "the period lacks a day" in text_of(no_day)
    assert 'value="stops in an invented town"' in unknown.text
    assert "under seal" not in client.get("/reports/new").text
    assert "under seal" in web.as_a("supervisor").get("/reports/new").text
    assert not (web.office.workspace.folder / "releases").exists()
    assert "No report was made yet." in text_of(client.get("/reports"))


def test_a_plan_reads_only_what_lies_beside_it(web, monkeypatch):
    monkeypatch.setattr(of_reports, "load_any", None)  # the app itself reads no plan
    client = web.as_a("analyst")
    send(client, far_yaml=FAR)
    answer = client.post("/reports/plans/freeze", data={"plan": "far.yaml"})

    assert answer.status_code == 422
    assert "do not lie beside it" in text_of(answer)
    assert client.get("/reports/0001").status_code == 404
    assert client.get("/reports/../workspace.key").status_code == 404


def test_what_takes_more_than_a_report_is_given_is_refused(web, monkeypatch):
    client = web.as_a("analyst")
    send(client, plan_yaml="question: Why?\n")
    monkeypatch.setattr(limited_reports, "PROCESS", "tests.support.greedy_process")
    refused = client.post("/reports/plans/evaluate", data={"plan": "plan.yaml"})
    assert refused.status_code == 409
    assert "more memory or time" in text_of(refused)


@pytest.mark.long
def test_figures_are_released_once_to_the_public_and_to_a_court_under_seal(web):
    analyst, supervisor = web.as_a("analyst"), web.as_a("supervisor")
    send(analyst, **sources())
    made = analyst.post("/reports/new", data={**ASKED, "events": "2020-06-01=A new order"})
    sealed = supervisor.post("/reports/new", data={**ASKED, "tier": "court"})
    clerk = web.as_a("clerk")
    page = clerk.get("/reports/0001/page/index.html")
    folder = web.office.workspace.folder / "reports/0001"
    told = [p.read_bytes() for p in folder.rglob("*") if p.suffix in (".html", ".json", ".csv")]

    assert made.status_code == 303, text_of(made)
    assert made.headers["location"] == "/reports/0001"
    assert page.status_code == 200
    assert "invented town" in page.text
    assert (
        clerk.get("/reports/0001/page/style.css").headers["content-type"]
        == "text/css; charset=utf-8"
    )
    assert clerk.get("/reports/0001/report.json").status_code == 404
    assert not [each for each in told if b"N. Poe" in each or b"S. Doe" in each]
    packed = zipfile.ZipFile(io.BytesIO(sealed.content))
    assert "exhibit.pdf" in packed.namelist()
    assert [each.name for each in folder.parent.iterdir()] == ["0001"]
    audit = supervisor.get("/audit").text
    assert "Exported" in audit
    assert "ReportMade" in audit


@pytest.mark.long
def test_a_plan_is_frozen_and_followed(web, tmp_path: Path):
    write_plan(tmp_path, {"crimes": panel(1), "arrests": panel(2, effect=-0.5)})
    client = web.as_a("analyst")
    send(client, plan_yaml=(tmp_path / "plan.yaml").read_text())
    send(client, far_yaml=FAR)
    frozen = client.post("/reports/plans/freeze", data={"plan": "plan.yaml"})
    send(client, data_csv=(tmp_path / "data.csv").read_text())
    made = client.post("/reports/plans/evaluate", data={"plan": "plan.yaml"})
    far = client.post("/reports/plans/evaluate", data={"plan": "far.yaml"})
    told = text_of(web.as_a("supervisor").get("/reports/0001"))
    lawyer = web.as_a("attorney")
    barred = [lawyer.get("/reports/0001"), lawyer.get("/reports/0001/evaluation.json")]

    assert [each.status_code for each in barred] == [404, 404]
    assert "Did it change anything?" not in text_of(lawyer.get("/reports"))
    assert (frozen.status_code, made.status_code, far.status_code) == (303, 303, 422)
    assert "Did it change anything?" in told
    assert "before the data were there" in told
    assert "Cannot attribute" in told
    assert "interrupted" in told
