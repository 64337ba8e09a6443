"""A hash of a jurisdiction's code lists, so that a reading can be traced to the lists it used."""

from __future__ import annotations

import hashlib
import json

from vacatur.law.codes import CodeTable


def codes_digest(table: CodeTable) -> str:
    """sha256 over what the lists say, whatever the order of lines in their files."""
    content = {
        "jurisdiction": table.jurisdiction,
        "lists": {name: repr(each) for name, each in table.lists.items()},
        "codes": {name: repr(each) for name, each in table.codes.items()},
        "words": {word: sorted(senses) for word, senses in table.words.items()},
    }
    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
