"""`vacatur law show` of a programme: what it asks and does, each line with its provision."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.law import sentences
from vacatur.law.programme import Programme, ProgrammeSection, ProgrammeStatement, ProgrammeWord
from vacatur.law.show_statements import head, section

LEADS = {
    ProgrammeWord.RUN_BY: "Run by",
    ProgrammeWord.STAGE: "Begins",
    ProgrammeWord.ELIGIBLE_UNDER: "Eligible",
    ProgrammeWord.STEP: "Step",
    ProgrammeWord.STEPS_STATED: "Steps",
    ProgrammeWord.FEE: "Fee",
    ProgrammeWord.REFERS_TO: "May refer to",
    ProgrammeWord.COMPLETED: "Completed",
    ProgrammeWord.ON_COMPLETION: "Then",
    ProgrammeWord.NOTICE: "Before a return",
    ProgrammeWord.ON_RETURN: "A return",
    ProgrammeWord.EXPUNGES: "Expunges",
    ProgrammeWord.CHANGES: "Reaches",
    ProgrammeWord.LEAVES: "Does not reach",
}


def show_programme(programme: Programme) -> str:
    """A programme in words."""
    parts = [_head(programme), *(_section(each) for each in programme.sections)]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def in_words(statement: ProgrammeStatement) -> str:
    """One statement as a sentence without its lead."""
    match statement:
        case ProgrammeStatement(word=ProgrammeWord.FEE):
            waiver = statement.waived_by or "no source says who may waive it"
            return f"{statement.dollars} US dollars per {statement.per}; waiver: {waiver}"
        case ProgrammeStatement(word=ProgrammeWord.ELIGIBLE_UNDER):
            return f"a charge that [{statement.page}] answers with DIVERT"
        case ProgrammeStatement(word=ProgrammeWord.STEPS_STATED):
            return f"stated by a named attorney in each offer: {statement.text}"
        case ProgrammeStatement(word=ProgrammeWord.NOTICE):
            days = (
                f"{statement.days} days before"
                if statement.days is not None
                else "no source names a number of days"
            )
            return f"{statement.text} ({days})"
        case ProgrammeStatement(word=ProgrammeWord.STEP):
            return f"{statement.text} ({_clock(statement)})"
    named = statement.who or statement.stage or statement.kind or statement.does or statement.holder
    said = [named.definition] if named else []
    if statement.text:
        said.append(statement.text)
    by = f" (by {statement.vehicle})" if statement.vehicle else ""
    return ": ".join(said) + by


def _clock(statement: ProgrammeStatement) -> str:
    if statement.within_days is None or statement.after is None:
        return "no source names a number of days"
    return f"within {statement.within_days} days after {statement.after.definition}"


def _head(programme: Programme) -> Iterator[str]:
    standing = (
        f"{sentences.reviewed(programme.reviewed_by)} The page was checked through "
        f"{programme.verified_through}. Confidence: {programme.confidence}. Programme "
        f"{programme.programme_id}."
    )
    return head(programme.title or programme.programme_id, standing)


def _section(shown: ProgrammeSection) -> Iterator[str]:
    said = (f"{LEADS[each.word]}: {in_words(each)}." for each in shown.statements)
    return section(shown, said)
