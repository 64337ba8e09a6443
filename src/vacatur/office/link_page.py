"""The report of a run's linkage as one page, which opens by itself: tables, and a chart of flips.

Numbers alone stand in it: no name, no number and no case of anybody.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path

from vacatur.identity.names import LINK_WEIGHT
from vacatur.identity.names_report import NAMES
from vacatur.office.flip_chart import flip_chart
from vacatur.office.link_flips import Flips, RunFlips
from vacatur.office.link_report import RunLinkage, linkage_data
from vacatur.office.outputs import refuse_written_over

JSON, PAGE = "linkage.json", "linkage.html"
FILES = (JSON, PAGE)

_KINDS: Mapping[str, str] = {
    "state_id": "the state's number of a person",
    "feed_person_key": "the export's own key of a person",
    "tracking_number": "a tracking number",
    "linked_case": "the number under which a case went on in a higher court",
    "said": "what a person said of two cases",
    NAMES: "names, birth dates and places",
}
_STYLE = """
body { font-family: sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #222; }
table { border-collapse: collapse; margin: 1em 0; }
th, td { padding: 0.2em 0.8em; border-bottom: 1px solid #ddd; text-align: right; }
th:first-child, td:first-child { text-align: left; }
thead th { border-bottom: 2px solid #888; }
svg { max-width: 100%; height: auto; }
"""


def write_linkage(found: RunLinkage, out: Path) -> list[Path]:
    """Write the page, and the same as data.

    Raises
    ------
    UsageError
        The folder cannot be made, or a file would be written over.
    """
    refuse_written_over(out, FILES)
    out.mkdir(exist_ok=True)
    data = json.dumps(linkage_data(found), indent=2, ensure_ascii=False) + "\n"
    for name, text in ((PAGE, linkage_page(found)), (JSON, data)):
        (out / name).write_text(text, encoding="utf-8")
    return [out / PAGE, out / JSON]


def linkage_page(found: RunLinkage) -> str:
    """The page as HTML; it asks for no other file."""
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>How the cases were linked: {escape(found.run)}</title>",
            f"<style>{_STYLE}</style></head><body>",
            *_joined(found),
            *_waiting(found),
            *_flips(found.flips),
            "</body></html>",
            "",
        ]
    )


def _joined(found: RunLinkage) -> Iterator[str]:
    yield "<h1>How the cases were linked</h1>"
    yield (
        f"<p>Run {escape(found.run)}: {escape(found.law)} as of {escape(found.as_of)}. What the law"
        " asks of a person is only as right as the answer to which cases are one person&#8217;s."
        " How right that is, only a truth tells: vacatur link quality.</p>"
    )
    told = f" {found.told:,} more cases came with their person." if found.told else ""
    yield f"<p>{found.cases:,} cases belong to {found.persons:,} persons.{told}</p>"
    yield "<h2>By what they are joined</h2>"
    rows = [(_KINDS[kind], f"{cases:,}") for kind, cases in found.joined_by.items()]
    yield from _table(("Joined to another case by", "cases"), [*rows, _alone(found)])
    yield "<p>A case that is joined by several of them counts under each.</p>"
    yield "<h2>How many cases one person has</h2>"
    sizes = [(size, f"{persons:,}") for size, persons in found.sizes.items()]
    yield from _table(("Cases", "persons"), sizes)


def _alone(found: RunLinkage) -> tuple[str, str]:
    return "nothing: it stands alone", f"{found.alone:,}"


def _waiting(found: RunLinkage) -> Iterator[str]:
    review, waiting = found.review, found.waiting
    yield "<h2>Who waits for a look</h2>"
    share = f", {review.share_of_persons:.1%} of all" if review.share_of_persons is not None else ""
    yield (
        f"<p>{review.pairs:,} pairs of cases are likely one person&#8217;s, and not certain. Until"
        f" somebody has answered, the searches of {review.persons:,} persons{share} count for"
        f" nothing. {waiting.open.charges:,} charges of {waiting.open.persons:,} of them are open;"
        f" of these, {waiting.search_withheld.charges:,} are of persons who were searched. To look"
        " at the pairs: vacatur link review.</p>"
    )
    if found.reasons:
        reasons = [(reason, f"{pairs:,}") for reason, pairs in found.reasons.items()]
        yield from _table(("Why they wait", "pairs"), reasons)
        yield "<p>A pair with several reasons counts under each.</p>"


def _flips(flips: RunFlips | None) -> Iterator[str]:
    yield "<h2>Had names joined from another weight on</h2>"
    if flips is None:
        yield "<p>This was not asked for: vacatur link report --thresholds.</p>"
        return
    if not flips.points:
        yield "<p>No case tells a name, so no weight changes anything.</p>"
        return
    yield (
        f"<p>Names join from {LINK_WEIGHT:g} bits on. At each other weight all cases were linked"
        " anew, and whoever had another record was decided again. It shows how much hangs on the"
        " weight, and not which weight is right.</p>"
    )
    if len(flips.points) > 1:
        yield flip_chart(flips.points, LINK_WEIGHT)
    yield from _table(COLUMNS, (row(point) for point in flips.points))
    yield (
        "<p>Others: persons of now who would have other cases. A charge counts once in each column;"
        " a positive answer that turns to REVIEW is lost, and to REVIEW.</p>"
    )
    yield "<h3>By rule and answer</h3>"
    yield from _table(
        ("Bits", "rule", "answer", "would be", "charges"),
        (
            (f"{point.weight:g}", each.implements, each.before, each.after, f"{each.charges:,}")
            for point in flips.points
            for each in point.changes
        ),
    )


COLUMNS = ("bits", "persons", "others", "wait", "another answer", "gained", "lost", "to REVIEW",
           "from REVIEW")  # fmt: skip


def row(point: Flips) -> tuple[str, ...]:
    """What one weight would change, under `COLUMNS`."""
    numbers = (point.persons, point.others, point.waiting, point.charges, point.gained, point.lost,
               point.to_review, point.from_review)  # fmt: skip
    return (f"{point.weight:g}", *(f"{number:,}" for number in numbers))


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield "<table><thead><tr>"
    yield from (f'<th scope="col">{escape(name)}</th>' for name in head)
    yield "</tr></thead><tbody>"
    for cells in rows:
        yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
    yield "</tbody></table>"
