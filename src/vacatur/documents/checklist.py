"""docs/papers.md: what a lawyer looks for in each paper, and where it stands.

`python -m vacatur.documents.checklist > docs/papers.md` writes it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date

from vacatur.documents.paper_specs import PaperBook, VehicleSpec, paper_book
from vacatur.law.rulebook import Rulebook, load_rulebook
from vacatur.law.sentences import reviewed
from vacatur.law.show_vehicle import LEADS, in_words
from vacatur.law.vehicle import Cited, Vehicle, VehicleWord

_ON = date(2026, 2, 15)
# What a paper has to say, show, bring or tell; the rest of a page is no matter of its papers.
POINTS = (
    VehicleWord.GROUND,
    VehicleWord.CONTAINS,
    VehicleWord.ATTACHES,
    VehicleWord.NOTIFIES,
    VehicleWord.RESPONDS,
)
NOT_CHECKED = "not checked by vacatur"

_HEAD = """\
# Papers, point by point

This page is written by the code (`python -m vacatur.documents.checklist`) from the law pages of
{name} in force on {on} and from the declared papers, so that a lawyer can go through a paper
with it. No lawyer has reviewed the papers. A point stands in the words of the vehicle's page;
*paraphrase* says that the words of its provision are ours, and that nobody has compared them with
the provision. `vacatur law show` prints the page with its sources. A section is named by its
heading in the paper.
"""

_FILED = """\
## Every paper that is filed

These points are of the rules on filing by wire and on signatures, in our words: the rules were not
compared letter for letter, and a lawyer looks at them before the first filing. `packet verify`
looks at every paper of a packet again. What it does not look at, the attorney who signs looks at.
"""

# Provision, point, where it is met, and what looks at it.
_RULES = (
    (
        "Rule 20-201",
        "Each paper is a PDF of its own, the proposed order too.",
        "one file for each paper in the folder of its matter",
        "`packet verify`: no paper is lacking, none is there of which the manifest does not tell",
    ),
    (
        "Rule 20-201",
        "The name of a file relates to the title of its paper.",
        "the file is named after the title",
        NOT_CHECKED,
    ),
    (
        "Rule 20-201",
        "The names of the parties are alike in every paper.",
        "the caption: one particular fills all of them",
        NOT_CHECKED,
    ),
    (
        "Rule 20-201",
        "It can be read, no page is blank.",
        "every page",
        "`packet verify`: each page has text and bears its number; structure and fonts of the PDF",
    ),
    (
        "Rule 20-201",
        "A certificate of service is there.",
        "Certificate of Service, where the vehicle asks for one",
        "`packet verify`: it is not lacking; whether service was made is " + NOT_CHECKED,
    ),
    (
        "Rule 20-201",
        "The filing code is the right one.",
        "in no paper: whoever files chooses it",
        NOT_CHECKED,
    ),
    (
        "Rule 20-107",
        "Below the signature: address, e-mail, telephone, Attorney Number.",
        "the signature block, from `[office]` in vacatur.toml; the signature itself is by hand",
        NOT_CHECKED + "; a packet is not built where `[office]` lacks one of them",
    ),
    (
        "Rule 20-201.1",
        "A paper with restricted information comes in two versions, titled so, and page 1 says it.",
        "the box above the caption; the titles of both files",
        "`packet verify`: none of the two is alone; the Notice of the court's form is "
        + NOT_CHECKED,
    ),
    (
        "Rule 20-203",
        "The case number is the court's.",
        "the caption",
        "refused when it is built, where no court writes a number so; whether it is the case's is "
        + NOT_CHECKED,
    ),
    (
        "Rule 1-322.1",
        "No Social Security or taxpayer number, no number of a financial or medical account.",
        "every paper but the unredacted version",
        "`packet verify`: numbers that look like one, by their pattern",
    ),
    (
        "Rule 20-106",
        "No document is over 300 pages.",
        "lists of many cases come in parts",
        "`packet verify`: no file has more than 299 pages",
    ),
)  # fmt: skip


def checklist_text(book: PaperBook, rulebook: Rulebook, *, on: date) -> str:
    """The page of a jurisdiction, in Markdown.

    Parameters
    ----------
    on
        The law of this day is shown.
    """
    parts = [_HEAD.format(name=rulebook.name, on=on.isoformat())]
    for spec in book.vehicles.values():
        parts.append("\n".join(_of_vehicle(spec, rulebook.vehicles[spec.vehicle], on)) + "\n")
    parts.append(_FILED + "\n" + "\n".join(_of_filing(book)) + "\n")
    return "\n".join(parts)


def places_of_point(spec: VehicleSpec, text: str) -> tuple[str, ...]:
    """Where a point of a vehicle's page is met: paper and section; empty: nowhere."""
    found = []
    for paper in spec.papers:
        if text in paper.meets:
            found.append(paper.title)
        found += [f"{paper.title}: {each.heading}" for each in paper.sections if text in each.meets]
    if text in spec.elsewhere:
        found.append(f"elsewhere: {spec.elsewhere[text]}")
    return tuple(found)


def _of_vehicle(spec: VehicleSpec, vehicle: Vehicle, on: date) -> Iterator[str]:
    yield f"## {vehicle.title}"
    yield ""
    yield f"Vehicle `{spec.vehicle}`. {reviewed(vehicle.reviewed_by)} Its papers:"
    yield ""
    for paper in spec.papers:
        unless = f"; not made in the state `{paper.unless}`" if paper.unless else ""
        yield f"- {paper.title}: {'filed' if paper.is_filed else 'a letter'}{unless}"
    if spec.court_forms:
        yield f"- the court's own forms: {', '.join(spec.court_forms)}"
    yield ""
    points = vehicle.on(on, *POINTS)
    head = ("point", "provision", "paper and section")
    yield from _table(head, [_row(spec, cited) for cited in points])
    paraphrased = {each.section.citation: each.section.provision for each in points}
    for citation, provision in paraphrased.items():
        if not provision.verbatim:
            yield f"\n{citation} is a paraphrase; its source: {provision.source}."


def _row(spec: VehicleSpec, cited: Cited) -> tuple[str, ...]:
    statement, section = cited.statement, cited.section
    paraphrase = "" if section.provision.verbatim else " (paraphrase)"
    places = places_of_point(spec, statement.text or "")
    return (
        f"{LEADS[statement.word]}: {in_words(statement)}",
        f"{section.citation}{paraphrase}",
        "; ".join(places) or "nowhere",
    )


def _of_filing(book: PaperBook) -> Iterator[str]:
    filed = [paper.title for paper in book.papers.values() if paper.is_filed]
    yield "Filed are: " + "; ".join(filed) + "."
    yield ""
    yield from _table(("provision", "point", "where", "who looks"), _RULES)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in (head, ("---",) * len(head), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


if __name__ == "__main__":
    declared = paper_book("us-md")
    assert declared is not None  # it is packaged
    sys.stdout.write(checklist_text(declared, load_rulebook("us-md"), on=_ON))
