"""Reading a programme's page: the sections and provisions of a rule, with `programme` fences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from vacatur.dates import days_after
from vacatur.errors import LawError
from vacatur.law.markdown import RawSection, cut
from vacatur.law.programme import (
    RECORD_WORDS,
    CompletionDoes,
    Programme,
    ProgrammeEvent,
    ProgrammeSection,
    ProgrammeStatement,
    ProgrammeWord,
    ServiceKind,
    Stage,
)
from vacatur.law.settings import (
    CONFIDENCES,
    PAGE_ID,
    day_of,
    front_matter,
    one_of,
    page_text,
    reviewer,
    span_of,
)
from vacatur.law.statement_reader import Shape, Vocabulary, statements_of
from vacatur.law.vehicle import Actor, Holder

PROGRAMME_SETTINGS = {
    "id": "the programme's id, such as us-tx-harris/misdemeanor-marijuana",
    "verified_through": "last day on which the programme was checked",
    "confidence": "high, medium or low",
    "reviewed_by": "the lawyer who read the page beside its sources; [nobody] until then",
}
MAX_DAYS = 3_660
MAX_DOLLARS = 10_000

SHAPES: Mapping[ProgrammeWord, Shape] = {
    ProgrammeWord.RUN_BY: Shape(("who", "text")),
    ProgrammeWord.STAGE: Shape(("stage",)),
    ProgrammeWord.ELIGIBLE_UNDER: Shape(("page",)),
    ProgrammeWord.STEP: Shape(("text",), ("within_days", "after")),
    ProgrammeWord.STEPS_STATED: Shape(("text",)),
    ProgrammeWord.FEE: Shape(("dollars",), ("per", "waived_by"), ("per",)),
    ProgrammeWord.REFERS_TO: Shape(("kind", "text")),
    ProgrammeWord.COMPLETED: Shape(("text",)),
    ProgrammeWord.ON_COMPLETION: Shape(("does", "text"), ("vehicle",)),
    ProgrammeWord.NOTICE: Shape(("text",), ("days",)),
    ProgrammeWord.ON_RETURN: Shape(("text",)),
    ProgrammeWord.EXPUNGES: Shape(("holder", "text")),
    ProgrammeWord.CHANGES: Shape(("holder", "text")),
    ProgrammeWord.LEAVES: Shape(("holder", "text")),
}
WORDS = Vocabulary(
    fence="programme",
    words=ProgrammeWord,
    shapes=SHAPES,
    terms={
        "who": Actor,
        "stage": Stage,
        "after": ProgrammeEvent,
        "kind": ServiceKind,
        "does": CompletionDoes,
        "holder": Holder,
    },
    wholes={"within_days": MAX_DAYS, "days": MAX_DAYS, "dollars": MAX_DOLLARS},
)
# On no day may a programme say one of these twice: nobody could tell which of them holds.
ONCE = (
    ProgrammeWord.STAGE,
    ProgrammeWord.COMPLETED,
    ProgrammeWord.ON_COMPLETION,
    ProgrammeWord.NOTICE,
    ProgrammeWord.ON_RETURN,
)
NEEDED = (ProgrammeWord.RUN_BY, *ONCE)


def read_programme(path: Path, *, name: str = "") -> Programme:
    """Read one programme from a file, `*.programme.md`.

    Raises
    ------
    LawError
        With file, line, cause and repair.
    """
    where = name or path.name
    text, sha256 = page_text(path, where)
    return parse_programme(text, where=where, sha256=sha256)


def parse_programme(text: str, *, where: str, sha256: str = "") -> Programme:
    """Read one programme from its text."""
    raw = cut(text, where=where)
    front = front_matter(raw, PROGRAMME_SETTINGS, where=where)
    if not PAGE_ID.fullmatch(front["id"]):
        raise LawError(f"[{front['id']}] is no programme id", where=f"{where}, front matter")
    programme = Programme(
        programme_id=front["id"],
        path=where,
        title=raw.title,
        verified_through=day_of(front["verified_through"], "verified_through", where),
        confidence=one_of(front["confidence"], CONFIDENCES, "confidence", where),
        reviewed_by=reviewer(front),
        sections=tuple(_section(each, front, where=where) for each in raw.sections),
        sha256=sha256,
    )
    for day in _turning_days(programme):
        _require_whole(programme, day)
    return programme


def _section(raw: RawSection, front: Mapping[str, str], *, where: str) -> ProgrammeSection:
    at = f"{where}, line {raw.line}"
    provision, found = statements_of(raw, WORDS, where=where)
    citation, _, title = raw.heading.partition("|")
    return ProgrammeSection(
        citation=citation.strip(),
        title=title.strip(),
        line=raw.line,
        in_force=span_of(raw.settings.get("in_force", ".."), at),
        confidence=one_of(
            raw.settings.get("confidence", front["confidence"]), CONFIDENCES, "confidence", at
        ),
        provision=provision,
        statements=tuple(_statement(each.word, each.line, each.fields, where) for each in found),
    )


def _statement(
    word: ProgrammeWord, line: int, fields: Mapping[str, object], where: str
) -> ProgrammeStatement:
    if ("within_days" in fields) != ("after" in fields):
        raise LawError(
            "[within_days=] and [after=] go together",
            where=f"{where}, line {line}",
            why="Days run from something, and nothing runs without a number of days.",
            repair="Write within_days=90, after=ENROLMENT; or neither.",
        )
    return ProgrammeStatement(word=word, line=line, **fields)  # type: ignore[arg-type]


def _turning_days(programme: Programme) -> Iterable[date]:
    """The first day of each version of the programme; of an undated one, its last checked day."""
    dated = programme.dated
    days = {span.first for span in dated if span.first}
    days |= {after for span in dated if span.last and (after := days_after(span.last, 1))}
    return sorted(day for day in days if programme.is_in_force(day)) or [programme.verified_through]


def _require_whole(programme: Programme, day: date) -> None:
    """Refuse a version that lacks what an enrolment needs, or says it twice."""
    said = [cited.statement for cited in programme.on(day)]
    where = f"{programme.path}, as of {day}"
    for word in NEEDED:
        if word not in {each.word for each in said}:
            raise LawError(f"the programme does not say [{word}]: {word.definition}", where=where)
    for word in ONCE:
        lines = [each.line for each in said if each.word is word]
        if len(lines) > 1:
            raise LawError(
                f"the programme says [{word}] twice (lines {lines[0]} and {lines[1]})",
                where=where,
                why="Nobody could tell which of them holds.",
                repair="Leave one, or end one before the other begins (in_force).",
            )
    has_steps = any(each.word is ProgrammeWord.STEP for each in said)
    are_stated = any(each.word is ProgrammeWord.STEPS_STATED for each in said)
    if has_steps == are_stated:
        raise LawError(
            "the programme says both its steps and that they are stated in each offer"
            if has_steps
            else "the programme does not say [step], nor that steps are stated in each offer",
            where=where,
            why="Nobody consents to what nobody can tell.",
            repair='Write step("..."), or steps_stated("why no source names them").',
        )
    if not any(each.word in RECORD_WORDS for each in said):
        raise LawError(
            "the programme does not say what becomes of the record of the arrest",
            where=where,
            why="Whoever completes it may be asked about the arrest for years.",
            repair='Write leaves(CENTRAL_REPOSITORY, "..."), changes(...) or expunges(...).',
        )
