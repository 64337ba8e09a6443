"""Law in the app: pages read, records tried, and proposals that take two names."""

from __future__ import annotations

import hashlib
import html
import re
import subprocess
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

import duckdb
import pytest

from tests.support.links import named_county, taken_in
from tests.support.web import opened_web
from vacatur.errors import LawError
from vacatur.law.rulebook import LAW_ROOT
from vacatur.matters.chain import head_of
from vacatur.office import law_proposals
from vacatur.office.jobs.process import run_job
from vacatur.office.jobs.service import Jobs
from vacatur.office.law_drafts import compare_draft, with_reviewer
from vacatur.office.law_proposals import current_text
from vacatur.office.law_reading import law_reader, shown_page
from vacatur.site.reading import style_within

pytest_plugins = ("tests.support.web",)

PAGE = "us-wa-seattle/possession-motion-2018"
READ = f"/law/read/law/{PAGE}.html"
CANARY = "Zephyrine Quillfeather"


def text_of(answer) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", answer.text)).split())


def page_text() -> str:
    law, page = shown_page(PAGE)
    return law.file_of(page).read_text("utf-8")


def hash_of_laws() -> str:
    files = sorted(each for each in LAW_ROOT.rglob("*.md"))
    return hashlib.sha256(b"".join(each.read_bytes() for each in files)).hexdigest()


def propose(client, text: str, why: str = "The words of the order are others.") -> int:
    answer = client.post(f"/law/propose/{PAGE}", data={"text": text, "why": why})
    assert answer.status_code == 303, text_of(answer)
    return int(answer.headers["location"].rpartition("/")[2])


def decide(client, number: int, decision: str, why: str = ""):
    told = {"decision": decision, "why": why}
    return client.post(f"/law/proposals/{number}/decide", data=told)


def test_a_page_is_read_beside_its_provision_and_every_link_leads_on(web):
    client = web.as_a("clerk")
    answer = client.get(READ)
    _, page = shown_page(PAGE)
    words = page.sections[0].provision.words
    links = {
        urljoin(READ, link).partition("#")[0]
        for link in re.findall(r'href="([^"#]+)[^"]*"', answer.text)
    }

    assert " ".join(words.split())[:80] in text_of(answer)
    assert "all 34 pass" in text_of(answer)
    assert "No lawyer has reviewed this page." in text_of(answer)
    assert len({each for each in links if each.startswith("/law/")}) > 8
    assert {link: client.get(link).status_code for link in links if link.startswith("/law/")} == {
        link: 200 for link in links if link.startswith("/law/")
    }
    assert client.get("/law/read/../policy.py").status_code == 404
    assert client.get("/law/read/search.html").status_code == 404


def test_the_sites_style_stands_within_one_element():
    style = style_within(".law-read")

    assert style.startswith(".law-read {")
    assert style.count("{") == style.count("}")
    assert "body {" not in style
    assert ":root" not in style
    assert "@media print" not in style
    assert "blockquote.verbatim" in style


def test_a_record_is_tried_and_nothing_of_it_is_kept(web):
    client = web.as_a("attorney")
    told = {"state": "WA", "disposition": "convicted", "description": CANARY, "as_of": "2019-02-01"}
    before = entries_of_chain(web)
    answer = client.post(f"/law/try/{PAGE}", data=told)
    shown = " ".join(answer.text.split())
    bad = client.post(f"/law/try/{PAGE}", data={"docket": f'{{"name": "{CANARY}"}}'})
    kept = [p for p in web.office.workspace.folder.rglob("*") if p.is_file()]

    assert "decided on 2019-02-01" in text_of(answer)
    assert "REVIEW" in text_of(answer)  # nobody said what the charge was
    assert "charge.substance = not recorded" in shown  # an empty field is not known
    assert bad.status_code == 422
    assert CANARY in bad.text  # the field, to be mended
    assert CANARY not in text_of(bad).partition("The record cannot be read")[2].partition("One ")[0]
    assert not [each for each in kept if CANARY.encode() in each.read_bytes()]
    assert entries_of_chain(web) == before
    assert "decides nothing" in text_of(
        client.post(f"/law/try/{definition()}", data={"state": "MD"})
    )


def definition() -> str:
    (law,) = (each for each in law_reader().laws if each.jurisdiction == "us-md")
    return next(each.page_id for each in law.pages if not each.decides)


def entries_of_chain(web) -> int:
    with web.office.accounts.reading() as connection:
        return head_of(connection).seq


def test_a_sign_off_takes_a_second_person_and_leaves_as_a_patch(web, tmp_path):
    lawyer, other = web.as_a("attorney"), web.as_a("supervisor")
    before = hash_of_laws()
    made = lawyer.post(f"/law/sign-off/{PAGE}", data={"why": "Read beside the order of 2018."})
    waits = [text_of(each.get("/")) for each in (lawyer, other)]
    own = decide(lawyer, 1, "accept")
    early = other.post("/law/proposals/1/patch")
    accepted = decide(other, 1, "accept")
    again = decide(other, 1, "refuse", "too late")
    patch = lawyer.post("/law/proposals/1/patch")

    assert made.status_code == 303
    assert ["1 proposals about the law" in each for each in waits] == [False, True]
    assert (own.status_code, early.status_code) == (409, 409)
    assert "nobody decides about a proposal of their own" in text_of(own)
    assert (accepted.status_code, again.status_code) == (303, 409)
    assert "accepted by S. Doe" in text_of(lawyer.get("/law"))
    assert hash_of_laws() == before
    law, page = shown_page(PAGE)
    copy = tmp_path / "src/vacatur/law" / law.folder.name / law.file_of(page).name
    copy.parent.mkdir(parents=True)
    copy.write_text(page_text(), "utf-8")
    (tmp_path / "law.patch").write_bytes(patch.content)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    subprocess.run(["git", "-C", str(tmp_path), "apply", "law.patch"], check=True)
    assert copy.read_text("utf-8") == with_reviewer(page_text(), "A. Roe")


def test_a_change_is_counted_by_a_job_and_its_cases_must_come_out(web):
    writer, other = web.as_a("paralegal"), web.as_a("attorney")
    wrong = propose(writer, page_text().replace("|| REVIEW ", "|| NOT_ELIGIBLE ", 1))
    right = propose(writer, page_text().replace("\n---\n\n# ", "\n---\n\n# On reflection: ", 1))
    uncounted = decide(other, right, "accept")
    for job in Jobs(web.office.workspace).all():
        run_job(web.office.workspace.folder, job.number)
    refused = decide(other, wrong, "accept")
    accepted = decide(other, right, "accept")

    assert "not counted yet" in text_of(uncounted)
    assert uncounted.status_code == refused.status_code == 409
    assert "1 of its worked cases fail" in text_of(refused)
    assert accepted.status_code == 303
    shown = text_of(other.get(f"/law/proposals/{wrong}"))
    assert "1 of 34 fail" in shown
    assert "There is no run to compare with." in shown
    assert "expected [NOT_ELIGIBLE], got [REVIEW]" in shown


def test_what_does_not_hold_comes_back_with_its_fault(web):
    writer = web.as_a("attorney")
    bad = page_text().replace("implements:", "implement:", 1)
    drafts = [
        writer.post(f"/law/{way}/{PAGE}", data={"text": bad, "why": "x"})
        for way in ("draft", "propose")
    ]
    same = writer.post(f"/law/propose/{PAGE}", data={"text": page_text(), "why": "x"})
    silent = writer.post(f"/law/propose/{PAGE}", data={"text": page_text() + "\nA note.\n"})
    renamed = page_text().replace(f"id: {PAGE}", f"id: {PAGE}-other", 1)
    elsewhere = writer.post(f"/law/propose/{PAGE}", data={"text": renamed, "why": "x"})

    assert [each.status_code for each in drafts] == [422, 422]
    assert all("[implement] is not a setting of a page" in text_of(each) for each in drafts)
    assert "the page is as it was" in text_of(same)
    assert "nobody says why" in text_of(silent)
    assert "no longer the page" in text_of(elsewhere)
    assert "None waits." in text_of(writer.get("/law"))
    with pytest.raises(LawError):
        with_reviewer("# no head\nreviewed_by: nobody\n", "A. Roe")


def test_a_changed_page_bears_nobodys_name_and_a_stale_proposal_waits(web, monkeypatch):
    signed = with_reviewer(page_text(), "A. Roe") + "\nOne more note.\n"
    number = propose(web.as_a("attorney"), signed)
    shown = html.unescape(web.as_a("supervisor").get(f"/law/proposals/{number}").text)
    _, page = shown_page(PAGE)
    object.__setattr__(page, "sha256", "0" * 64)
    try:
        run_job(web.office.workspace.folder, 1)
        refused = decide(web.as_a("supervisor"), number, "accept")
    finally:
        object.__setattr__(page, "sha256", hashlib.sha256(page_text().encode()).hexdigest())

    assert "+One more note." in shown
    assert "reviewed_by: A. Roe" not in shown
    assert "changed since it was proposed" in text_of(refused)
    assert web.as_a("attorney").post(f"/law/proposals/{number}/withdraw").status_code == 303


def test_who_may_do_what(web):
    analyst = web.as_a("analyst")
    asked = [
        analyst.post(f"/law/propose/{PAGE}", data={"text": "x", "why": "x"}),
        analyst.post(f"/law/sign-off/{PAGE}", data={"why": "x"}),
        web.as_a("paralegal").post(f"/law/sign-off/{PAGE}", data={"why": "x"}),
        web.as_a("administrator").post(f"/law/try/{PAGE}", data={}),
    ]

    assert [each.status_code for each in asked] == [404] * 4
    shown = analyst.get(f"/law/page/{PAGE}")
    assert "Propose it" not in shown.text
    assert "reviewed_by: nobody" in shown.text


def test_two_days_of_a_law_are_compared_without_any_record(web):
    client = web.as_a("attorney")
    asked = {"law": "us-md", "before": "2022-12-31", "after": "2023-01-01"}
    answer = client.get("/law/days", params=asked)
    backwards = client.get("/law/days", params={**asked, "after": "2022-12-30"})
    job = client.post("/law/days", data=asked)

    assert answer.text.count("<td>2023-01-01</td>") > 2
    assert "begins" in text_of(answer)
    assert "not later than the first" in text_of(backwards)
    assert job.headers["location"].startswith("/runs/jobs/")
    found = Jobs(web.office.workspace).all()[0]
    assert dict(found.arguments) == asked
    run_job(Path(web.office.workspace.folder), found.number)
    assert "holds no records" in text_of(client.get(job.headers["location"]))


@pytest.mark.long
def test_the_charges_that_a_draft_flips_are_those_that_the_run_answered_so(tmp_path, monkeypatch):
    rule, granted = "MD-EXP-105-12", "grants(ELIGIBLE_PETITION, when=may_be_expunged_on_petition)\n"
    workspace = taken_in(named_county(tmp_path / "in"), tmp_path / "workspace")
    only = partial(compare_draft, rules={rule})  # every page that names it takes minutes
    monkeypatch.setattr(law_proposals, "compare_draft", only)
    law, page = shown_page("us-md/cp-10-105-a-12")
    barred = granted + granted.replace("grants(ELIGIBLE_PETITION", "bar(NOT_ELIGIBLE")
    text = current_text(law, page).replace(granted, barred)
    with opened_web(workspace) as web:
        client = web.as_a("attorney")
        client.post(f"/law/propose/{page.page_id}", data={"text": text, "why": "A trial."})
        run_job(workspace.folder, 1)
        found = law_proposals.proposal(web.office.accounts, 1)
        named = text_of(client.post("/law/proposals/1/charges"))
        asked = [web.as_a(role).post("/law/proposals/1/charges") for role in ("analyst", "clerk")]
        database = (workspace.folder / "office.db").read_bytes()

    run = workspace.run_folder("latest") / "decisions.parquet"
    answered = duckdb.execute(
        f"""select charge_id from '{run}'
        where rule = ? and published = 'ELIGIBLE_PETITION' order by 1""",
        [page.page_id],
    ).fetchall()
    (flip,) = (each for each in found.flips if each.before == "ELIGIBLE_PETITION")
    assert (flip.rule, flip.after, flip.charges) == (rule, "NOT_ELIGIBLE", len(answered))
    assert len(answered) > 20
    assert all(charge in named for (charge,) in answered[:20])
    assert [each.status_code for each in asked] == [404, 404]
    assert answered[0][0].encode() not in database  # counts are kept, and no charge
