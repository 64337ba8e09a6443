"""The specification's own dockets and texts, which lie outside this repository."""

import os
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.support.engines import compiled, tables_of
from tests.support.quick import usual_days
from vacatur.engine.decide_one import decide_one
from vacatur.ingest.docket import read_dockets
from vacatur.law.rulebook import jurisdiction_of, load_rulebook, packaged_folders

pytestmark = pytest.mark.real_data

SHARED = Path(os.environ.get("VACATUR_SHARED", "../shared"))
NAMES = [n for n in map(jurisdiction_of, packaged_folders()) if not n.startswith("us-xx")]
RULES = {
    "BAL-2019",
    "BAL-2021",
    "CA-MAP",
    "HAR-2017",
    "MD-CLASS",
    "MD-CN",
    "MD-CS-401",
    "MD-EXP-105-11",
    "MD-EXP-105-12",
    "MD-EXP-105-NC",
    "MD-EXP-105.1",
    "MD-EXP-110",
    "MD-EXP-112",
    "MD-PARDON",
    "MD-SHIELD",
    "MD-VAC-8301.1",
    "NUE",
    "WA-SEA",
}


def dockets_of(rulebook):
    rules = {page.implements: page for page in rulebook.pages}
    for docket in read_dockets(SHARED / "law" / "cases.jsonl", codes=rulebook.codes):
        if docket.rule in rules and docket.skip is None:
            yield rules[docket.rule], docket


def expects(docket, published, eligible_on):
    wanted = docket.expect
    day = wanted["eligible_on"]
    return published == wanted["outcome"] and day in (None, eligible_on)


@pytest.mark.parametrize("name", NAMES)
def test_every_docket_comes_out_on_the_interpreter(name):
    rulebook = load_rulebook(name)
    failed = []
    for page, docket in dockets_of(rulebook):
        decision = decide_one(rulebook, page, docket.record, docket.target)
        if not expects(docket, decision.published, decision.eligible_on):
            failed.append(f"{docket.record.record_id}: {docket.expect}, got {decision.published}")
    assert not failed, "\n".join(failed)


@pytest.mark.parametrize("name", NAMES)
def test_dockets_of_each_version_come_out_on_duckdb(name):
    """On the usual day of each version; the interpreter has every docket."""
    rulebook = load_rulebook(name)
    by_page = defaultdict(list)
    for page, docket in dockets_of(rulebook):
        by_page[page.page_id].append(docket)
    failed = []
    for day, pages in pages_by_day(rulebook, by_page).items():
        # All pages of a day at once, as a run reads them: they share much of their SQL.
        asked = [
            (page, each) for page in pages for each in by_page[page.page_id] if as_of(each) == day
        ]
        tables = tables_of([docket.record for _, docket in asked])
        found = compiled(rulebook.only([page.page_id for page in pages]), tables, as_of=day)
        for page, docket in asked:
            answer = found[page.page_id].get(docket.target, {})
            published = answer.get("published", page.otherwise)
            if not expects(docket, published, answer.get("eligible_on")):
                failed.append(f"{docket.record.record_id}: {docket.expect}, got {published}")
    assert not failed, "\n".join(failed)


def pages_by_day(rulebook, by_page):
    """The usual days, each with its pages."""
    days = defaultdict(list)
    for page_id, dockets in by_page.items():
        page = rulebook.page(page_id)
        for day in usual_days(rulebook.name, page, map(as_of, dockets)):
            days[day].append(page)
    return days


def as_of(docket):
    return docket.record.as_of


def test_the_dockets_of_every_rule_were_asked():
    asked = {page.implements for name in NAMES for page, _ in dockets_of(load_rulebook(name))}
    assert asked >= RULES


def plain(text):
    unquoted = re.sub(r"^\s*>\s?", "", text, flags=re.MULTILINE)
    for fancy, simple in (("–", "-"), ("’", "'"), ("“", '"'), ("”", '"')):
        unquoted = unquoted.replace(fancy, simple)
    return " ".join(unquoted.split())


@pytest.mark.parametrize("name", NAMES)
def test_every_verbatim_provision_stands_in_the_texts_of_the_specification(name):
    texts = " ".join(
        plain(path.read_text(encoding="utf-8"))
        for path in sorted((SHARED / "law" / "texts").glob("*.md"))
    )
    rulebook = load_rulebook(name)
    missing = [
        f"{page.path}, line {section.line}: [{piece.strip()[:90]}]"
        for page in (*rulebook.pages, *rulebook.programmes.values())
        for section in page.sections
        if section.provision and section.provision.verbatim
        for piece in section.provision.words.split("[...]")
        if plain(piece) not in texts
    ]
    assert not missing, "\n".join(missing)
