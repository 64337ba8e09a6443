"""The mark of what is sealed: what names a person, and every free text, in an event."""

from __future__ import annotations

from typing import Annotated, TypeVar

_Kind = TypeVar("_Kind")
PRIVATE = "private"
# Null once the key under which it was sealed is destroyed.
Private = Annotated[_Kind | None, PRIVATE]
