"""The specification's own dockets and texts, which lie outside this repository."""

import os
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.support.engines import compiled, tables_of
from tests.support.quick import asks_it
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


@cache
def answers_on(name, page_id, day):
    """The answers of one page on one day, as a run reads it."""
    rulebook = load_rulebook(name)
    dockets = [d for page, d in dockets_of(rulebook) if page.page_id == page_id]
    tables = tables_of([each.record for each in dockets if each.record.as_of == day])
    return compiled(rulebook.only([page_id]), tables, as_of=day)[page_id]


def answer_of(rulebook, page, docket):
    answers = answers_on(rulebook.name, page.page_id, docket.record.as_of)
    return answers.get(docket.target, {})


@pytest.mark.parametrize("name", NAMES)
def test_every_docket_comes_out_on_duckdb(name):
    rulebook = load_rulebook(name)
    asked = list(dockets_of(rulebook))
    # Of the pages that ask the unit rule, the day that most dockets are of: each day is much SQL.
    usual = date(2026, 2, 15)
    failed = []
    for page, docket in asked:
        if asks_it(name, page.page_id) and docket.record.as_of != usual:
            continue
        answer = answer_of(rulebook, page, docket)
        published = answer.get("published", page.otherwise)
        if not expects(docket, published, answer.get("eligible_on")):
            failed.append(f"{docket.record.record_id}: {docket.expect}, got {published}")
    assert not failed, "\n".join(failed)


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
    missing = [
        f"{page.path}, line {section.line}: [{piece.strip()[:90]}]"
        for page in load_rulebook(name).pages
        for section in page.sections
        if section.provision and section.provision.verbatim
        for piece in section.provision.words.split("[...]")
        if plain(piece) not in texts
    ]
    assert not missing, "\n".join(missing)
