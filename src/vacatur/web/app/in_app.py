"""Where in the app something is done that an error tells as a command of the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

# By the first words of a command; the longest that fits counts.
_PLACES: Mapping[str, str] = MappingProxyType(
    {
        "explain": "[Why, on the page of the matter]",
        "facts answer": "[the questions under Why, on the page of the matter]",
        "ground answer": "[Grounds, on the page of the matter]",
        "link review": "[Linkage]",
        "matters approve": "[Approve, on the page of the matter]",
        "matters assign": "[Assign, on the page of the matter]",
        "matters batch": "[the page of the batch, under Approve]",
        "matters changed": "[Record that a record has changed, under Filing]",
        "matters discharge": "[Duties, on the page of the matter]",
        "matters follow": "[Begin to follow, on the page of the matter]",
        "matters groups": "[Worklist, all groups]",
        "matters list": "[Worklist]",
        "matters order": "[Record what the court ordered, under Filing]",
        "matters packet": "[Build papers, under Filing]",
        "matters receipt": "[Record what the court said of the paper, under Filing]",
        "matters renew": "[Take over what stands now, on the page of the matter]",
        "matters send-back": "[Send back, on the page of the matter]",
        "matters set-aside": "[Set it aside, on the page of the matter]",
        "matters show": "[the page of the matter]",
        "matters state": "[Papers, on the page of the matter]",
        "matters told": "[Record that the person was told, on the page of the matter]",
        "matters vault": "[Vault]",
        "matters unseal": "[Vault]",
        "matters obliterate": "[Vault]",
        "matters withdraw": "[Take the approval back, on the page of the matter]",
        "packet check": "[Papers, on the page of the matter]",
        "audit verify": "[Audit, verify the chain]",
    }
)
_COMMAND = re.compile(r"\[vacatur ([^\]]*)\]")
# What is given with a command, and how the field is called in which the app asks for it.
_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "form": "Filled here",
        "by-hand": "We fill it ourselves",
        "whole-case": "Where the order says that it reaches charges not in the matter, too",
    }
)
_OPTION = re.compile(rf"\[--({'|'.join(_FIELDS)}) ([^\]]*)\]")


def in_app(text: str) -> str:
    """The same words, with the app's places for commands; what it has no place for stays."""
    told = _COMMAND.sub(_place, text)
    return _OPTION.sub(lambda found: f"[{_FIELDS[found[1]]}: {found[2]}]", told)


def _place(found: re.Match[str]) -> str:
    words = found[1].split()
    for many in (2, 1):
        place = _PLACES.get(" ".join(words[:many]))
        if place:
            return place
    return found[0]
