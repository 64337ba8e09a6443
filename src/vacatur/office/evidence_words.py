"""The words of figures that are shown: sentences, lines of tables and charts, from the object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from vacatur.errors import FigureRefused
from vacatur.evidence.charts import Event, RatioRow, month_chart, ratio_chart, ratio_row
from vacatur.evidence.claims import require_cards
from vacatur.evidence.denominators import DenominatorKind
from vacatur.evidence.disclosure.rule import Tier
from vacatur.evidence.disparity import EVERYONE_ELSE
from vacatur.evidence.figures import Caution, Direction
from vacatur.evidence.printed import (
    WHY,
    number,
    percent,
    percents,
    period,
    sentence,
    value_and_spread,
)
from vacatur.evidence.wording import Phrases, for_a_judge, for_a_reporter
from vacatur.figures.chart import Chart
from vacatur.office.evidence_shown import HIDDEN_MISSING, Shown, ShownGroup, headline_group
from vacatur.office.evidence_strata import reverses_by_district

HIDDEN = "*"
HIDDEN_WORDS = "* hidden: from 1 to 9, or hidden so that another number cannot be worked out."
_DONE = {"bpd-arrests": "arrested", "stops": "stopped"}
_NAMED = frozenset({"Black", "White", "Hispanic", "Asian"})


def title_of(shown: Shown) -> str:
    """What is counted, and when."""
    source = shown.found.source
    return f"{sentence(shown.found.overall.what)} {period(source.first, source.last)}"


def columns_of(shown: Shown) -> tuple[str, ...]:
    """The heads of a table of groups."""
    found = shown.found.overall
    a_year = "" if found.years is None else " a year"
    against = sorted({each.compared.reference for each in found.groups if each.compared})
    return (
        sentence(shown.found.by),
        "Count",
        "Share (95% CI)",
        sentence(_members(shown)[0]),
        f"Per {found.per:,}{a_year} (95% CI)",
        f"Times as often as {', '.join(against)} (95% CI)",
        f"Difference per {found.per:,}{a_year} (95% CI)",
    )


def rows_of(groups: Sequence[ShownGroup]) -> list[tuple[str, ...]]:
    """A line for each group; what is hidden is an asterisk."""
    return [(each.group, *_cells(each)) for each in groups]


def _cells(shown: ShownGroup) -> Iterator[str]:
    figure = shown.figure
    yield HIDDEN if shown.count is None else f"{shown.count:,}"
    if shown.beside is not None and shown.beside.reference_rate is not None:
        rate = value_and_spread(shown.beside.reference_rate)
        yield from ("", f"{shown.denominator:,.0f}", rate, "compared with", "")
        return
    if figure is None or figure.share.value is None:
        yield from (HIDDEN, f"{shown.denominator:,.0f}", HIDDEN, HIDDEN, HIDDEN)
        return
    mark = "\u00a0†" if figure.unreliable else ""
    yield f"{percent(figure.share.value)} ({percents(figure.share.interval)})"
    yield f"{shown.denominator:,.0f}"
    yield value_and_spread(figure.rate) + mark
    if figure.compared is None:
        yield from (figure.not_compared_because, "")
        return
    yield value_and_spread(figure.compared.ratio) + mark
    yield value_and_spread(figure.compared.difference) + mark


UNRELIABLE = "† fewer than 20 events, in the group or in its reference: unreliable."


def sums_of(shown: Shown) -> str:
    """How many in all, and how many without race."""
    unit = f"One line of the count is {shown.found.source.unit.definition}."
    known = HIDDEN if shown.known is None else f"{shown.known:,}"
    what = shown.found.by
    if shown.missing is None:
        missing = HIDDEN_MISSING
    else:
        missing = f"{what} is not recorded for {shown.missing:,} more, who are left out"
    return f"{known} of known {what}; {missing}. {unit}"


def group_names(shown: Shown) -> list[str]:
    """The groups of the months; rows without one are no group."""
    return [each for each in next(iter(shown.months.values())) if each]


def phrases_of(shown: Shown, group: str) -> Phrases:
    """The words of one group."""
    members, member = _members(shown)
    named = group in _NAMED
    return Phrases(
        people=f"{group} people" if named else f"people of the group “{group}”",
        are=group if named else f"of the group “{group}”",
        were="were of",
        done=_DONE.get(shown.found.read.adapter, "counted"),
        members=members,
        member=member,
        others=_others(shown, group),
    )


def _others(shown: Shown, group: str) -> str:
    compared = shown.found.overall.group(group).compared
    reference = "everyone else" if compared is None else compared.reference
    return reference if reference == "everyone else" else f"{reference} people"


def _members(shown: Shown) -> tuple[str, str]:
    return {
        DenominatorKind.RESIDENTS: ("residents", "resident"),
        DenominatorKind.ADULT_RESIDENTS: ("adult residents", "adult resident"),
        DenominatorKind.PEOPLE_WHO_USE: ("people who use", "one who uses"),
        DenominatorKind.PEOPLE_STOPPED: ("people stopped", "one who was stopped"),
        DenominatorKind.CASES_REFERRED: ("cases referred", "case referred"),
    }[shown.found.overall.denominator.kind]


def sentences_of(shown: Shown) -> tuple[str, ...]:
    """What may be said, for a judge and for a reporter; each number stands on a card.

    None where nothing is compared, or where groups are places and no people.
    """
    group = headline_group(shown.groups)
    if group is None or shown.found.by != "race":
        return ()
    phrases, cards = phrases_of(shown, group), shown.cards(group).values()
    says = [for_a_judge(shown.told, group, phrases), for_a_reporter(shown.told, group, phrases)]
    extra = "" if shown.missing is not None else f" {sentence(HIDDEN_MISSING)}."
    if reverses_by_district(shown.found, group):
        extra += " Taken all together it points the other way than it does within districts."
    return tuple(require_cards(each, cards) + extra for each in says)


def charts_of(shown: Shown, events: Sequence[Event]) -> tuple[Chart, ...]:
    """The charts of what is shown; one that would be empty is left out."""
    made: list[Chart] = []
    against = sorted({x.compared.reference for x in shown.found.overall.groups if x.compared})
    axis = f"times as often as {', '.join(against)} (logarithmic)"
    rows = [ratio_row(each.group, each.figure) for each in shown.groups]
    title = f"Rate ratios by {shown.found.by}: {title_of(shown)}"
    _try(made, lambda: ratio_chart(rows, name="ratios", title=title, axis=axis))
    group = headline_group(shown.groups)
    if group is not None and shown.districts:
        per_district = [
            _district_row(each.district, each.groups, group) for each in shown.districts
        ]
        whole = ratio_row("all districts", shown.group(group).figure)
        title = f"Rate ratios of the group {group} by district: {title_of(shown)}"
        _try(
            made,
            lambda: ratio_chart([whole, *per_district], name="districts", title=title, axis=axis),
        )
    # A month of some days would be drawn as a fall.
    whole_months = {month: n for month, n in shown.months.items() if ".." not in month}
    if len(whole_months) > 1:
        names = group_names(shown)
        cut = "" if len(whole_months) == len(shown.months) else ", whole months alone"
        _try(
            made,
            lambda: month_chart(
                whole_months,
                names,
                name="months",
                title=f"{sentence(shown.found.overall.what)} by month{cut}",
                axis="number a month",
                events=events,
            ),
        )
    return tuple(made)


def _try(made: list[Chart], draw: Callable[[], Chart]) -> None:
    try:
        made.append(draw())
    except FigureRefused:
        return  # the table beside it says what is hidden


def _district_row(district: str, groups: Sequence[ShownGroup], group: str) -> RatioRow:
    for each in groups:
        if each.group == group:
            return ratio_row(district, each.figure)
    return RatioRow(label=district, ratio=None, direction=Direction.NOT_KNOWN, why_not="hidden")


def caution_words(caution: Caution, by: str) -> str:
    """A caution, of what is counted by: of a district as of race."""
    words = caution.definition
    if by == "race":
        return words
    return words.replace("race is missing", f"the {by} is missing").replace(
        "rows without race", f"rows without a {by}"
    )


def limits_of(shown: Shown) -> Iterator[str]:
    """What must stand under the figures."""
    found = shown.found
    denominator = found.overall.denominator
    derived = f"derived: {denominator.derived}" if denominator.derived else "counted"
    yield (
        f"Population: {denominator.kind.definition}, {denominator.place}, {denominator.year}, "
        f"{denominator.said_by}; {derived}; file {found.population_file}."
    )
    if denominator.years_apart_because:
        yield f"It is of another year than the counts: {denominator.years_apart_because}."
    if found.races is not None:
        yield f"Race is as the source recorded it, read by {found.races.said_by}."
    if found.offense.name:
        codes = ", ".join(f"[{each.code}]" for each in found.offense.codes)
        yield (
            f"The offense is told by the codes {codes}, never by words, and on the days on which "
            "each was in use."
        )
    if not found.extract_day_stated:
        yield "Nobody stated the day of the extract; the day of the reading stands for it."
    yield from (f"{sentence(caution_words(each, found.by))}." for each in shown.told.cautions)
    yield _methods(shown)
    yield f"Rates are per {number(found.overall.per)}. {WHY}"


def _methods(shown: Shown) -> str:
    """Which interval each number has."""
    found: dict[str, dict[str, None]] = {}
    for each in shown.groups:
        if each.figure is None:
            continue
        told = {"share": each.figure.share, "rate": each.figure.rate}
        if each.figure.compared is not None:
            told |= {"ratio": each.figure.compared.ratio}
            told |= {"difference": each.figure.compared.difference}
        for name, estimate in told.items():
            found.setdefault(name, {})[estimate.interval.method.definition] = None
    said = "; ".join(f"{name}: {', or '.join(methods)}" for name, methods in found.items())
    return f"Intervals of {shown.found.overall.level:.0%}. {sentence(said)}."


def beside_columns(shown: Shown) -> list[str]:
    """The heads of the table of other ways of counting."""
    overlap = ["Of them right"] if shown.tier is Tier.COURT else []
    groups = [each or "race not recorded" for each in _groups_beside(shown)]
    return ["Counted", "In all", *overlap, *groups]


def beside_rows(shown: Shown) -> list[list[str]]:
    """The right count, and what a wrong code or words would have said."""
    groups, sealed = _groups_beside(shown), shown.tier is Tier.COURT
    right = {each.group: each.count for each in shown.groups} | {"": shown.missing}
    right[EVERYONE_ELSE] = _everyone_else(shown)
    total = shown.found.total if sealed else shown.known
    overlap = [""] if sealed else []
    rows = [["by the code list", told(total), *overlap, *(told(right[x]) for x in groups)]]
    for each in shown.beside:
        how = f"by the code [{each.asked}]" if each.by == "code" else f"by [{each.asked}]"
        overlap = [told(each.also_right)] if sealed else []
        default = 0 if sealed else None
        counts = [told(each.by_group.get(group, default)) for group in groups]
        rows.append([how, told(each.total), *overlap, *counts])
    return rows


def _groups_beside(shown: Shown) -> list[str]:
    """The groups of the table; those of unknown race under seal alone."""
    seen = {group for each in shown.beside for group in each.by_group}
    names = [each.group for each in shown.groups]
    return [x for x in [*names, EVERYONE_ELSE, ""] if x in seen]


def _everyone_else(shown: Shown) -> int | None:
    largest = shown.group(shown.found.largest.group).count
    return None if shown.known is None or largest is None else shown.known - largest


def vanished_words(shown: Shown) -> str:
    """What became of an earlier snapshot; "": none was given, or nothing may be shown of it."""
    gone = shown.vanished
    if gone is None:
        return ""
    of = "with an arrest number" if shown.tier is Tier.COURT else "with a number and a known race"
    share = ""
    if gone.gone is not None and gone.before:
        share = f" ({percent(gone.gone / gone.before)})"
    later = "" if gone.after is None else f", and the later file {gone.after:,}"
    new = "" if gone.added is None else f", {gone.added:,} are new"
    return (
        f"{gone.file} had {told(gone.before)} {of}{later}. {told(gone.gone)}{share} are in the "
        f"later file no more, {told(gone.recoded)} are counted as something else{new}. What is "
        "gone was probably expunged; it is neither listed nor put back."
    )


def told(count: int | None) -> str:
    """A count, or the asterisk of a hidden one."""
    return HIDDEN if count is None else f"{count:,}"
