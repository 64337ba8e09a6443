"""What a blank form has, and a draft of its field map for somebody to fill in."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from vacatur.documents.form_fields import STATE_KINDS, FieldKind, FormField, fields_of, open_blank
from vacatur.documents.form_map import FORMAT
from vacatur.yaml_nodes import OPEN

_LEFT = (FieldKind.BUTTON, FieldKind.SIGNATURE, FieldKind.OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDescription:
    """One field of a blank form, as it says itself."""

    name: str
    kind: FieldKind
    pages: tuple[int, ...]  # from 1; empty: it stands on none
    tooltip: str  # "" if it has none
    options: tuple[str, ...]  # what a choice offers, or the states of a box without Off
    max_length: int | None  # in characters; None: no limit
    is_required: bool  # by the form itself


def describe(blank: bytes, *, where: str) -> list[FieldDescription]:
    """List the fields of a blank form, in its own order.

    Parameters
    ----------
    where
        The file's name, for errors.

    Raises
    ------
    PaperRefused
        The form cannot be filled: it is flat, made of XFA, encrypted, signed or damaged.
    """
    with open_blank(blank, where=where) as pdf:
        return [_description(field) for field in fields_of(pdf, where=where).values()]


def draft_map(blank: bytes, form: str, revision: str, *, where: str) -> str:
    """A field map in which every place that a person must decide is [?].

    It is refused as it stands: nobody has said yet what goes where.

    Parameters
    ----------
    form, revision
        As printed on the form: "CC-DC-CR-072D", "10/2025".
    where
        The file's name, for errors.
    """
    head = [
        f"# The fields of {_quoted(form)} as the blank form lists them. Fill each [?], or write",
        "# `leave: true` instead of the line. docs/forms.md has the keys.",
        f"format: {FORMAT}",
        f"form: {_quoted(form)}",
        f"revision: {_quoted(revision)}",
        f"sha256: {_quoted(hashlib.sha256(blank).hexdigest())}",
        "fields:",
    ]
    drafted = [line for each in describe(blank, where=where) for line in _drafted(each)]
    return "\n".join([*head, *drafted]) + "\n"


def _description(field: FormField) -> FieldDescription:
    shown = tuple(shown for _, shown in field.options)
    return FieldDescription(
        name=field.name,
        kind=field.kind,
        pages=field.pages,
        tooltip=field.tooltip,
        options=field.states if field.kind in STATE_KINDS else shown,
        max_length=field.max_length,
        is_required=field.is_required,
    )


def _drafted(field: FieldDescription) -> list[str]:
    lines = ["", f"  # {_comment(field)}", f"  {_quoted(field.name)}:"]
    if field.kind in _LEFT:
        return [*lines, "    leave: true"]
    lines.append(f"    particular: {_quoted(OPEN)}")
    if field.kind in STATE_KINDS:
        states = ", ".join(f"{_quoted(OPEN)}: {_quoted(each)}" for each in field.options[:1])
        lines.append(f"    states: {{{states}}}")
    return lines


def _comment(field: FieldDescription) -> str:
    """One line of ASCII, whatever the form has put into its texts."""
    parts = [str(field.kind)]
    parts.append("page " + ", ".join(map(str, field.pages)) if field.pages else "on no page")
    parts += [f"at most {field.max_length} characters"] if field.max_length is not None else []
    parts += ["the form wants it filled"] if field.is_required else []
    parts += [f"has {', '.join(map(_quoted, field.options))}"] if field.options else []
    parts += [_quoted(field.tooltip)] if field.tooltip else []
    return "; ".join(parts)


def _quoted(text: str) -> str:
    """Any text as one word of YAML, on one line."""
    return json.dumps(text)
