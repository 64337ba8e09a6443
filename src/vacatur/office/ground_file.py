"""Read and check a ground's file: what was learned, who stands for it, and whom it is about."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from vacatur.errors import nearest
from vacatur.facts.ground import (
    YES_NO,
    AffectedPerson,
    Ground,
    GroundStatus,
    KnownAs,
    identifier_key,
)
from vacatur.record.terms import Evidence, GroundType, ParticipantRole, Term
from vacatur.yaml_nodes import (
    Items,
    Keys,
    Node,
    Place,
    choice_of,
    day_of,
    read_nodes,
    require_format,
    scalars_of,
    text_of,
)

FORMAT = 1
KEYS: Mapping[str, str] = {
    "format": "version of this format, 1",
    "id": "short name of the ground: letters, digits and hyphens",
    "title": "what it is called",
    "kind": "new_information, newly_discovered_evidence, law_change, policy or other",
    "learned": "what was learned, in the author's words",
    "document": "where it is written down",
    "received_on": "day on which the office received it",
    "known_before_judgment": "yes or no; left out: not known",
    "office": "the office that moves",
    "author": "who wrote it",
    "status": "draft or adopted",
    "adopted_by": "the attorney who adopts it",
    "adopted_on": "the day of that",
    "affects": "the persons whom it is about",
}
PERSON_KEYS = ("person", "known_as", "roles", "from", "until", "units", "evidence")
KNOWN_AS_KEYS = ("agency", "identifier", "names")
# Withdrawing is a command of its own: a file would say it without saying what is open again.
_STATUSES = {str(each): each for each in (GroundStatus.DRAFT, GroundStatus.ADOPTED)}
# Tools that write YAML turn a bare [no] into [false].
_SAID = {**YES_NO, "true": True, "false": False}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_Word = TypeVar("_Word", bound=Term)


def load_ground(path: Path) -> Ground:
    """Read one version of a ground.

    Parameters
    ----------
    path
        A YAML file; docs/grounds.md has its keys.

    Raises
    ------
    IngestError
        With the line: a key or a word is not known (the nearest is named), one that must be there
        is not, a day is no day or out of order, or two persons bear one number.
    """
    root = read_nodes(path)
    root.require_known(KEYS, "a ground")
    require_format(root, FORMAT, "the ground")
    status = choice_of(root, "status", _STATUSES, "draft")
    ground = Ground(
        path=path,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        ground_id=_id(root),
        title=_required(root, "title", "A ground is spoken of by its title."),
        kind=GroundType(_word(_need(root, "kind", "The law asks which it is."), GroundType)),
        learned=_required(root, "learned", "A motion states its ground in detail."),
        document=_required(root, "document", "A court will ask for it."),
        received_on=_received_on(root),
        known_before_judgment=_known_before(root),
        office=_required(root, "office", "Only the office that prosecuted a case may move in it."),
        author=_required(root, "author", "A ground without an author is none."),
        status=status,
        adopted_by=_text(root, "adopted_by"),
        adopted_on=_day(root, "adopted_on"),
        affects=_affects(root),
    )
    _require_adoption(root, ground)
    _require_order(root, ground)
    _require_one_person_each(root, ground)
    return ground


def template() -> str:
    """A ground's file with its places open."""
    return Path(__file__).with_name("ground_template.yaml").read_text(encoding="utf-8")


def _id(root: Keys) -> str:
    node = _need(root, "id", "What rests on a ground names it.")
    name = text_of(node, "a short name").strip()
    if not _ID.fullmatch(name):
        raise node.place.error(
            f"[{name}] is no short name", repair="Use small letters, digits and hyphens: unit-2017."
        )
    return name


def _need(root: Keys, key: str, why: str) -> Node:
    node = root.nodes.get(key)
    if node is None:
        raise root.place.error(
            f"the ground has no `{key}`", why=why, repair=f"Add it: {KEYS[key]}."
        )
    return node


def _required(root: Keys, key: str, why: str) -> str:
    node = _need(root, key, why)
    text = " ".join(text_of(node, "a text").split())
    if not text:
        raise node.place.error(f"`{key}` is blank", why=why, repair=f"Fill it: {KEYS[key]}.")
    return text


def _received_on(root: Keys) -> date:
    why = "Only what the office received after a judgment can call that judgment into question."
    node = _need(root, "received_on", why)
    if not text_of(node, "a day").strip():
        raise node.place.error("`received_on` is blank", why=why, repair="Write it as YYYY-MM-DD.")
    return day_of(node)


def _known_before(root: Keys) -> bool | None:
    node = root.nodes.get("known_before_judgment")
    if node is None or not text_of(node, "yes or no").strip():
        return None
    said = text_of(node, "yes or no").strip().lower()
    if said not in _SAID:
        raise node.place.error(f"[{said}] is neither yes nor no", repair="Write [yes] or [no].")
    return _SAID[said]


def _text(keys: Keys, key: str) -> str:
    node = keys.nodes.get(key)
    return "" if node is None else " ".join(text_of(node, "a text").split())


def _day(keys: Keys, key: str) -> date | None:
    return day_of(keys.nodes[key]) if _text(keys, key) else None


def _word(node: Node, terms: type[_Word]) -> _Word:
    return _term(node.place, text_of(node, "a word"), terms)


def _term(place: Place, text: str, terms: type[_Word]) -> _Word:
    known = [term.value for term in terms]
    if text not in known:
        raise place.error(f"[{text}] is not known here", repair=nearest(text, known))
    return terms(text)


# ---- whom it is about ---------------------------------------------------------------------------


def _affects(root: Keys) -> tuple[AffectedPerson, ...]:
    node = _need(root, "affects", "A ground that is about nobody touches no case.")
    if not isinstance(node, Items) or not node.nodes:
        raise node.place.error("`affects` must be a list of persons")
    return tuple(_person(each) for each in node.nodes)


def _person(node: Node) -> AffectedPerson:
    if not isinstance(node, Keys):
        raise node.place.error("a person must be keys and values", repair="Begin with `person:`.")
    node.require_known(PERSON_KEYS, "a person")
    label = _text(node, "person")
    if not label:
        raise node.place.error(
            "the person has no label",
            why="Every motion says whose part in the case it rests on.",
            repair="Add `person`, as the office speaks of that person.",
        )
    return AffectedPerson(
        label=label,
        known_as=_known_as(node),
        roles=_terms(node, "roles", ParticipantRole),
        first=_day(node, "from"),
        last=_day(node, "until"),
        units=_texts(node, "units"),
        evidence=_terms(node, "evidence", Evidence),
    )


def _known_as(person: Keys) -> tuple[KnownAs, ...]:
    node = person.nodes.get("known_as")
    if not isinstance(node, Items) or not node.nodes:
        raise (node or person).place.error(
            "the person has no list `known_as`",
            why="A name alone never says who somebody is; an agency's number does.",
            repair="Add - {agency: ..., identifier: ..., names: [...]} for each number.",
        )
    return tuple(_number(each) for each in node.nodes)


def _number(node: Node) -> KnownAs:
    if not isinstance(node, Keys):
        raise node.place.error("this must be {agency: ..., identifier: ..., names: [...]}")
    node.require_known(KNOWN_AS_KEYS, "a number of a person")
    agency, identifier = _text(node, "agency"), _text(node, "identifier")
    names = _texts(node, "names")
    if not identifier_key(agency) or not identifier_key(identifier) or not names:
        raise node.place.error(
            "an agency, an identifier or the names are missing",
            why="Numbers are an agency's own, and a number is checked against the names beside it.",
            repair="Write {agency: ..., identifier: ..., names: [...]}.",
        )
    return KnownAs(agency=agency, identifier=identifier, names=names)


def _texts(keys: Keys, key: str) -> tuple[str, ...]:
    node = keys.nodes.get(key)
    if node is None or (isinstance(node, Items) and not node.nodes):
        return ()
    return tuple(each.text.strip() for each in scalars_of(node, "a text") if each.text.strip())


def _terms(keys: Keys, key: str, terms: type[_Word]) -> tuple[_Word, ...]:
    node = keys.nodes.get(key)
    if node is None or (isinstance(node, Items) and not node.nodes):
        return ()
    scalars = [each for each in scalars_of(node, "a word") if each.text.strip()]
    return tuple(_term(each.place, each.text, terms) for each in scalars)


# ---- what cannot be -----------------------------------------------------------------------------


def _require_adoption(root: Keys, ground: Ground) -> None:
    named = bool(ground.adopted_by) and ground.adopted_on is not None
    if ground.is_adopted and not named:
        raise root.keys["status"].error(
            "the ground is adopted, and it is not said by whom or when",
            why="A court will ask which attorney stands for it.",
            repair="Add `adopted_by` and `adopted_on`, or write `status: draft`.",
        )


def _require_order(root: Keys, ground: Ground) -> None:
    if ground.adopted_on and ground.adopted_on < ground.received_on:
        raise root.keys["adopted_on"].error(
            f"it was adopted on {ground.adopted_on}, before the office received it on"
            f" {ground.received_on}",
            repair="Correct one of the two days.",
        )
    for person in ground.affects:
        if person.first and person.last and person.last < person.first:
            raise root.keys["affects"].error(
                f"for [{person.label}] `until` is {person.last}, before `from`, {person.first}",
                repair="Correct one of the two days.",
            )


def _require_one_person_each(root: Keys, ground: Ground) -> None:
    bearers: dict[tuple[str, str], str] = {}
    labels: set[str] = set()
    for person in ground.affects:
        if person.label in labels:
            raise root.keys["affects"].error(f"[{person.label}] stands twice")
        labels.add(person.label)
        for number in person.known_as:
            key = (identifier_key(number.agency), identifier_key(number.identifier))
            if bearers.setdefault(key, person.label) != person.label:
                raise root.keys["affects"].error(
                    f"[{number.agency} {number.identifier}] is given to two persons",
                    why="A case would rest on whichever of them comes first.",
                    repair="Ask the agency whose number it is, and remove it from the other.",
                )
