"""Matters in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from vacatur.cli.words import NO_LAWYER, counted
from vacatur.matters.matter import Duty, Matter, RecordToChange
from vacatur.matters.queries import Counted, Listed
from vacatur.matters.states import Harm
from vacatur.office.casework import Done
from vacatur.office.court_files import Imported
from vacatur.office.matter_file import DueLine, Happening, MatterFile
from vacatur.office.matter_opening import Opening
from vacatur.office.particulars_file import StatedRows
from vacatur.office.vaulting import Vaulting

_SHORT = 12  # characters of a hash, to be read and typed
_MOST_REASONS = 10


def opening_in_words(done: Opening) -> str:
    """What was opened, by vehicle, and what was not."""
    lines = [f"Opened {counted(done.opened, 'matter')} from run {done.run}."]
    lines += [f"  {number:>8,}  {vehicle}" for vehicle, number in done.by_vehicle.items()]
    if done.there_already:
        lines.append(f"{counted(done.there_already, 'case')} had one already.")
    if done.left_open:
        lines.append(
            f"{counted(done.left_open, 'case')} left out: a charge is for a person to decide"
            " (--undecided opens them too)."
        )
    return "\n".join([*lines, NO_LAWYER])


def listed_in_words(rows: Sequence[Listed], total: int, skip: int) -> str:
    """A page of a worklist."""
    if not rows:
        return f"No matter on this page; {counted(total, 'matter')} in all."
    head = ("harm", "oldest", "due", "assigned to")
    titles = "{:<8} {:<10} {:<10} {:<18}".format(*head)
    lines = [f"{'matter':>8}  {'state':<10} {titles} vehicle"]
    lines += [_line(row) for row in rows]
    return "\n".join([*lines, f"{skip + 1}-{skip + len(rows)} of {counted(total, 'matter')}."])


def _line(row: Listed) -> str:
    harm = "-" if row.harm_rank == len(Harm) else str(list(Harm)[row.harm_rank])
    return (
        f"{row.number:>8}  {row.state:<10} {harm:<8} {_day(row.oldest_day):<10}"
        f" {_day(row.next_due):<10} {row.assigned_to or '-':<18} {row.vehicle}"
    )


def summary_in_words(rows: Sequence[Counted]) -> str:
    """How many stand where."""
    if not rows:
        return "No matter yet: [vacatur matters open] opens some from the latest run."
    lines = []
    for vehicle in dict.fromkeys(row.vehicle for row in rows):
        mine = [row for row in rows if row.vehicle == vehicle]
        lines.append(f"{vehicle} ({sum(row.matters for row in mine):,})")
        lines += [f"  {row.matters:>8,}  {row.state}" for row in mine]
    return "\n".join(lines)


def due_in_words(rows: Sequence[DueLine], today: date) -> str:
    """What runs out, the earliest first."""
    if not rows:
        return "Nothing runs."
    lines = [f"{'day':<10}  {'matter':>8}  {'who':<11} what"]
    for row in rows:
        passed = "  PASSED" if row.day and row.day < today else ""
        lines.append(
            f"{_day(row.day):<10}  {row.matter:>8}  {row.who:<11} {row.what}"
            f" (after {row.after.lower()}, {row.since}){passed}"
        )
    return "\n".join(lines)


def done_in_words(done: Done, what: str, noun: str = "matter") -> str:
    """How many were done, and why each other one was refused."""
    lines = [f"{counted(len(done.done), noun)} {what}."]
    if done.refused:
        lines.append(f"{counted(len(done.refused), noun)} refused:")
        lines += [_indented(why) for why in list(done.refused.values())[:_MOST_REASONS]]
        if len(done.refused) > _MOST_REASONS:
            lines.append(f"  ... and {len(done.refused) - _MOST_REASONS:,} more; --json tells all.")
    return "\n".join(lines)


def vaulting_in_words(done: Vaulting) -> str:
    """How many cases went into the vault, and what that took."""
    gone, raw = done.forgot, done.forgot.raw
    lines = [
        done_in_words(Done(done=done.done, refused=done.refused), "in the vault"),
        f"Taken out of the records: {counted(gone.cases, 'case')}; runs removed: {gone.runs:,};"
        f" rows of raw files blanked: {raw.rows:,}.",
    ]
    if gone.papers.matters:
        lines.append(
            f"Taken out of packets/: the papers of {counted(gone.papers.matters, 'matter')}."
        )
    if gone.papers.unread:
        lines.append(f"Nobody can tell whose it is, look: {', '.join(gone.papers.unread)}.")
    if raw.removed:
        lines.append(f"Removed whole, since rows cannot be told apart: {', '.join(raw.removed)}.")
    if gone.runs:
        lines.append(
            "Next: decide again. Lists made from the removed runs lie elsewhere: find them."
        )
    return "\n".join(lines)


def receipts_in_words(done: Imported) -> str:
    """What a file of receipts came to: every row is counted, what was kept out is named."""
    lines = [
        f"{counted(done.rows, 'row')}: {done.recorded:,} recorded, {done.known_already:,} known"
        f" already, {len(done.quarantined):,} kept out."
    ]
    reasons = [_indented(why) for why in done.quarantined.values()]
    lines += reasons[:_MOST_REASONS]
    if len(reasons) > _MOST_REASONS:
        lines.append(f"  ... and {len(reasons) - _MOST_REASONS:,} more; --json tells all.")
    return "\n".join(lines)


def stated_in_words(done: StatedRows) -> str:
    """What a file of particulars came to: every row is counted, what was refused is named."""
    lines = [f"{counted(done.rows, 'row')}: {done.stated:,} stated, {len(done.refused):,} refused."]
    reasons = [_indented(f"row {row}: {why}") for row, why in done.refused.items()]
    lines += reasons[:_MOST_REASONS]
    if len(reasons) > _MOST_REASONS:
        lines.append(f"  ... and {len(reasons) - _MOST_REASONS:,} more; --json tells all.")
    return "\n".join(lines)


def matter_in_words(file: MatterFile) -> str:
    """One matter whole."""
    matter = file.matter
    lines = [
        f"Matter {matter.number}: {matter.vehicle}",
        f"{matter.state}: {matter.state.definition}",
        f"answer {matter.shown_hash[:_SHORT]}, of run {matter.run};"
        f" law checked through {matter.verified_through}",
        *_people(matter),
        *_case(file),
        *_section("Stated for its papers", _stated(file)),
        *_section("Duties", [_duty(each) for each in matter.duties]),
        *_section("Records to change", [_record(each) for each in matter.records]),
        *_section(
            "Runs now", [f"{_day(x.day):<10} {x.who.lower()}: {x.what}" for x in file.waiting]
        ),
        *_section("History", [_happened(each) for each in file.history]),
        f"Possible next: {', '.join(file.next_moves) or 'nothing, it has ended'}.",
        NO_LAWYER,
    ]
    return "\n".join(lines)


def _people(matter: Matter) -> list[str]:
    said = {
        "assigned to": matter.assigned_to,
        "prepared by": matter.prepared_by,
        "approved by": matter.approved_by,
        "harm": ", ".join(matter.harms),
    }
    return [f"{name}: {value}" for name, value in said.items() if value]


def _case(file: MatterFile) -> list[str]:
    if file.particulars is None:
        if file.matter.obliterated_on:
            return [
                f"The case is forgotten: its key was destroyed on {file.matter.obliterated_on}."
            ]
        return ["The case is in the vault, or was obliterated; only a court can order it opened."]
    lines = [
        f"{charge.charge_id}  {charge.published} by {charge.implements}"
        for charge in file.particulars.charges
    ]
    return _section(f"Case {file.particulars.case_number}", lines)


def _stated(file: MatterFile) -> list[str]:
    return [
        line
        for particular, said in file.stated.items()
        for line in (
            f"{particular} ({said.by}, {said.at}):",
            *(f"  {each}" for each in said.text.split("\n")),
        )
    ]


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["", f"{title}:", *(f"  {line}" for line in lines)] if lines else []


def _duty(duty: Duty) -> str:
    before = str(duty.before).lower() if duty.before else "closing"
    ended = f"{duty.how}, {duty.on}, {duty.by}" if duty.how else "OPEN"
    return f"{duty.number}. {duty.text} (before {before}): {ended}"


def _record(record: RecordToChange) -> str:
    stands = f"changed {record.changed_on}" if record.changed_on else "NOT CHANGED"
    return f"{record.holder}: {record.text}: {stands}"


def _happened(each: Happening) -> str:
    said = each.told()
    return f"{each.at}  {each.actor}: {each.event}" + (f" ({said})" if said else "")


def _day(day: date | None) -> str:
    return str(day) if day else "-"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
