"""docs/papers.md is written by the code; here it must be what the code would write today."""

from pathlib import Path

from tests.support.packets import DAY, book
from vacatur.documents.checklist import NOT_CHECKED, POINTS, checklist_text

PAGE = Path(__file__).resolve().parents[2] / "docs" / "papers.md"


def test_the_page_is_not_stale(us_md):
    assert PAGE.read_text(encoding="utf-8") == checklist_text(book(), us_md, on=DAY), (
        "docs/papers.md is stale: run python -m vacatur.documents.checklist > docs/papers.md"
    )


def test_every_point_stands_in_a_row_with_where_it_is_met(us_md):
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:2] == "| "]
    points = [
        each.statement.text
        for spec in book().vehicles.values()
        for each in us_md.vehicles[spec.vehicle].on(DAY, *POINTS)
    ]

    assert points
    for point in points:
        assert any(point in row for row in rows), point
    assert not [row for row in rows if row.rstrip("| ").endswith("nowhere")]


def test_paraphrases_are_called_so_and_so_is_what_nobody_looks_at(us_md):
    text = PAGE.read_text(encoding="utf-8")

    for spec in book().vehicles.values():
        for cited in us_md.vehicles[spec.vehicle].on(DAY, *POINTS):
            said = f"| {cited.section.citation} (paraphrase) |" in text
            assert said is not cited.section.provision.verbatim, cited.section.citation
    assert NOT_CHECKED in text
