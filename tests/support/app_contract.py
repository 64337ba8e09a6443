"""The contract of the office's app, which it shows to nobody, with what a form of it would hold.

Drawn at random alone, an answer of the form is never reached: no matter has such a number,
and no move such a name. So each field may also hold what the office has.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

from fastapi import FastAPI

from vacatur.matters.access.roles import AccountRole
from vacatur.matters.states import Discharge, State
from vacatur.web.app.moves import MOVES

_WORDS: Final[tuple[str, ...]] = (
    "", "1", "3", "1 2 3", "999999", "9223372036854775808", "-1", "2026-02-15",
    "0001-01-01", "9999-12-31",
    "A. Roe", "T. All", "court", "set", "clean", "all", "yes", "csv", "freeze", "assign", "prepare",
    "send_back", "receipts", "draft", "charge.sentence_end", "findings.movant",
    "us-md", "md/cp-10-105",
    "defendant-name", "MD-VAC-8301.1", "[]", "{}", "[{}]", "\x00", "=1+1", "../../etc/passwd",
    *(each.value for each in State), *(each.value for each in Discharge), *AccountRole,
)  # fmt: skip
_FIELDS = (
    "find", "reason", "to", "text", "value", "document", "evidence", "purpose", "matter", "matters",
    "answer", "found", "on", "order", "seed", "size", "number", "holder", "harm", "record", "state",
    "cases", "name", "page", "day", "column", "place", "title", "plan", "populations",
    "offense_date",
)  # fmt: skip
_NUMBERS: Final = (0, 1, 2, 3, 6, 7, 999_999, -1, 2**63 - 1, 2**63, -(2**63) - 1, 10**40)
_PARTS: Mapping[str, tuple[Any, ...]] = {
    "name": (*MOVES, "no-such-name"),
    "kind": ("draft", "receipts", "orders", "nothing"),
}


def contract_of(app: FastAPI, *, known: bool) -> dict[str, Any]:
    """What `app.openapi` tells, with the fields of forms that are read by hand.

    Parameters
    ----------
    known
        Each field holds one of a list: what the office has, and what is odd. False: anything.
    """
    contract = deepcopy(app.openapi())
    shapes = contract.get("components", {}).get("schemas", {})
    for path, verbs in contract["paths"].items():
        for verb, operation in verbs.items():
            if verb == "post" and "requestBody" not in operation:
                shapes[path] = {
                    "type": "object",
                    "properties": {x: {"type": "string"} for x in _FIELDS},
                }
                form = {"schema": {"$ref": f"#/components/schemas/{path.replace('/', '~1')}"}}
                operation["requestBody"] = {"content": {"application/x-www-form-urlencoded": form}}
            for parameter in operation.get("parameters", ()) if known else ():
                _know(parameter["schema"], _PARTS.get(parameter["name"], _WORDS))
    for shape in shapes.values() if known else ():
        for field in shape.get("properties", {}).values():
            _know(field, _WORDS)
        shape["additionalProperties"] = False
        shape["required"] = list(shape.get("properties", ()))
    return contract


def _know(schema: dict[str, Any], words: tuple[Any, ...]) -> None:
    """Let a field hold one of a list: an `anyOf` of list and type is drawn as the type alone."""
    kinds = [schema, *schema.get("anyOf", ())]
    if any("contentMediaType" in x or x.get("format") == "binary" for x in kinds):
        return
    lists = [x for x in kinds if x.get("type") == "array"]
    if lists:
        items = lists[0].get("items", {"type": "string"})
        schema.clear()
        schema.update({"type": "array", "items": items, "maxItems": 3})
        return _know(schema["items"], words)
    is_number = any(x.get("type") == "integer" for x in kinds)
    schema.clear()
    schema["enum"] = list(_NUMBERS if is_number else words)
