"""The particulars of one matter, as its papers print them, and where each comes from.

What somebody stated comes before what a record holds: the attorney who approves has read it. What
neither holds is left out, and no paper that asks for it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from vacatur.documents.days import day_in_words
from vacatur.documents.paper_specs import PaperBook, fill
from vacatur.documents.particulars import ENGLISH, SPANISH, Listing, Value, Values
from vacatur.documents.spanish import HOLDERS
from vacatur.law.vehicle import Actor, Event
from vacatur.matters.matter import Duty
from vacatur.matters.states import Discharge
from vacatur.office.court_records import CourtDate
from vacatur.office.packet_answers import NOT_RECORDED, answers_table, charges_table
from vacatur.office.packet_reading import ChargeRead, MatterRead
from vacatur.office.packet_settings import Office
from vacatur.office.packet_warrants import has_no_open_warrant, warrants_plainly, warrants_table
from vacatur.office.printed import Printed
from vacatur.office.spreadsheet import NO_LAWYER
from vacatur.record.particulars import Stated
from vacatur.record.terms import Court, Term

_NO_VICTIM, _NO_WARRANT = "no-victim", "no-open-warrant"
_UNNAMED_CHARGE = {ENGLISH: "Charge {number}", SPANISH: "Cargo {number}"}
_CHANGED = {
    ENGLISH: ("we have not heard yet that it has changed.", "changed on {day}."),
    SPANISH: ("todavía no nos han dicho que haya cambiado.", "cambió el {day}."),
}


def values_of(
    read: MatterRead, book: PaperBook, office: Office, *, language: str, on: date
) -> Values:
    """Every particular that is known of a matter, in the words of a language."""
    found = {name: value for name, value in _known(read, book, office, language, on) if value}
    return {**found, **{str(name): each.text for name, each in read.stated.items()}}


def states_of(read: MatterRead) -> frozenset[str]:
    """In which states a matter is that leave a paper out."""
    states = {_NO_VICTIM: _has_no_victim(read), _NO_WARRANT: has_no_open_warrant(read)}
    return frozenset(state for state, holds in states.items() if holds)


def _known(
    read: MatterRead, book: PaperBook, office: Office, language: str, on: date
) -> Iterator[tuple[str, Value | None]]:
    case, printed, matter = read.case, read.printed, read.matter
    name = _stated(read, Stated.DEFENDANT_NAME) or printed.name
    address = _stated(read, Stated.DEFENDANT_ADDRESS) or _address(printed)
    yield "day", day_in_words(on, language)
    yield "office-name", office.name
    yield "office-telephone", office.telephone
    yield "office-email", office.email
    yield "no-lawyer", NO_LAWYER
    yield "case-number", case.number
    yield "court", str(case.court) if case.court else None
    yield "court-name", _court(book, case.court, case.county)
    yield "defendant-name", name
    yield "defendant-address", address
    yield "defendant-birth-date", _day(printed.birth_date, language)
    yield "charges", charges_table(read.charges)
    yield "charges-plain", Listing(items=_each_plainly(read.charges, language))
    yield "grounds", Listing(items=_each(read, _ground))
    yield "new-information", " ".join(dict.fromkeys(_learned(read)))
    yield "materiality", Listing(items=_each(read, _materiality))
    yield "justice", Listing(items=_each(read, _justice))
    yield "restitution", _restitution(read)
    yield "victim-notice", _victim_notice(read)
    yield "hearing-day", _hearing(matter.hearing_set_for, language)
    yield "response-days", next((str(x.days) for x in matter.clocks if x.is_response), None)
    # Whoever asks beside the State serves the State; where that is, somebody states.
    is_of_state = matter.moves is Actor.PROSECUTOR
    yield "served-on", _served(name, address, office) if is_of_state else None
    yield "answers", answers_table(read.charges)
    yield "order-day", _order_day(read, language)
    yield "records-changed", Listing(items=tuple(_changed(read, language)))
    yield "warrants", warrants_table(read)
    yield "warrants-plain", Listing(items=warrants_plainly(read, language))
    yield "court-day", _day(read.court_date.day, language) if read.court_date else None
    yield "courtroom", _room(read.court_date)


def _court(book: PaperBook, court: Court | None, county: str | None) -> str | None:
    if court is None or county is None or str(court) not in book.courts:
        return None
    return fill(book.courts[str(court)], {"county": county})


def _address(printed: Printed) -> str | None:
    """Street, town, state and ZIP code, as far as they are there; nothing without a street."""
    if not printed.address:
        return None
    end = " ".join(each for each in (printed.town, printed.zip) if each)
    return f"{printed.address}, {end}" if end else printed.address


def _day(day: date | None, language: str) -> str | None:
    return day_in_words(day, language) if day else None


def _each(read: MatterRead, told: Callable[[ChargeRead], str]) -> tuple[str, ...]:
    """What is told of each charge. Where it is not told of one, nothing: the paper has no hole."""
    texts = {_number(each): told(each) for each in read.charges}
    if not all(texts.values()):
        return ()
    return tuple(f"Charge {number}: {text}" for number, text in texts.items())


def _number(read: ChargeRead) -> str:
    return read.charge.charge_id.rpartition("/")[2]


def _each_plainly(charges: Iterable[ChargeRead], language: str) -> tuple[str, ...]:
    """Each charge once, though several rules may speak of it; two counts alike stay two."""
    once = {each.charge.charge_id: each for each in charges}
    return tuple(_plainly(each, language) for each in once.values())


def _plainly(read: ChargeRead, language: str) -> str:
    """A charge as the court printed it, in whatever language it did."""
    day = read.charge.offense_date
    what = read.charge.description or read.charge.statute
    what = what or _UNNAMED_CHARGE[language].format(number=_number(read))
    return f"{what}, {day_in_words(day, language)}" if day else what


def _ground(read: ChargeRead) -> str:
    findings = read.findings
    if findings is None or findings.ground_type is None:
        return ""
    told = [
        _spoken(findings.ground_type),
        f"stated as {findings.ground_id}" if findings.ground_id else "",
        f"received by the office on {day_in_words(findings.ground_received_date)}"
        if findings.ground_received_date
        else "",
        f"written down in: {findings.ground_document}" if findings.ground_document else "",
    ]
    return "; ".join(each for each in told if each)


def _learned(read: MatterRead) -> Iterator[str]:
    for each in read.charges:
        if each.ground is not None:
            yield each.ground.learned.strip()


def _materiality(read: ChargeRead) -> str:
    found = read.findings
    if found is None or found.ground_materiality is None or not found.ground_reason:
        return ""
    role = f"the person whom the ground is about {_meant(found.ground_role)}; " * bool(
        found.ground_role
    )
    return f"{role}{found.ground_materiality.definition}. {found.ground_reason}"


def _justice(read: ChargeRead) -> str:
    if read.findings is None or read.findings.ground_justice is not True:
        return ""
    told = read.found.get("findings.ground_justice")
    if told is None:
        return ""
    return (
        "that justice and fairness justify vacating this judgment was found by "
        f"{told.by} on {day_in_words(told.on)}"
    )


def _restitution(read: MatterRead) -> str | None:
    ordered, balance = read.case.restitution_ordered, read.case.restitution_balance
    if ordered is None:
        return None
    if ordered == 0:
        return "None was ordered."
    if balance is None:
        return f"${ordered:,.2f} was ordered; what is still owed is not recorded."
    return f"${ordered:,.2f} was ordered; ${balance:,.2f} is still owed."


def _victim_notice(read: MatterRead) -> str | None:
    """What the duty came to. That there is none is said only where the record lists none."""
    duties = [each for each in read.matter.duties if each.tells is Actor.VICTIM]
    if not duties or any(each.is_open for each in duties):
        return None
    if any(each.how is Discharge.NOT_NEEDED for each in duties) and read.case.victims != ():
        return None
    return " ".join(_victim_told(each) for each in duties)


def _victim_told(duty: Duty) -> str:
    assert duty.on is not None  # it is not open
    when = f"{day_in_words(duty.on)}, by {duty.by}"
    if duty.how is Discharge.DONE:
        return f"The victim or the victim's representative was told: recorded on {when}."
    return f"The case lists no victim, and none is to be told: attested on {when}."


def _has_no_victim(read: MatterRead) -> bool:
    """Whether nobody is to be told: the record lists no victim, and an attorney attests it."""
    duties = [each for each in read.matter.duties if each.tells is Actor.VICTIM]
    attested = [each.how is Discharge.NOT_NEEDED for each in duties]
    return read.case.victims == () and bool(attested) and all(attested)


def _hearing(day: date | None, language: str) -> str:
    return day_in_words(day, language) if day else "not set yet; this office will tell you"


def _room(date: CourtDate | None) -> str | None:
    """Where it is, as the court prints it; None: there is no date."""
    if date is None:
        return None
    said = [f"room {date.room}" if date.room else "", date.location, date.time]
    return ", ".join(each for each in said if each) or NOT_RECORDED


def _stated(read: MatterRead, particular: Stated) -> str | None:
    stated = read.stated.get(particular)
    return stated.text if stated else None


def _served(name: str | None, address: str | None, office: Office) -> str | None:
    if not name or not address:
        return None
    return f"{name}, {' '.join(address.split())}, by {office.service}"


def _order_day(read: MatterRead, language: str) -> str | None:
    return _day(read.matter.happened.get(Event.ORDER), language)


def _changed(read: MatterRead, language: str) -> Iterator[str]:
    """Of each record that the order reaches: whether its holder has told that it has changed."""
    for each in read.matter.records:
        holder = each.holder.definition if language == ENGLISH else HOLDERS[each.holder]
        when = _CHANGED[language][bool(each.changed_on)]
        day = _day(each.changed_on, language) or ""
        yield f"{holder[0].upper()}{holder[1:]}: {when.format(day=day)}"


def _spoken(term: Term) -> str:
    return str(term).replace("_", " ")


def _meant(term: Term | None) -> str:
    return term.definition if term else ""
