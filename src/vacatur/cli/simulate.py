"""`vacatur simulate`: the same records under several policies, side by side."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from vacatur.cli.matter_moving import today_in
from vacatur.cli.options import AsJson, Day, SupposeSearched, WorkspaceFolder, a_day
from vacatur.cli.progress import progress_bar
from vacatur.cli.words import NO_LAWYER, in_json
from vacatur.errors import UsageError
from vacatur.facts.yields import Count
from vacatur.law.rulebook import load_rulebook
from vacatur.office.formats import open_workspace, writing
from vacatur.office.outputs import refuse_unwritable
from vacatur.office.simulating import ClauseCount, Simulation, Standing, VariantCount, simulate
from vacatur.office.simulating_groups import DISTRICT, RACE, Grouping
from vacatur.office.simulating_public import PublicVariant, public_variants

COLUMNS = ("rule", "clause", "measure", "charges", "persons")
CLAUSES_IN_WORDS = """\
  alone: would be selected but for this clause. any: stopped by it, whatever else stops it.
  not known: nobody knows whether it stops them. People: with at least one such charge."""


def simulate_command(
    as_of: Day,
    law: Annotated[
        str, typer.Option("--law", help="Policies that come with vacatur, or a folder of pages.")
    ] = "us-md-relief-variants",
    rules: Annotated[
        list[str] | None,
        typer.Option("--rule", help="Only this policy (page id or rule); may be repeated."),
    ] = None,
    suppose_searched: SupposeSearched = False,
    by: Annotated[
        str, typer.Option(help="race or district: also whom each clause alone leaves out, by it.")
    ] = "",
    districts: Annotated[
        Path | None,
        typer.Option(help="By district: a CSV file of case_number and district, as you know it."),
    ] = None,
    released_by: Annotated[
        str,
        typer.Option(help="Print of it what the public may see; this person answers for it."),
    ] = "",
    out: Annotated[Path | None, typer.Option(help="Also write the counts as CSV.")] = None,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Decide the records under several relief policies, and say whom each clause leaves out.

    Writes no run. The policies that come with vacatur are invented for comparison.

    Examples: vacatur simulate --as-of 2026-02-15 --out policies.csv --workspace baltimore

    vacatur simulate --as-of 2026-02-15 --by race --released-by "A. Roe" --workspace baltimore
    """
    grouping = _grouping(by, districts, released_by)
    rulebook = load_rulebook(law)
    rulebook = rulebook.only(rules) if rules else rulebook
    if out is not None:
        refuse_unwritable(out)
    day = a_day(as_of, "--as-of")
    with progress_bar() as progress:
        place = open_workspace(workspace)
        found = simulate(
            place,
            rulebook,
            day,
            suppose_searched=suppose_searched,
            grouping=grouping,
            progress=progress,
        )
    if released_by:
        with writing(workspace, "vacatur simulate") as place:
            public = public_variants(found, place, by=released_by, on=today_in(place))
        data = [_public_data(each) for each in public]
        print(in_json(data) if as_json else "\n".join(_public_words(public, by)))
        return
    if out is not None:
        with out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(_rows(found))
    print(in_json(_data(found)) if as_json else "\n".join(_words(found)))


def _grouping(by: str, districts: Path | None, released_by: str) -> Grouping | None:
    if by not in ("", RACE, DISTRICT) or (released_by and not by):
        raise UsageError(
            f"nothing is counted by [{by}]",
            why="Only what is counted by race or district has a table for the public.",
            repair="Write [--by race], or [--by district] with [--districts].",
        )
    if (by == DISTRICT) is not (districts is not None):
        raise UsageError(
            "a file of districts goes with [--by district], and the other way round",
            why="A record holds no police district, and a court's location is none.",
            repair="Name it with [--districts FILE]: a line of case_number and district each.",
        )
    return Grouping(by=by, districts=districts) if by else None


def _measures(variant: VariantCount) -> Iterator[tuple[str, Mapping[str, Count]]]:
    """Every count of a variant: first its own, under no clause, then those of each clause."""
    standings = {str(standing): count for standing, count in variant.standings.items()}
    yield "", {"reached": variant.reached, **standings}
    for clause in variant.clauses:
        yield clause.name, _of_clause(clause)


def _public_data(each: PublicVariant) -> dict[str, Any]:
    return {
        "rule": each.implements,
        "left_out_alone": each.counts(),
        "not_shown": each.refused or None,
    }


def _public_words(public: Sequence[PublicVariant], by: str) -> Iterator[str]:
    yield f"Charges that a clause alone leaves out, by {by}."
    yield "  *: hidden, from 1 to 9, or so that another number cannot be worked out."
    for each in public:
        yield f"  {each.implements}:" + (f" not shown: {each.refused}" if each.refused else "")
        for clause, counts in each.counts().items():
            said = ", ".join(f"{r}: {'*' if n is None else f'{n:,}'}" for r, n in counts.items())
            yield f"    {clause.replace('_', ' ')}: {said}"
    yield NO_LAWYER


def _of_clause(clause: ClauseCount) -> dict[str, Count]:
    return {
        "alone": clause.alone,
        "in_any_combination": clause.in_any_combination,
        "unknown": clause.unknown,
    }


def _rows(found: Simulation) -> Iterator[dict[str, Any]]:
    for variant in found.variants:
        for clause, measures in _measures(variant):
            for measure, count in measures.items():
                numbers = (count.charges, count.persons)
                row = (variant.implements, clause, measure.replace(" ", "_"), *numbers)
                yield dict(zip(COLUMNS, row, strict=True))


def _data(found: Simulation) -> dict[str, Any]:
    return {
        "law": found.law,
        "as_of": found.as_of,
        "charges": found.charges,
        "persons": found.persons,
        "unverified": list(found.unverified),
        "notes": list(found.notes),
        "variants": [
            {
                "page": each.rule,
                "rule": each.implements,
                "title": each.title,
                "is_in_force": each.is_in_force,
                "reached": _count(each.reached),
                **{
                    standing.replace(" ", "_"): _count(count)
                    for standing, count in each.standings.items()
                },
                "clauses": [
                    {
                        "clause": clause.name,
                        "must_hold": clause.must_hold,
                        **{name: _count(count) for name, count in _of_clause(clause).items()},
                        **_labels(clause, found.by),
                    }
                    for clause in each.clauses
                ],
            }
            for each in found.variants
        ],
    }


def _labels(clause: ClauseCount, by: str) -> dict[str, Any]:
    if not clause.alone_by:
        return {}
    return {f"alone_by_{by}": {label or "not recorded": n for label, n in clause.alone_by.items()}}


def _count(count: Count) -> dict[str, int]:
    return {"charges": count.charges, "persons": count.persons}


def _words(found: Simulation) -> Iterator[str]:
    yield (
        f"{found.law} as of {found.as_of}: "
        f"{found.charges:,} charges of {found.persons:,} persons on record"
    )
    yield from (f"  {sentence}" for sentence in (*found.unverified, *found.notes))
    yield from _side_by_side(found, "charges")
    yield from _side_by_side(found, "persons")
    yield "  A person counts once, under the first of these columns that fits one of the charges."
    yield ""
    yield "  Whom each clause leaves out, in charges (people):"
    yield f"  {'':<46} {'alone':>18} {'any':>18} {'not known':>18}"
    for variant in found.variants:
        yield from _of_variant(variant, found.by)
    yield CLAUSES_IN_WORDS
    yield NO_LAWYER


def _side_by_side(found: Simulation, what: str) -> Iterator[str]:
    yield ""
    names = ("reached", *Standing)
    yield f"  {what:<16}" + "".join(f"{name:>16}" for name in names)
    for variant in found.variants:
        counts = (variant.reached, *variant.standings.values())
        numbers = "".join(f"{getattr(count, what):>16,}" for count in counts)
        yield f"  {variant.implements:<16}{numbers}"


def _of_variant(variant: VariantCount, by: str) -> Iterator[str]:
    yield f"  {variant.implements}: {variant.title}"
    if not variant.is_in_force:
        yield "    The page is not in force on that day."
    for clause in variant.clauses:
        words = clause.name.replace("_", " ")
        said = words if clause.must_hold else f"unless {words}"
        counts = (clause.alone, clause.in_any_combination, clause.unknown)
        cells = (f"{count.charges:,} ({count.persons:,})" for count in counts)
        yield f"    {said:<44} " + " ".join(f"{cell:>18}" for cell in cells)
        told = _labels(clause, by).get(f"alone_by_{by}", {})
        if any(told.values()):
            yield f"      alone, by {by}: " + ", ".join(f"{r} {n:,}" for r, n in told.items() if n)
