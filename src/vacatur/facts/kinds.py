"""The kinds of file by which an agency answers, and which columns of the record each one tells.

A kind says what one row of its file is, by which columns the row names a person, a case or a
charge, and what it can answer. Nothing here knows how a file is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from vacatur.errors import UsageError, nearest
from vacatur.record.terms import (
    Completion,
    Disposition,
    Evidence,
    ParticipantRole,
    ProductForm,
    Substance,
)

PERSON, CASE, CHARGE = "person", "case", "charge"
HISTORY = "history"
OFFICERS = "officers"
ANSWERS = "answers"  # the kind that can tell any column
YES_NO = ("yes", "no")


class Reads(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    DAY = "a day, YYYY-MM-DD"
    NUMBER = "a number, 0 or more"
    YES_NO = "yes or no"
    WORD = "one of a few words"


class Searched(StrEnum):
    """How far a search of a history reached. Only both together show what is nowhere."""

    STATEWIDE = "statewide"
    NATIONAL = "national"
    BOTH = "statewide_and_national"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One column of a file: what stands in it, and how it is read.

    A file without a `required` column is refused; of a row without a cell that is `filled` nothing
    is taken. Any other cell may be blank: not told.
    """

    name: str
    meaning: str
    reads: Reads = Reads.TEXT
    words: type[StrEnum] | None = None  # where it reads a word: which ones there are
    required: bool = False
    filled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FactKind:
    """One kind of file.

    `tells` are the columns of the record that a row can answer, as (entity, column). `asked_of` is
    who can send such a file.
    """

    name: str
    grain: str
    about: str  # person, case or charge
    asked_of: str
    cells: tuple[Cell, ...]
    tells: tuple[tuple[str, str], ...]

    def columns(self) -> tuple[str, ...]:
        """Names of the file's columns, in order."""
        return tuple(cell.name for cell in self.cells)


_PERSON_KEY = Cell(
    name="person_key",
    meaning="the export's own key of the person, or the state's",
    required=True,
    filled=True,
)
_CASE_NUM = Cell(
    name="case_num", meaning="case number as the export prints it", required=True, filled=True
)
_CHARGE_NUM = Cell(
    name="charge_num", meaning="charge number in that case", required=True, filled=True
)

KINDS: Mapping[str, FactKind] = {
    kind.name: kind
    for kind in (
        FactKind(
            name=HISTORY,
            grain="one charge that a search of a person's history found, or the search that found"
            " nothing",
            about=PERSON,
            asked_of="the central repository of criminal records",
            cells=(
                _PERSON_KEY,
                Cell(
                    name="searched_on",
                    reads=Reads.DAY,
                    meaning="day of the search",
                    required=True,
                    filled=True,
                ),
                Cell(
                    name="searched",
                    reads=Reads.WORD,
                    words=Searched,
                    meaning="statewide, national, or statewide_and_national",
                    required=True,
                    filled=True,
                ),
                Cell(
                    name="case_num",
                    meaning="case number of a charge that was found; blank: nothing was found",
                    required=True,
                ),
                Cell(
                    name="charge_num",
                    meaning="its number in that case; blank beside listed_under",
                    required=True,
                ),
                Cell(
                    name="listed_under",
                    meaning="number of the case under which all charges of this one are listed",
                ),
                Cell(name="state", meaning="state of the court, two letters"),
                Cell(name="description", meaning="words of the charge"),
                Cell(name="statute", meaning="statute of the charge"),
                Cell(name="offense_date", reads=Reads.DAY, meaning="day of the offence"),
                Cell(
                    name="disposition",
                    reads=Reads.WORD,
                    words=Disposition,
                    meaning="how the charge ended, or pending; blank: no outcome is known",
                    required=True,
                ),
                Cell(
                    name="disposition_date", reads=Reads.DAY, meaning="day it ended", required=True
                ),
            ),
            tells=(
                (PERSON, "history_checked_on"),
                (CHARGE, "disposition"),
                (CHARGE, "disposition_date"),
                (CASE, "charges_complete"),
                (CASE, "appeal"),
            ),
        ),
        FactKind(
            name="supervision",
            grain="the end of one charge's sentence",
            about=CHARGE,
            asked_of="the agency of parole and probation",
            cells=(
                _CASE_NUM,
                _CHARGE_NUM,
                Cell(
                    name="sentence_end",
                    reads=Reads.DAY,
                    meaning="last day of all of the sentence: custody, parole, probation",
                    required=True,
                ),
                Cell(
                    name="sentence_completion",
                    reads=Reads.WORD,
                    words=Completion,
                    meaning="satisfactory, unsatisfactory or not_complete; blank: not known",
                ),
            ),
            tells=((CHARGE, "sentence_end"), (CHARGE, "sentence_completion")),
        ),
        FactKind(
            name="laboratory",
            grain="the laboratory's report on one charge",
            about=CHARGE,
            asked_of="the laboratory of the police",
            cells=(
                _CASE_NUM,
                _CHARGE_NUM,
                Cell(
                    name="substance",
                    reads=Reads.WORD,
                    words=Substance,
                    meaning="cannabis, other or not_applicable; blank: not told",
                    required=True,
                ),
                Cell(
                    name="product_form",
                    reads=Reads.WORD,
                    words=ProductForm,
                    meaning="flower, concentrate, plants, thc_mg or not_applicable",
                    required=True,
                ),
                Cell(
                    name="quantity_grams",
                    reads=Reads.NUMBER,
                    meaning="net weight, in grams",
                    required=True,
                ),
                Cell(name="thc_percent", reads=Reads.NUMBER, meaning="THC, in per cent"),
            ),
            tells=(
                (CHARGE, "substance"),
                (CHARGE, "product_form"),
                (CHARGE, "quantity_grams"),
                (CHARGE, "weight_basis"),
                (CHARGE, "thc_percent"),
                (CHARGE, "offense"),
            ),
        ),
        FactKind(
            name="victims",
            grain="one victim of a case, or the answer that it has none",
            about=CASE,
            asked_of="the office's victim and witness unit",
            cells=(
                _CASE_NUM,
                Cell(
                    name="listed",
                    reads=Reads.YES_NO,
                    meaning="yes, or no: the case has no victim",
                    required=True,
                    filled=True,
                ),
                Cell(name="charge_num", meaning="the charge that the victim is of"),
                Cell(
                    name="notice_sent", reads=Reads.DAY, meaning="day of the notice of the hearing"
                ),
            ),
            tells=((CASE, "victims"),),
        ),
        FactKind(
            name=OFFICERS,
            grain="one part that an officer, or somebody else, took in a case",
            about=CASE,
            asked_of="the police department's records unit",
            cells=(
                _CASE_NUM,
                Cell(name="charge_num", meaning="the charge; blank: the whole case, or not known"),
                Cell(
                    name="role",
                    reads=Reads.WORD,
                    words=ParticipantRole,
                    meaning="the part that was taken",
                    required=True,
                    filled=True,
                ),
                Cell(name="agency", meaning="agency, such as BPD"),
                Cell(name="unit", meaning="its unit"),
                Cell(name="officer_id", meaning="the agency's number of the person"),
                Cell(name="name", meaning="name; a row names somebody by a number or a name"),
                Cell(
                    name="evidence",
                    reads=Reads.WORD,
                    words=Evidence,
                    meaning="what the person gave the case; blank: not known",
                ),
            ),
            tells=((CASE, "participants"),),
        ),
        FactKind(
            name="deaths",
            grain="one person's death",
            about=PERSON,
            asked_of="the registrar of vital records",
            cells=(
                _PERSON_KEY,
                Cell(
                    name="death_date",
                    reads=Reads.DAY,
                    meaning="day of death",
                    required=True,
                    filled=True,
                ),
            ),
            tells=((PERSON, "death_date"),),
        ),
        FactKind(
            name="pardons",
            grain="what the docket of one charge shows of a pardon",
            about=CHARGE,
            asked_of="the clerk of the court",
            cells=(
                _CASE_NUM,
                _CHARGE_NUM,
                Cell(
                    name="pardon_docketed",
                    reads=Reads.YES_NO,
                    meaning="yes or no",
                    required=True,
                    filled=True,
                ),
                Cell(
                    name="pardon_signed_date", reads=Reads.DAY, meaning="day the pardon was signed"
                ),
            ),
            tells=((CHARGE, "pardon_docketed"), (CHARGE, "pardon_signed_date")),
        ),
        FactKind(
            name="immigration",
            grain="one person's answer",
            about=PERSON,
            asked_of="the person's own counsel",
            cells=(
                _PERSON_KEY,
                Cell(
                    name="noncitizen",
                    reads=Reads.YES_NO,
                    meaning="yes or no",
                    required=True,
                    filled=True,
                ),
            ),
            tells=((PERSON, "noncitizen"),),
        ),
        FactKind(
            name=ANSWERS,
            grain="one answer to one question",
            about=CHARGE,
            asked_of="an attorney of the office",
            cells=(
                Cell(
                    name="charge",
                    meaning="CASE/NUMBER of the charge that the question is about, or of any charge"
                    " of the case or person",
                    required=True,
                    filled=True,
                ),
                Cell(
                    name="asked",
                    meaning="what is answered, such as charge.sentence_end",
                    required=True,
                    filled=True,
                ),
                Cell(name="value", meaning="the answer", required=True, filled=True),
            ),
            tells=(),
        ),
    )
}


def kind_named(name: str) -> FactKind:
    """The kind of a name.

    Raises
    ------
    UsageError
        There is no such kind; the nearest one is named.
    """
    if name not in KINDS:
        raise UsageError(f"[{name}] is no kind of file", repair=nearest(name, KINDS))
    return KINDS[name]


def kinds_that_tell(entity: str, column: str) -> Iterator[FactKind]:
    """The kinds of file that can answer a question about a column."""
    return (kind for kind in KINDS.values() if (entity, column) in kind.tells)
