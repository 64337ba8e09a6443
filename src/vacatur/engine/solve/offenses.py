"""Whether a charge is on a code list, and what its statute stands within, for the solver."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

import z3

from vacatur.engine.solve.days import SymbolicDay, within
from vacatur.engine.solve.terms import SymbolicTruth, SymbolicValue, Term, free_truth
from vacatur.engine.solve.world import Row, Words, World
from vacatur.law.citation import parse_citation
from vacatur.law.codes import CodeList, CodeTable, Offense
from vacatur.law.rulebook import Rulebook
from vacatur.record.terms import Act, Kind, Substance

OFFENSE = tuple(field.name for field in fields(Offense))
NOTHING_SAID = Offense(
    statute=None, local_code=None, description=None, act=None, substance=None, kind=None
)


def list_named(rulebook: Rulebook, name: str) -> tuple[CodeTable, CodeList]:
    """A code list by the name that a page writes: `us-md/cannabis-possession`."""
    jurisdiction, _, short = name.rpartition("/")
    table = rulebook.codes[jurisdiction]
    return table, table.lists[short]


class FreeOffenses:
    """Any charge may be on any list, as far as no two things said of it contradict each other.

    A charge is never on two lists that name different acts, substances or kinds, and never on one
    that a person's reading of the charge denies. Nothing else is known.
    """

    def __init__(self, rulebook: Rulebook, world: World, citations: Iterable[str]) -> None:
        self._rulebook = rulebook
        self._world = world
        self._citations = tuple(citations)
        self._asked: dict[Row, dict[str, SymbolicTruth]] = {}

    def is_on(self, row: Row, name: str) -> SymbolicTruth:
        """Whether a charge is on a list."""
        asked = self._asked.setdefault(row, {})
        if name not in asked:
            asked[name], rule = free_truth(f"{row.key} on {name}")
            self._world.rules += [rule, *self._contradictions(row, name)]
        return asked[name]

    def is_under(self, row: Row, column: str, citation: str) -> SymbolicTruth:
        """Whether a statute stands within a provision: it stands in one chain of provisions."""
        known = self._world.value(row, column).known
        # The innermost provision named by a page within which the statute stands; -1 = it cannot
        # be read; any other number = none of them. How it is spelled is another variable.
        place = z3.Int(f"{row.key}.{column} stands within")
        inner = [
            place == number
            for number, each in enumerate(self._citations)
            if _stands_under(each, citation)
        ]
        return SymbolicTruth(
            z3.And(known, z3.Or(inner)),
            z3.And(known, place != -1, z3.Not(z3.Or(inner))),
        )

    def _contradictions(self, row: Row, name: str) -> Iterable[Term]:
        _, target = list_named(self._rulebook, name)
        mine = self._asked[row][name]
        for other, truth in self._asked[row].items():
            if _contradict(self._rulebook, name, other):
                yield z3.Implies(mine.yes, truth.no)
                yield z3.Implies(truth.yes, mine.no)
        for column, wanted in _read(target):
            held = self._world.value(row, column)
            differs = z3.And(held.known, held.value != self._world.words.number(wanted))
            yield z3.Implies(differs, z3.Not(mine.yes))


class ListedOffenses:
    """A charge is one of a catalogue of offences, and each is read as the code lists read it."""

    def __init__(self, rulebook: Rulebook, world: World, catalogue: Sequence[Offense]) -> None:
        self._rulebook = rulebook
        self._world = world
        self._numbers = {offense: number for number, offense in enumerate(catalogue)}
        self._chosen: dict[Row, Term] = {}

    def chosen(self, row: Row) -> Term:
        """Which offence of the catalogue a charge is."""
        if row not in self._chosen:
            choice = z3.Int(f"{row.key} offence")
            self._chosen[row] = choice
            self._world.rules += [choice >= 0, choice < len(self._numbers)]
        return self._chosen[row]

    def is_(self, row: Row, offense: Offense) -> Term | None:
        """That a charge is one offence; None where the catalogue does not hold it."""
        number = self._numbers.get(offense)
        return None if number is None else self.chosen(row) == number

    def in_model(self, row: Row, model: Any) -> Offense:
        """The offence that a charge is in a model; the one that says nothing if none matters."""
        if row not in self._chosen:
            return NOTHING_SAID
        number = model.eval(self._chosen[row], model_completion=True).as_long()
        chosen: Offense = list(self._numbers)[number]
        return chosen

    def column(self, row: Row, name: str, words: Words) -> SymbolicValue:
        """A column of the offence."""
        held: dict[Any, list[Offense]] = {}
        for offense in self._numbers:
            held.setdefault(getattr(offense, name), []).append(offense)
        nulls = self._among(row, held.pop(None, []))
        value = z3.IntVal(-1)
        for text, offenses in held.items():
            value = z3.If(self._among(row, offenses), z3.IntVal(words.number(str(text))), value)
        return SymbolicValue(z3.Not(nulls), value)

    def is_on(self, row: Row, name: str, offense_date: SymbolicDay) -> SymbolicTruth:
        """Whether a charge is on a list, by its code, its words, its statute and its readers."""
        table, target = list_named(self._rulebook, name)
        yes, no = [], []
        for offense, number in self._numbers.items():
            verdict = table.verdict(offense, target.name)
            is_this = self.chosen(row) == number
            if verdict.answer:
                outside = z3.And(offense_date.known, z3.Not(within(offense_date, verdict.used)))
                yes.append(z3.And(is_this, z3.Not(outside)))
            elif verdict.answer is False:
                no.append(is_this)
        return SymbolicTruth(z3.Or(yes), z3.Or(no))

    def citation(self, row: Row, words: Words) -> SymbolicValue:
        """The statute as its parts, however it is spelled; null where it cannot be read."""
        found: dict[str, list[Offense]] = {}
        for offense in self._numbers:
            cited = parse_citation(offense.statute)
            if cited is not None:
                found.setdefault(cited.key, []).append(offense)
        value = z3.IntVal(-1)
        for key, offenses in found.items():
            value = z3.If(self._among(row, offenses), z3.IntVal(words.number(key)), value)
        return SymbolicValue(value != -1, value)

    def is_under(self, row: Row, citation: str) -> SymbolicTruth:
        """Whether the statute of the offence stands within a provision."""
        cited = {each: parse_citation(each.statute) for each in self._numbers}
        wanted = parse_citation(citation)
        assert wanted is not None
        read = {each: parts for each, parts in cited.items() if parts is not None}
        under = [each for each, parts in read.items() if parts.is_under(wanted)]
        others = [each for each in read if each not in under]
        return SymbolicTruth(self._among(row, under), self._among(row, others))

    def _among(self, row: Row, offenses: Iterable[Offense]) -> Term:
        return z3.Or([self.chosen(row) == self._numbers[each] for each in offenses])


def catalogue_of(
    rulebook: Rulebook, lists: Iterable[str], citations: Iterable[str], seen: Iterable[Offense]
) -> list[Offense]:
    """The offences of which examples are made.

    Those of the worked cases come first, since an author knows them. Then for each list a charge
    that a person has read, and the same with parts that nobody read; then a charge that is no drug
    charge, and one under each provision that the pages name.
    """
    found = dict.fromkeys(seen)
    for name in lists:
        _, target = list_named(rulebook, name)
        found |= dict.fromkeys(_offenses_on(target))
    nothing_like_it = {"act": Act.OTHER, "substance": Substance.NOT_APPLICABLE}
    for citation in (*citations, "ZZ 9-999", None):
        found |= dict.fromkeys(
            (
                _offense(statute=citation, kind=Kind.COMPLETED, **nothing_like_it),
                _offense(statute=citation),
            )
        )
    return list(found)


def _offenses_on(target: CodeList) -> Iterable[Offense]:
    reading = target.reading
    statute = _spelled(target)
    substances = [reading.substance] if reading.substance else [Substance.CANNABIS, Substance.OTHER]
    for substance in substances:
        yield _offense(statute=statute, act=reading.act, substance=substance, kind=reading.kind)
    yield _offense(statute=statute, act=reading.act, kind=reading.kind)


def _spelled(target: CodeList) -> str | None:
    """A statute of a list, written as courts write it: `CR 5-619(c)`."""
    for cited in target.statutes:
        article, title, section, *rest = (*cited.parts, "", "")[: max(3, len(cited.parts))]
        usual = f"{article.upper()} {title}-{section}" + "".join(f"({part})" for part in rest)
        for text in (usual, " ".join(cited.parts).upper()):
            if parse_citation(text) == cited:
                return text
    return None


def _offense(**said: Any) -> Offense:
    return Offense(**{**dict.fromkeys(OFFENSE), **said})


def _read(target: CodeList) -> Iterable[tuple[str, str]]:
    reading = target.reading
    for column, wanted in (
        ("act", reading.act),
        ("substance", reading.substance),
        ("kind", reading.kind),
    ):
        if wanted is not None:
            yield column, wanted.value


def _contradict(rulebook: Rulebook, left: str, right: str) -> bool:
    """Whether two lists of one jurisdiction, which share codes and words, name different things."""
    (table, mine), (other_table, other) = list_named(rulebook, left), list_named(rulebook, right)
    return table is other_table and mine.reading.agrees_with(other.reading) is False


def _stands_under(inner: str, outer: str) -> bool:
    cited, wanted = parse_citation(inner), parse_citation(outer)
    return cited is not None and wanted is not None and cited.is_under(wanted)
