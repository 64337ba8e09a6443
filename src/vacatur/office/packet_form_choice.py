"""Which of the court's own forms some vehicles take: what a screen asks before papers are set.

Who fills a form is what a person says. Nothing here chooses one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.documents.forms import file_of
from vacatur.law.rulebook import Rulebook
from vacatur.law.vehicle import Cited
from vacatur.office.law_reading import latest_run
from vacatur.office.packet_forms import asked_on_forms, number_of
from vacatur.office.paper_view import court_forms_of
from vacatur.office.stale import rulebook_of_run
from vacatur.office.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOffered:
    """A form of the court that a packet may take.

    `serves` is what the law's page says that it is for, by vehicle; empty: it goes beside the
    others, on fees and the like. `is_in_use`: the office has the blank form and its field map, so
    it can be filled here.
    """

    number: str
    serves: Mapping[str, str]
    is_in_use: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FormChoice:
    """What is asked of a packet: of these vehicles, who fills which form.

    `asked_on` is, by vehicle, the numbers of the forms on which one asks: one of each must be
    filled. `said` are the statements of the law's pages, each provision once.
    """

    asked_on: Mapping[str, tuple[str, ...]]
    forms: tuple[FormOffered, ...]
    said: tuple[Cited, ...]

    def lacking(self, named: Iterable[str]) -> tuple[str, ...]:
        """The vehicles of which no form is among those that somebody fills."""
        filled = set(named)
        return tuple(each for each, numbers in self.asked_on.items() if not filled & set(numbers))


def form_choice(workspace: Workspace, vehicles: Iterable[str], *, on: date) -> FormChoice:
    """What is asked of papers of some vehicles on a day, by the law of the latest run.

    A vehicle whose paper is not a form of the court is not asked about; nor is any where there is
    no run, since nothing can be built then.
    """
    with_forms = sorted({each for each in vehicles if court_forms_of(each)})
    if not with_forms or latest_run(workspace) is None:
        return FormChoice(asked_on={}, forms=(), said=())
    rulebook = rulebook_of_run(workspace, workspace.run_manifest("latest"))
    cited = {each: _cited(rulebook, each, on) for each in with_forms}
    asked = {each: found for each, found in cited.items() if found}
    return FormChoice(
        asked_on={
            vehicle: tuple(number_of(each) for each in found) for vehicle, found in asked.items()
        },
        forms=tuple(_offered(workspace, asked)),
        said=tuple(
            {each.section.citation: each for found in asked.values() for each in found}.values()
        ),
    )


def _cited(rulebook: Rulebook, vehicle: str, on: date) -> tuple[Cited, ...]:
    return asked_on_forms(rulebook, vehicle, on) if vehicle in rulebook.vehicles else ()


def _offered(workspace: Workspace, asked: Mapping[str, Sequence[Cited]]) -> Iterator[FormOffered]:
    """Those on which one asks, in the order of the law's pages; then those that go beside them."""
    serves: dict[str, dict[str, str]] = {}
    for vehicle, found in asked.items():
        for cited in found:
            _, _, words = (cited.statement.text or "").partition(",")
            serves.setdefault(number_of(cited), {})[vehicle] = words.strip()
    for vehicle in asked:
        for number in court_forms_of(vehicle):
            serves.setdefault(number, {})
    for number, said in serves.items():
        blank = workspace.folder / file_of(number)
        yield FormOffered(
            number=number,
            serves=said,
            is_in_use=blank.is_file() and blank.with_suffix(".yaml").is_file(),
        )
