"""What leaves the app as a file: for a purpose of a list, and written into the chain."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request, Response

from vacatur.errors import UsageError
from vacatur.web.app.office import office_in
from vacatur.web.app.viewer import viewer_of

PURPOSES: Mapping[str, str] = {
    "filing": "to file with a court",
    "service": "to serve or tell somebody",
    "compliance": "to ask an agency whether it has complied",
    "archive": "for the office's own file",
    "review": "for a review or an audit",
}


def exported(
    request: Request, what: str, purpose: str, content: bytes, name: str, media_type: str
) -> Response:
    """A file, once it is written down who took it for what.

    Raises
    ------
    UsageError
        The purpose is none of the list.
    """
    if purpose not in PURPOSES:
        raise UsageError("it is not said for what purpose", repair="Choose one of the list.")
    office, viewer = office_in(request), viewer_of(request)
    doing = viewer.doing(f"export: {purpose}", office.now())
    with office.casework() as casework, casework.working(doing) as work:
        work.note_access("Exported", {"bytes": len(content), "purpose": purpose, "what": what})
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, 200, headers, media_type)
