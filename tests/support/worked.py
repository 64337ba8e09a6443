"""The records of a page's worked cases, renamed so that all of them fit into one set of tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from vacatur.engine.worked_cases import record_of_case
from vacatur.law.page import CaseRow, Page
from vacatur.record.record import Record


def worked_rows(page: Page) -> Iterator[CaseRow]:
    """Every row of every `cases` table of a page."""
    for section in page.sections:
        yield from section.cases


def worked_record(page: Page, row: CaseRow) -> Record:
    """The record of one row. The charge under test is the first; ids begin with the row's line."""
    record = record_of_case(page, row)
    name = f"line{row.line}"
    cases = tuple(
        replace(
            case,
            case_id=f"{name}/{case.case_id}",
            person_id=name,
            charges=tuple(
                replace(
                    charge,
                    charge_id=f"{name}/{charge.charge_id}",
                    case_id=f"{name}/{case.case_id}",
                    person_id=name,
                    underlying=charge.underlying and f"{name}/{charge.underlying}",
                )
                for charge in case.charges
            ),
        )
        for case in record.cases
    )
    findings = {
        f"{name}/{key}": replace(each, charge_id=f"{name}/{key}")
        for key, each in record.findings.items()
    }
    person = replace(record.person, person_id=name)
    return replace(record, record_id=name, person=person, cases=cases, findings=findings)
