"""A watch of filings and one of approvals, for a terminal and for a program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vacatur.cli.printing_watch import INSIDE, cells_in_words, feed_data, feed_words, public_end
from vacatur.cli.words import NO_LAWYER, counted
from vacatur.office.watch_approvals import ApprovalWatch
from vacatur.office.watch_filings import Alert, FilingWatch
from vacatur.office.watch_public import PublicFilings
from vacatur.screening.watched import Approval

_NO_RULE = (
    "No rule is stated: the settings do not say from which day on an arrest needs a supervisor's "
    "approval, so no arrest was asked for one."
)
_STATE_IT = (
    "State it in vacatur.toml, under [watch], like approval_since = 2019-01-29, if the office has "
    "such a rule."
)


# ---- filings ------------------------------------------------------------------------------------


def _filings_head(watch: FilingWatch, *, public: bool) -> dict[str, Any]:
    return {
        "for_publication": public,
        "run": watch.run,
        "since": watch.since,
        "through": watch.as_of,
        "unit": "charge",
        "by": watch.by.value,
        "labels": list(watch.labels),
        "reviewed_by": "no lawyer",
    }


def filings_data(watch: FilingWatch) -> dict[str, Any]:
    """A watch of filings for a program inside the office."""
    return _filings_head(watch, public=False) | {
        "filed": watch.filed,
        "undated": watch.undated,
        "after_the_run": watch.later,
        "answers": {str(each): charges for each, charges in watch.answers.items()},
        "declined": [
            {
                "month": f"{each.month:%Y-%m}",
                "whole": each.whole,
                "counts": dict(zip(watch.labels, each.counts, strict=True)),
            }
            for each in watch.months
        ],
        "alerts": [_alert_data(each) for each in watch.alerts],
        "unanswered": len(watch.unanswered),
    }


def _alert_data(alert: Alert) -> dict[str, Any]:
    said = alert.acknowledged
    return {
        "charge": alert.charge_id,
        "case_number": alert.case_number,
        "filed": alert.filed,
        "policies": list(alert.policies),
        "acknowledged": {"by": said.by, "on": said.on, "reason": said.reason} if said else None,
    }


def filings_words(watch: FilingWatch) -> Iterator[str]:
    """A watch of filings for a terminal inside the office."""
    yield from _filings_began(watch)
    yield f"  {watch.filed:,} charges were filed, and on that day the policies said:"
    for answer, charges in watch.answers.items():
        yield f"  {charges:>9,}  {answer}: {answer.definition}"
    yield f"  {watch.undated:>9,}  not asked: no day of filing is known"
    yield f"  {watch.later:>9,}  not asked: filed after the day of the run"
    if watch.alerts:
        yield ""
        yield f"Filed and declined, in charges:\n  {'month':<7}  {_labels(watch)}"
        for each in watch.months:
            note = "" if each.whole else "  not a whole month"
            yield f"  {each.month:%Y-%m}  {cells_in_words(each.counts)}{note}"
    yield ""
    yield from _alerts(watch)
    yield INSIDE
    yield NO_LAWYER


def _filings_began(watch: FilingWatch) -> Iterator[str]:
    yield f"Filings from {watch.since} to {watch.as_of}, by the records and the law of {watch.run}"


def _labels(watch: FilingWatch) -> str:
    return "  ".join(f"{each:>12}" for each in watch.labels)


def _alerts(watch: FilingWatch) -> Iterator[str]:
    if not watch.unanswered:
        yield "No alert: nobody has to answer for a filing."
    for alert in watch.unanswered:
        policies = ", ".join(alert.policies)
        yield f"ALERT {alert.charge_id}, case {alert.case_number}, {alert.filed}: {policies}"
    if watch.unanswered:
        yield f"  {counted(len(watch.unanswered), 'alert')}. Answer for one with"
        yield '  vacatur watch acknowledge CHARGE --by NAME --reason "..."'
    answered = [each for each in watch.alerts if each.acknowledged]
    if answered:
        yield f"Answered for before: {counted(len(answered), 'filing')}."


def public_filings_data(watch: FilingWatch, public: PublicFilings) -> dict[str, Any]:
    """What of a watch of filings may be published, for a program: no charge and no small count."""
    return _filings_head(watch, public=True) | {
        "labels": list(public.labels),
        "declined": [
            {
                "month": f"{month:%Y-%m}",
                "counts": dict(zip(public.labels, cells, strict=True)),
                "total": total,
            }
            for month, (cells, total) in public.months
        ],
        "not_shown": list(public.refused),
    }


def public_filings_words(watch: FilingWatch, public: PublicFilings) -> Iterator[str]:
    """The same for a terminal."""
    split = len(public.labels) > 1
    labels = (*public.labels, "all") if split else ("filings",)
    yield from _filings_began(watch)
    yield "Filed although a policy declined it on that day, in charges, whole months only:"
    yield f"  {'month':<7}  " + "  ".join(f"{each:>12}" for each in labels)
    for month, (cells, total) in public.months:
        yield f"  {month:%Y-%m}  {cells_in_words((*cells, total) if split else (total,))}"
    yield from public_end(public.refused)
    yield NO_LAWYER


# ---- approvals ----------------------------------------------------------------------------------


def no_rule_data() -> dict[str, Any]:
    """For a program: the office has stated no rule."""
    return {"approval_since": None, "answer": "no rule stated", "reviewed_by": "no lawyer"}


def no_rule_words() -> Iterator[str]:
    """For a terminal: the office has stated no rule."""
    yield _NO_RULE
    yield f"  {_STATE_IT}"
    yield NO_LAWYER


def approvals_data(watch: ApprovalWatch) -> dict[str, Any]:
    """A watch of approvals for a program inside the office."""
    return {
        "for_publication": False,
        "feed": feed_data(watch.feed),
        "approval_since": watch.since,
        "unit": "arrest",
        "counts": {str(each): arrests for each, arrests in watch.counts.items()},
        "arrests": [
            {
                "arrest_number": each.arrest_number,
                "row": each.row,
                "arrest_day": each.arrest_day,
                "approval": each.approval.value,
            }
            for each in watch.arrests
        ],
        "not_known_rows": watch.not_known,
        "unmatched_rows": list(watch.unmatched),
        "needless": watch.needless,
        "reviewed_by": "no lawyer",
    }


def approvals_words(watch: ApprovalWatch) -> Iterator[str]:
    """A watch of approvals for a terminal inside the office."""
    yield from feed_words(watch.feed)
    yield f"Since {watch.since}, as the office states, an arrest that a policy covers needs one:"
    for approval in Approval:
        yield f"  {watch.counts[approval]:>9,}  {approval}: {approval.definition}"
    for each in watch.arrests:
        number = each.arrest_number or "without a number"
        yield f"    {each.arrest_day}  {number}, row {each.row}: {each.approval}"
    yield f"  {watch.not_known:>9,}  rows of which it is not known whether a policy covers them"
    rows = ", ".join(map(str, watch.unmatched))
    yield f"  {len(watch.unmatched):>9,}  approvals of no arrest in the feed" + (
        f": row {rows}" if rows else ""
    )
    yield f"  {watch.needless:>9,}  approvals of an arrest that needs none"
    yield INSIDE
    yield NO_LAWYER
