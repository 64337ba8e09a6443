"""Every word of the language, with its meaning. docs/language.md must list the same words."""

from __future__ import annotations

from vacatur.record.terms import Term


class Word(Term):
    """A word and what it says."""

    # logic
    ALL_OF = "all_of", "true when every part is true, false when one is false"
    ANY_OF = "any_of", "true when one part is true, false when every part is false"
    NONE_OF = "none_of", "true when every part is false"
    NOT = "not_", "true when the part is false"
    # answers
    SCOPE = "scope", "the charges the page speaks of; where it is false the page does not reach"
    GRANTS = "grants", "the answer when a named condition is true"
    OTHERWISE = (
        "otherwise",
        "the answer out of scope, before the first day and when no grant is met",
    )
    REFER = "refer", "a named condition that sends the charge to a person"
    BAR = "bar", "a named condition that defeats a grant, and the answer it gives"
    FINDING = "finding", "a judgement only a person can make, read from what was recorded"
    DUTY = "duty", "something that must be done by a given step"
    FLAGGED = "flagged", "true only when known to be true; unknown counts as not checked"
    # sets
    THERE_IS = "there_is", "some row of the set satisfies the condition"
    EVERY = "every", "all rows of the set satisfy the condition"
    COUNT = "count", "how many rows of the set satisfy the condition"
    COUNT_CASES = "count_cases", "how many different cases those rows are in"
    FIRST = "first", "the earliest day of a column among those rows"
    LAST = "last", "the latest day of a column among those rows"
    # days
    IS_BEFORE = "is_before", "the day is earlier than another"
    IS_ON_OR_BEFORE = "is_on_or_before", "the day is another or earlier"
    BETWEEN = "between", "the day lies between two days, both included"
    WAITED = "waited", "years or days have run since a day; the anniversary counts as run"
    NOT_WITHIN = "not_within", "years have run since a day; the anniversary itself is unknown"
    HAS_PASSED = "has_passed", "the day has come"
    LATER_OF = "later_of", "the later of several days"
    AGE_ON = "age_on", "completed years of age on a day"
    # values and codes
    VALUE = "value", "an amount fixed by law, read on a day for the form of the product"
    AT_MOST = "at_most", "the amount or number does not exceed the limit"
    LESS_THAN = "less_than", "the amount or number is below the limit"
    CODES = "codes", "a dated, cited list of offences"
    UNDER = "under", "the statute is the provision or stands within it"
    SAME = "same", "two statutes are the same provision, however printed"
    # other charges
    MEETS = "meets", "another charge satisfies a named condition"


STATEMENTS = frozenset({Word.SCOPE, Word.GRANTS, Word.OTHERWISE, Word.REFER, Word.BAR, Word.DUTY})


class Step(Term):
    """By when a duty must be done."""

    FILING = "FILING", "before the paper is filed"
    HEARING = "HEARING", "before the hearing"
    CLOSING = "CLOSING", "before the matter is closed"


class Judge(Term):
    """Who may make a finding."""

    ATTORNEY = "ATTORNEY", "a named attorney of the office"
    COURT = "COURT", "the court"
