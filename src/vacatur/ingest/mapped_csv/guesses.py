"""What the name of a column suggests, and what the shapes of its cells do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from vacatur.ingest.mapped_csv.fields import normal
from vacatur.record.terms import Disposition

_WHO = "(person|defendant|deft|party|client)"
# (section, column of the record or key) -> a pattern for the whole name, in small letters with one
# space between its words. The first that fits wins.
_NAMES: Sequence[tuple[str, str, str]] = (
    ("person", "birth_date", r"(.* )?(dob|birth ?date|date of birth)( .*)?"),
    ("person", "race", r"(.* )?race"),
    ("person", "sex", r"(.* )?(sex|gender)"),
    ("person", "state_id", r"(.* )?(sid|state id( number)?)"),
    ("person", "key", rf"(.* )?{_WHO} ?(id|key|no|num|number)"),
    ("person", "name", rf"({_WHO} )?(full )?name|defendant|deft"),
    # A court, an officer and the place of an arrest have these, too.
    ("person", "address", rf"({_WHO}|home) (street )?address( line)?( 1)?"),
    ("person", "town", rf"({_WHO}|home) (city|town)"),
    ("person", "zip", rf"({_WHO}|home) (zip|postal) ?(code|5)?"),
    ("case", "key", r"(.* )?(case|docket|cause) ?(id|key|no|num|number|#)?"),
    ("case", "filed_date", r"(case )?(filed|filing date|filed on|filed date|date filed|file date)"),
    ("case", "county", r"(.* )?county( name)?"),
    ("case", "city", r"(.* )?city"),
    ("case", "court", r"court( (name|type|level|system))?"),
    ("case", "tracking_number", r"(.* )?tracking ?(no|num|number)"),
    ("charge", "key", r"(charge|count|chg) ?(id|no|num|number|seq|#)?"),
    ("charge", "disposition_date", r"(.* )?(disposition|dispo|disp|dispos) ?(date|dt|on)"),
    ("charge", "disposition", r"(.* )?(disposition|dispo|disp|outcome)"),
    ("charge", "offense_date", r"(.* )?(offen[sc]e|incident|inc|violation) ?(date|dt)( from)?"),
    ("charge", "arrest_date", r"(.* )?arrest ?(date|dt)"),
    ("charge", "sentence_end", r"(.* )?sentence end( date)?"),
    ("charge", "statute", r"(.* )?(statute|law section|section)( cited)?"),
    ("charge", "local_code", r"(.* )?(charge|offen[sc]e|cjis|local) ?code"),
    ("charge", "description", r"(.* )?(desc|description|charge text|charge name)"),
    ("charge", "grade", r"(.* )?(grade|severity)"),
    ("charge", "quantity_grams", r"(.* )?(weight|quantity)( .*)?"),
    ("charge", "plant_count", r"(.* )?plants?( count)?"),
)

# Parts of a person's name, in the order in which they are read together.
_PARTS_OF_A_NAME = (
    rf"({_WHO} )?((last|sur|family) ?name|lname)",
    rf"({_WHO} )?((first|given) ?name|fname)",
    rf"({_WHO} )?(middle ?(name|initial)|mname|mi)",
    rf"({_WHO} )?(name )?suffix",
)

# A wording that is the court's word for a term, and nothing more.
PLAIN_TERMS: Mapping[str, str] = {
    **{
        term.value.replace("_", " ").upper(): term.value
        for term in Disposition
        # These words alone may mean another thing in another court.
        if term not in (Disposition.SUPERVISION, Disposition.PBJ)
    },
    "NOT GUILTY": Disposition.ACQUITTED.value,
    "GUILTY": Disposition.CONVICTED.value,
    "PROBATION BEFORE JUDGMENT": Disposition.PBJ.value,
}


def target_of(name: str) -> tuple[str, str] | None:
    """Section and column of the record that a column's name suggests."""
    plain = _plain(name)
    for section, column, pattern in _NAMES:
        if re.fullmatch(pattern, plain):
            return section, column
    return None


def part_of_a_name(name: str) -> int | None:
    """Which part of a person's name a column's name suggests, from 0; None: no part."""
    plain = _plain(name)
    found = (n for n, each in enumerate(_PARTS_OF_A_NAME) if re.fullmatch(each, plain))
    return next(found, None)


def _plain(name: str) -> str:
    words = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    return " ".join(re.sub(r"[^a-z0-9#]+", " ", words.lower()).split())


def plain_term(wording: str) -> str | None:
    """The term that a wording says outright; None where somebody must say it."""
    return PLAIN_TERMS.get(normal(wording))


def formats_of(shape: str, *, first_over_12: bool, second_over_12: bool) -> str | None:
    """The format of dates of one shape (digits as 9, letters as a); None where it is open.

    `first_over_12` and `second_over_12` tell whether the first and the second number of any such
    cell is over 12, and so no month.
    """
    if re.fullmatch("9999-99-99", shape):
        return "%Y-%m-%d"
    if re.fullmatch("9999-99-99[T ]99:99:99", shape):
        return f"%Y-%m-%d{shape[10]}%H:%M:%S"
    if shape == "99999999":
        return "%Y%m%d"
    match = re.fullmatch("(99?)([/.-])(99?)[/.-](9999|99)", shape)
    if not match or first_over_12 == second_over_12:
        return None
    month, day = ("%m", "%d") if second_over_12 else ("%d", "%m")
    year = "%Y" if match[4] == "9999" else "%y"
    return f"{month}{match[2]}{day}{match[2]}{year}"


def is_date_shape(shape: str) -> bool:
    """Whether cells of a shape may be dates."""
    return bool(
        re.fullmatch("9999-99-99.*|99999999|99?[/.-]99?[/.-](9999|99)( .*)?|aaa 99?, 9999", shape)
    )
