"""The worked cases of every packaged page, on the interpreter and on DuckDB."""

import pytest

from tests.support.engines import (
    compiled,
    differences,
    in_words,
    interpreted,
    tables_of,
)
from tests.support.quick import asks_it, usual_days
from tests.support.worked import worked_record, worked_rows
from vacatur.engine.worked_cases import try_cases
from vacatur.law.format import format_page
from vacatur.law.rulebook import jurisdiction_of, load_rulebook, packaged_folders

JURISDICTIONS = [jurisdiction_of(folder) for folder in packaged_folders()]
PAGES = [(name, page.page_id) for name in JURISDICTIONS for page in load_rulebook(name).pages]
DEFINITIONS = [(n, page.page_id) for n in JURISDICTIONS for page in load_rulebook(n).definitions]
FILES = [path for folder in packaged_folders() for path in sorted(folder.glob("*.law.md"))]


def page_of(name, page_id):
    rulebook = load_rulebook(name)
    return rulebook, rulebook.page(page_id)


@pytest.mark.parametrize(("name", "page_id"), PAGES + DEFINITIONS)
def test_every_worked_case_comes_out_as_the_page_says(name, page_id):
    rulebook, page = page_of(name, page_id)
    verdicts = list(try_cases(rulebook, page))
    failed = [
        f"{verdict.where} ({verdict.title}): {'; '.join(verdict.failures)}"
        for verdict in verdicts
        if verdict.failures
    ]
    assert not failed, "\n".join(failed)
    assert verdicts, f"{page.path} shows no worked case"


# Of the pages that ask the unit rule the shortest stands for the others in the day's run.
@pytest.mark.parametrize(
    ("name", "page_id"),
    [each for each in PAGES if not asks_it(*each) or each[1] == "us-md/cp-10-105-a-12"],
)
def test_worked_cases_come_out_alike_on_duckdb(name, page_id):
    """On the usual day of each version; the night has every day."""
    _, page = page_of(name, page_id)
    alike_on_duckdb(name, page_id, usual_days(name, page, (r.as_of for r in worked_rows(page))))


@pytest.mark.long
@pytest.mark.parametrize(("name", "page_id"), PAGES)
def test_every_worked_case_comes_out_alike_on_duckdb(name, page_id):
    _, page = page_of(name, page_id)
    alike_on_duckdb(name, page_id, {row.as_of for row in worked_rows(page)})


def alike_on_duckdb(name, page_id, days):
    """One day after the other: a page compiles faster for one day than for many."""
    rulebook, page = page_of(name, page_id)
    rows = {row.line: row for row in worked_rows(page) if row.as_of in days}
    records = {line: worked_record(page, row) for line, row in rows.items()}
    tables = tables_of(records.values())
    found = {}
    for day in sorted({row.as_of for row in rows.values()}):
        answers = compiled(rulebook.only([page_id]), tables, as_of=day)[page_id]
        lines = [f"line{line}/" for line, row in rows.items() if row.as_of == day]
        found |= {key: each for key, each in answers.items() if key.startswith(tuple(lines))}
    wrong = list(differences(page, interpreted(rulebook, page, records.values()), found))
    assert not wrong, in_words(wrong)
    for line, row in rows.items():
        target = next(records[line].charges()).charge_id
        published = found[target]["published"] if target in found else page.otherwise
        assert published == row.expected["outcome"], f"{page.path}, line {line}: {row.title}"


@pytest.mark.parametrize(("name", "page_id"), PAGES)
def test_the_worked_cases_reach_every_answer_that_the_page_can_give(name, page_id):
    _, page = page_of(name, page_id)
    shown = {row.expected.get("outcome") for row in worked_rows(page)}
    given = {str(answer) for version in page.versions for answer in version.answers}
    assert given <= shown, f"{page.path} shows no {sorted(given - shown)}"
    assert "REVIEW" in shown, f"no worked case of {page.path} shows an unknown"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_packaged_page_is_laid_out_the_usual_way(path):
    text = path.read_text(encoding="utf-8")
    assert format_page(text, where=path.name) == text, "run vacatur law format"
