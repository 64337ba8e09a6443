"""Read and check a mapping file. It holds no SQL and no code: names, words, formats and terms."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from vacatur.ingest.coverage import earlier
from vacatur.ingest.mapped_csv.fields import Context, parse_field
from vacatur.ingest.mapped_csv.keys import (
    COUNTED,
    DELIMITERS,
    ENCODINGS,
    FILE_KEYS,
    FORMAT,
    IDENTIFIERS,
    RECORD_COLUMNS,
)
from vacatur.ingest.mapped_csv.mapping import CsvMapping, Reading, Section
from vacatur.yaml_nodes import (
    Keys,
    Node,
    choice_of,
    day_of,
    read_nodes,
    require_format,
    scalars_of,
    text_of,
)

_QUOTES = {"double": True, "none": False}


def load_mapping(path: Path, *, through: date | None = None) -> CsvMapping:
    """Read a mapping file.

    Parameters
    ----------
    path
        A YAML file; docs/mapping.md has its keys.
    through
        Last day that the export's coverage declares; the mapping can only name an earlier one.

    Returns
    -------
    CsvMapping
        Typed and checked: every column of the record, term, format and unit exists.

    Raises
    ------
    IngestError
        With the line: a key or a term is not known (the nearest is named), something is missing,
        or a place is still [?].
    """
    root = read_nodes(path)
    root.require_known(FILE_KEYS, "a mapping")
    require_format(root, FORMAT, "the mapping")
    nodes = root.nodes
    declared = day_of(nodes["declared_through"]) if "declared_through" in nodes else None
    context = Context(blank=_blank(nodes.get("blank")), declared_through=earlier(declared, through))
    header, columns = _header(root, context)
    case, person, charge = (_section(root, name, context) for name in RECORD_COLUMNS)
    counted = charge.key == (COUNTED,)
    return CsvMapping(
        name=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        jurisdiction=text_of(nodes["jurisdiction"], "a name") if "jurisdiction" in nodes else None,
        delimiter=choice_of(root, "delimiter", DELIMITERS, ","),
        encoding=choice_of(root, "encoding", ENCODINGS, "utf-8"),
        quotes=choice_of(root, "quotes", _QUOTES, "double"),
        header=header,
        columns=columns,
        blank=context.blank,
        largest_content=_megabytes(nodes.get("largest_content_mb")),
        case=case,
        person=person,
        charge=replace(charge, key=()) if counted else charge,
        counted=counted,
        lines=context.lines,
    )


def _blank(node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    return tuple(each.text.strip().lower() for each in scalars_of(node, "a word"))


def _megabytes(node: Node | None) -> int | None:
    if node is None:
        return None
    text = text_of(node, "a number")
    if not re.fullmatch("[1-9][0-9]{0,8}", text):
        raise node.place.error(f"[{text}] is not a number of megabytes")
    return int(text) * 1024 * 1024


def _header(root: Keys, context: Context) -> tuple[int, tuple[str, ...]]:
    node = root.nodes.get("header")
    text = text_of(node, "a number or none") if node else "1"
    if node and not re.fullmatch("none|[1-9][0-9]{0,3}", text):
        raise node.place.error(f"[{text}] is not the line of a header, nor [none]")
    declared = root.nodes.get("columns")
    if text == "none" and declared is None:
        raise root.place.error(
            "without a header, nothing names the columns", repair="Add `columns`, in their order."
        )
    if declared is None:
        return int(text), ()
    scalars = scalars_of(declared, "a name of a column")
    names = tuple(each.text for each in scalars)
    for each in scalars:
        if names.count(each.text) > 1:
            raise each.place.error(f"the column [{each.text}] stands twice")
    return 0 if text == "none" else int(text), names


def _section(root: Keys, name: str, context: Context) -> Section:
    node = root.nodes.get(name)
    if node is None and name != "person":
        raise root.place.error(f"the mapping has no `{name}`", repair="docs/mapping.md shows one.")
    if node is None:
        return Section(name=name, key=(), fields={}, identifiers={})
    if not isinstance(node, Keys):
        raise node.place.error(f"`{name}` must have keys and values")
    columns, identifiers = RECORD_COLUMNS[name], IDENTIFIERS[name]
    node.require_known(["key", *identifiers, *columns], f"[{name}]")
    fields = {
        column: parse_field(columns[column], value, context)
        for column, value in node.nodes.items()
        if column in columns
    }
    keys = {kind: context.names(node.nodes[kind]) for kind in identifiers if kind in node.nodes}
    for kind, named in keys.items():
        if len(named) != 1:
            raise node.keys[kind].error(f"[{kind}] is one column")
    section = Section(
        name=name,
        key=_key(node, name, context),
        fields=fields,
        identifiers={kind: named[0] for kind, named in keys.items()},
    )
    whole = _with_key(section, node)
    if "linked_case" in whole.identifiers and len(whole.key) > 1:
        raise node.keys["linked_case"].error(
            "a case that is named by several columns cannot be linked by one",
            why="`linked_case` holds the `key` of another case.",
            repair="Name cases by one column, or leave `linked_case` out.",
        )
    return whole


def _key(node: Keys, name: str, context: Context) -> tuple[str, ...]:
    if "key" not in node.nodes:
        return ()
    key = node.nodes["key"]
    if name == "charge" and getattr(key, "text", None) == COUNTED:
        return (COUNTED,)
    names = context.names(key)
    if name == "person" and len(names) != 1:
        raise key.place.error("a person's key is one column")
    return names


def _with_key(section: Section, node: Keys) -> Section:
    if section.key or section.name == "person":
        return section
    number = section.fields.get("number")
    if number and isinstance(number.source, Reading) and number.source.terms is None:
        return replace(section, key=number.source.columns)
    other = f", or `key: {COUNTED}`" if section.name == "charge" else ""
    raise node.place.error(
        f"`{section.name}` has no `key`",
        why=f"Without one, nothing tells one {section.name} from another.",
        repair=f"Name the column, or the columns, that name one{other}.",
    )
