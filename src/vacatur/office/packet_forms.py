"""The court's own forms in a packet: blank forms and field maps of the office, for each matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from vacatur.documents.form_map import FormMap, load_form_map
from vacatur.documents.forms import file_of
from vacatur.documents.making import FormJob
from vacatur.documents.paper_specs import VehicleSpec
from vacatur.documents.particulars import LABELS, Listing, Table, Values
from vacatur.errors import PaperRefused, nearest
from vacatur.law.rulebook import Rulebook
from vacatur.law.vehicle import Cited, VehicleWord
from vacatur.matters.matter import Matter
from vacatur.office.packet_answers import CHARGE_COLUMNS, NOT_RECORDED
from vacatur.office.workspace import Workspace

_CHARGES = "charges"
_TABLES = (_CHARGES, "answers")


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtForm:
    """A blank form of the court and what the office says goes into it."""

    form_map: FormMap
    blank: bytes

    @property
    def name(self) -> str:
        return self.form_map.form


def load_court_forms(workspace: Workspace, names: Sequence[str]) -> tuple[CourtForm, ...]:
    """The forms of some numbers, from `forms/` of the workspace.

    Raises
    ------
    PaperRefused
        A form or its field map is not there, or the map cannot be read.
    """
    return tuple(_load(workspace, name) for name in names)


def _load(workspace: Workspace, name: str) -> CourtForm:
    blank = workspace.folder / file_of(name)
    there = sorted(path.stem for path in blank.parent.glob("*.pdf"))
    if name not in there:
        raise PaperRefused(
            f"the blank form [{name}] is not there",
            where=file_of(name),
            why="vacatur carries no form of a court; the office takes the current one from there.",
            repair=nearest(name, there) or "Put it there, and describe it (docs/forms.md).",
        )
    form_map = blank.with_suffix(".yaml")
    if not form_map.is_file():
        raise PaperRefused(
            f"nobody has said what goes into the fields of [{name}]",
            where=file_of(name),
            repair=f"Draft a field map: [vacatur packet form describe {name} --revision MM/YYYY].",
        )
    return CourtForm(
        form_map=load_form_map(
            form_map,
            particulars=[each for each in LABELS if each not in _TABLES],
            tables={_CHARGES: CHARGE_COLUMNS},
        ),
        blank=blank.read_bytes(),
    )


def require_petition(named: Sequence[str], rulebook: Rulebook, matter: Matter, *, on: date) -> None:
    """Refuse papers that ask the court for nothing, since the petition is the court's own form.

    Parameters
    ----------
    named
        Numbers of the forms that are filled, here or by hand.

    Raises
    ------
    PaperRefused
        The law's page names the form on which one asks, and none such is filled.
    """
    asked_on = [number_of(cited) for cited in asked_on_forms(rulebook, matter.vehicle, on)]
    if asked_on and not set(asked_on) & set(named):
        raise PaperRefused(
            f"one asks for it on a form of the court, {' or '.join(asked_on)}, and none is filled",
            why="What is made beside it tells of the record, and asks the court for nothing.",
            repair="Have the one that fits the case filled with [--form NUMBER] (docs/forms.md), "
            "or fill it yourselves and build with [--by-hand NUMBER].",
        )


def require_used(named: Sequence[str], vehicles: Iterable[VehicleSpec]) -> None:
    """Refuse a form that no matter of a packet uses: it would be missing without a word.

    Raises
    ------
    PaperRefused
        There is such a form.
    """
    used = {name for vehicle in vehicles for name in vehicle.court_forms}
    for name in named:
        if name not in used:
            raise PaperRefused(
                f"these matters do not use the form [{name}]", repair=nearest(name, used)
            )


def form_jobs(
    forms: Sequence[CourtForm],
    rulebook: Rulebook,
    matter: Matter,
    values: Values,
    attached: Mapping[str, Any],
    *,
    on: date,
) -> Iterator[FormJob]:
    """What is to be filled for a matter.

    Parameters
    ----------
    attached
        What the page prints that takes up what has no room, but for its title and sections.

    Raises
    ------
    PaperRefused
        The law's page speaks of another revision.
    """
    for form in forms:
        _require_revision(form, rulebook, matter, on)
        yield FormJob(
            title=form.name,
            blank=form.blank,
            form_map=form.form_map,
            particulars=_particulars(values),
            attached={**attached, **_head(form)},
            where=f"matter {matter.number}",
        )


def _head(form: CourtForm) -> dict[str, str]:
    title = f"Attached Page to {form.name}"
    return {
        "title": title,
        "heading": title,
        "opening": f"What had no room in the form {form.name}, which is filed with this page.",
    }


def _require_revision(form: CourtForm, rulebook: Rulebook, matter: Matter, on: date) -> None:
    for cited in asked_on_forms(rulebook, matter.vehicle, on):
        said = cited.statement
        if (
            number_of(cited) == form.name
            and said.revision
            and said.revision != form.form_map.revision
        ):
            raise PaperRefused(
                f"the field map describes revision [{form.form_map.revision}] of [{form.name}], "
                f"and the law's page speaks of [{said.revision}]",
                why="A form that was replaced is rejected.",
                repair="Fetch the current form, describe it, and compare the page of the law.",
            )


def asked_on_forms(rulebook: Rulebook, vehicle: str, on: date) -> tuple[Cited, ...]:
    """What the law's page of a vehicle says of the court's forms on which one asks; often none."""
    return rulebook.vehicles[vehicle].on(on, VehicleWord.FORM)


def number_of(cited: Cited) -> str:
    """The number of a form: the page says it before the comma."""
    return (cited.statement.text or "").partition(",")[0]


def _particulars(values: Values) -> dict[str, Any]:
    """Texts as they are, sentences line by line, and charges row by row."""
    told: dict[str, Any] = {}
    for name, value in values.items():
        match value:
            case str():
                told[name] = value
            case Listing():
                told[name] = "\n".join(value.items)
            case Table() if name == _CHARGES:
                told[name] = [
                    {
                        column: "" if cell == NOT_RECORDED else cell
                        for column, cell in zip(value.columns, row, strict=True)
                    }
                    for row in value.rows
                ]
    return told
