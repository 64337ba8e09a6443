"""The demonstration, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vacatur.cli.printing import comparison, run_in_words
from vacatur.cli.printing_packet import built_in_words, verified_in_words
from vacatur.cli.printing_questions import questions_in_words
from vacatur.cli.printing_sweep import plan_in_words
from vacatur.cli.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vacatur.office.demo import Demo
    from vacatur.office.demo_app import DemoApp
    from vacatur.office.demo_evaluation import DemoEvaluation
    from vacatur.office.demo_evidence import DemoEvidence


_TURNS = 5  # of the order of work


def demo_notes(demo: Demo) -> str:
    """Everything the demonstration did, in the order in which it did it."""
    parts = ["1. AN INVENTED COUNTY, READ IN", demo.intake.in_words()]
    parts.append("2. THE SAME CONVICTIONS UNDER THE LAW OF THREE DAYS")
    parts += [run_in_words(report) for report in demo.runs]
    parts.append("3. WHAT CHANGED FOR CONVICTIONS OF CANNABIS POSSESSION")
    for before, after, changes in zip(demo.runs, demo.runs[1:], demo.changes, strict=False):
        parts.append(f"From {before.as_of} to {after.as_of}:\n{comparison(changes, as_json=False)}")
    parts.append("4. INCOMING CHARGES UNDER THE POLICY OF 2019 (a policy clears no record)")
    parts.append(run_in_words(demo.screening))
    parts.append(f"5. WHAT IS NOT KNOWN ON {demo.runs[-1].as_of}, BY PATTERN")
    parts.append(questions_in_words(demo.questions, as_json=False))
    parts.append("6. THREE CHARGES EXPLAINED")
    parts += demo.explanations
    parts.append("7. THE WORKLIST")
    parts.append(f"{demo.worklist.charges:,} charges in {demo.worklist.path}")
    parts.append("8. THE PAPERS (invented people, an office for practice)")
    parts.append(
        f"{counted(demo.packet.answered, 'case')} of the invented ground answered, "
        f"{counted(demo.packet.opened, 'matter')} opened."
    )
    parts.append(f"The run on one page: {demo.packet.summary}")
    parts.append(built_in_words(demo.packet.built))
    parts.append(verified_in_words(demo.packet.verified))
    parts.append("9. A SWEEP OF PENDING CASES UNDER THE POLICY OF 2020 (invented, one for fifty)")
    parts.append(plan_in_words(demo.sweep, limit=_TURNS))
    parts.append("10. FIGURES, FOR A COURT AND FOR THE PUBLIC (no number is of any place)")
    parts += _evidence(demo.evidence)
    parts.append("11. DID A POLICY CHANGE ANYTHING? (two planted answers, to be found)")
    parts += _evaluations(demo.evaluations)
    parts.append("12. THE OFFICE'S APP, IN A BROWSER")
    parts.append("\n".join(_app(demo.app)))
    parts.append("\n".join(("NEXT", *(f"  {command}" for command in demo.next_commands))))
    return "\n\n".join(part.rstrip("\n") for part in parts)


def _evidence(made: DemoEvidence) -> Iterator[str]:
    if made.refused:
        yield f"A county so small has no such figure: {made.refused}"
        return
    folders = ", ".join(str(each.folder) for each in made.exhibits)
    yield f"{counted(made.total, 'charge')} counted. An exhibit for each, and a page: {folders}"


def _evaluations(made: Sequence[DemoEvaluation]) -> Iterator[str]:
    for each in made:
        truth = f"{each.planted:+.0%}" if each.planted else "nothing"
        yield (
            f"[{each.outcome}]: planted was {truth}. Verdict: {each.verdict}. {each.reason}\n"
            f"{each.said}\nA page, an exhibit and an appendix: {each.folder}"
        )


def _app(made: DemoApp) -> Iterator[str]:
    yield f"  {made.command}"
    yield "  http://127.0.0.1:8008/"
    yield f"  prepares:  {made.preparer}"
    yield f"  approves:  {made.approver}"
    yield f"  password:  {made.password}      (of both; the office is invented, and for practice)"
