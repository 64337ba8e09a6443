"""Write the reports of an evaluation: a page, its paper, an exhibit, an appendix and the data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2

from vacatur import __version__
from vacatur.documents.composing import Marks, frame
from vacatur.documents.particulars import ENGLISH
from vacatur.documents.typesetting import press
from vacatur.figures.chart import Chart
from vacatur.office.evaluating import Evaluated
from vacatur.office.evaluation_appendix import appendix_of
from vacatur.office.evaluation_data import as_data
from vacatur.office.evaluation_told import Block, Reader, Section, charts_of, sections_for
from vacatur.office.evidence_paper import FONT, TEMPLATE
from vacatur.office.evidence_writing import require_empty
from vacatur.office.spreadsheet import NO_LAWYER

PAGE, STYLE, DATA = "index.html", "style.css", "evaluation.json"
PAPERS = {
    Reader.PUBLIC: "page.pdf",
    Reader.COURT: "exhibit.pdf",
    Reader.STATISTICIAN: "appendix.pdf",
}
_FOLDER = "dashboard"
_WARNING = f"{NO_LAWYER} No statistician has reviewed these figures."
_KINDS = {
    Reader.PUBLIC: "Evaluation",
    Reader.COURT: "Exhibit: evaluation",
    Reader.STATISTICIAN: "Statistical appendix",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationReport:
    """What was written."""

    folder: Path
    files: tuple[str, ...]


def write_reports(done: Evaluated, out: Path, *, on: date) -> EvaluationReport:
    """Write every report of one evaluation into a new or an empty folder.

    Parameters
    ----------
    on
        The day of the papers.

    Raises
    ------
    UsageError
        The folder is there and is not empty.
    PaperRefused
        A paper cannot be set.
    """
    require_empty(out)
    charts = charts_of(done)
    contents = {DATA: in_bytes(done)} | _page(done, charts, on)
    with press() as setter:
        for reader, name in PAPERS.items():
            contents[name] = setter.pdf(TEMPLATE, paper_data(reader, done, charts), on=on)
    for name, chart in charts.items():
        contents[f"{name}.svg"] = chart.svg(font=FONT).encode()
        contents[f"{name}.png"] = chart.png(font="sans-serif")
        contents[f"{name}.txt"] = (chart.words + "\n").encode()
    out.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (out / name).write_bytes(content)
    return EvaluationReport(folder=out, files=tuple(contents))


def in_bytes(done: Evaluated) -> bytes:
    """The answer as a file of JSON."""
    told = {**as_data(done), "note": NO_LAWYER, "version": __version__}
    return (json.dumps(told, indent=1, ensure_ascii=False, default=str) + "\n").encode()


def paper_data(reader: Reader, done: Evaluated, charts: Mapping[str, Chart]) -> dict[str, Any]:
    """What the template prints for a reader."""
    title = f"{_KINDS[reader]}: {done.evaluation.plan.question}"
    marks = Marks(
        note={ENGLISH: NO_LAWYER},
        author=f"vacatur {__version__}",
        page_prefix="",
        first_page=1,
    )
    sections = [*sections_for(reader, done, charts)]
    if reader is Reader.STATISTICIAN:
        sections += appendix_of(done)
    return {
        **frame(title, ENGLISH, marks),
        "heading": title,
        "warning": _WARNING,
        "sections": [
            {
                "heading": each.heading,
                "box": each.is_box,
                "blocks": [block for one in each.blocks for block in _on_paper(one, charts)],
            }
            for each in sections
        ],
    }


def _on_paper(block: Block, charts: Mapping[str, Chart]) -> Sequence[Block]:
    if block["kind"] != "chart":
        return [block]
    drawn = charts[block["name"]].svg(font=FONT)
    return [
        {"kind": "caption", "text": block["title"]},
        {"kind": "chart", "words": block["words"], "svg": drawn, "width": 1.0},
    ]


def _page(done: Evaluated, charts: Mapping[str, Chart], on: date) -> dict[str, bytes]:
    sections: tuple[Section, ...] = sections_for(Reader.PUBLIC, done, charts)
    drawn = {
        name: each.svg(font="system-ui, sans-serif", ink="currentColor", paper="var(--paper)")
        for name, each in charts.items()
    }
    page = _templates().get_template("evaluation.html").render(
        title=done.evaluation.plan.question,
        sections=sections,
        drawn=drawn,
        warning=_WARNING,
        papers={str(reader): name for reader, name in PAPERS.items()},
        data=DATA,
        no_lawyer=NO_LAWYER,
        on=on.isoformat(),
        version=__version__,
    )  # fmt: skip
    style = (files("vacatur.office") / _FOLDER / STYLE).read_bytes()
    return {PAGE: page.encode(), STYLE: style}


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("vacatur.office", _FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
