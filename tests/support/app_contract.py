"""The contract of the office's app, which it shows to nobody, with what a form of it would hold.

Drawn at random alone, an answer of the form is never reached: there is no matter with such a number,
and no move of such a name. So each field may also hold what the office has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI

from vacatur.matters.access.roles import AccountRole
from vacatur.matters.states import Discharge, State
from vacatur.web.app.moves import MOVES

_KNOWN: tuple[Any, ...] = (
    "", "1", "3", "1 2 3", "999999", "9223372036854775808", "-1", "2026-02-15", "0001-01-01", "9999-12-31",
    "A. Roe", "T. All", "court", "set", "clean", "all", "yes", "csv", "freeze", "assign", "prepare",
    "send_back", "receipts", "draft", "charge.sentence_end", "findings.movant", "us-md", "md/cp-10-105",
    "defendant-name", "MD-VAC-8301.1", "[]", "{}", "[{}]", "\x00", "=1+1", "../../etc/passwd",
    *(each.value for each in State), *(each.value for each in Discharge), *AccountRole,
)  # fmt: skip
_FIELDS = (
    "find", "reason", "to", "text", "value", "document", "evidence", "purpose", "matter", "matters",
    "answer", "found", "on", "order", "seed", "size", "number", "holder", "harm", "record", "state",
    "cases", "name", "page", "day", "column", "place", "title", "plan", "populations", "offense_date",
)  # fmt: skip
# What a part of an address may be. Those of jobs and batches begin at 1, as matters do.
_PARTS: Mapping[str, tuple[Any, ...]] = {
    "number": (0, 1, 2, 3, 6, 7, 999_999, 2**63 - 1, 2**63, 10**40),
    "place": (0, 1, 2, 2**63),
    "name": (*MOVES, "no-such-name"),
    "kind": ("draft", "receipts", "orders", "nothing"),
}


def contract_of(app: FastAPI) -> dict[str, Any]:
    """What `app.openapi` tells, with the fields of forms that are read by hand."""
    contract = app.openapi()
    for path, verbs in contract["paths"].items():
        for verb, operation in verbs.items():
            for parameter in operation.get("parameters", ()):
                _widen(parameter["schema"], _PARTS.get(parameter["name"], _KNOWN))
            if verb == "post" and "requestBody" not in operation:
                operation["requestBody"] = _free_form(path)
    for shape in contract.get("components", {}).get("schemas", {}).values():
        for field in shape.get("properties", {}).values():
            if field.get("type") == "string" and "contentMediaType" not in field:
                _widen(field, _KNOWN)
    return contract


def _widen(schema: dict[str, Any], values: tuple[Any, ...]) -> None:
    drawn = dict(schema)
    schema.clear()
    schema["anyOf"] = [{"enum": list(values)}, drawn]


def _free_form(path: str) -> dict[str, Any]:
    fields = {each: {"anyOf": [{"enum": list(_KNOWN)}, {"type": "string"}]} for each in _FIELDS}
    form = {"type": "object", "properties": fields, "additionalProperties": False}
    return {"content": {"application/x-www-form-urlencoded": {"schema": form}}}
