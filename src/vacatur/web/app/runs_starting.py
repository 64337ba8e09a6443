"""The forms that ask for an ingest, a link or a run; each becomes a job."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response, UploadFile

from vacatur.dates import parse_day
from vacatur.errors import UsageError, nearest
from vacatur.office.exports import ADAPTERS, CSV, DOCKET
from vacatur.office.jobs.job import JobKind
from vacatur.office.jobs.sources import in_inbox
from vacatur.office.own_laws import laws_to_run
from vacatur.office.uploads import Sent, keep_upload
from vacatur.web.app.jobs import submitted
from vacatur.web.app.office import office_in

router = APIRouter()
Text = Annotated[str, Form()]


@router.post("/runs/ingest", name="runs_ingest")
def ingest_from_inbox(
    request: Request,
    adapter: Text = "",
    file: Annotated[list[str], Form()] = [],  # noqa: B006  # FastAPI copies it
    mapping: Text = "",
    vanished_too: Text = "",
) -> Response:
    """Ask for what lies in the server's inbox to be taken in."""
    workspace = office_in(request).workspace
    _require_adapter(adapter)
    for name in (*file, *([mapping] if mapping else [])):
        in_inbox(workspace, name)
    if not file:
        raise UsageError("no file is named", repair="Choose one of the inbox.")
    _require_mapping(adapter, mapping)
    told = {"inbox": file, "adapter": adapter, "vanished_too": bool(vanished_too)}
    return submitted(request, JobKind.INGEST, {**told, "mapping": mapping or None})


@router.post("/runs/upload", name="runs_upload")
def ingest_upload(
    request: Request,
    files: Annotated[list[UploadFile], Form()] = [],  # noqa: B006
    adapter: Text = "",
    vanished_too: Text = "",
) -> Response:
    """Ask for what was sent to be taken in; it is looked at, and sealed, before anything else."""
    _require_adapter(adapter)
    sent = [Sent(name=each.filename, file=each.file) for each in files if each.filename]
    upload = keep_upload(office_in(request).workspace, adapter, sent)
    told = {"upload": upload, "adapter": adapter, "vanished_too": bool(vanished_too)}
    return submitted(request, JobKind.INGEST, told)


@router.post("/runs/decide", name="runs_decide")
def decide(request: Request, law: Text = "", as_of: Text = "") -> Response:
    """Ask for a run. Its day has no default."""
    known = laws_to_run(office_in(request).workspace)
    if law not in known:
        raise UsageError("there is no such law here", repair=nearest(law, known))
    try:
        day = parse_day(as_of)
    except ValueError:
        raise UsageError(
            "the day of decision is missing, or cannot be read",
            why="A decision hangs on its day, so it is never guessed.",
            repair="Write it like 2026-02-15.",
        ) from None
    return submitted(request, JobKind.DECIDE, {"law": law, "as_of": str(day)})


@router.post("/runs/link", name="runs_link")
def link(request: Request) -> Response:
    """Ask for the cases to be linked again."""
    return submitted(request, JobKind.LINK, {})


def _require_adapter(adapter: str) -> None:
    if adapter not in ADAPTERS:
        raise UsageError("it is not said how to read it", repair=nearest(adapter, ADAPTERS))


def _require_mapping(adapter: str, mapping: str) -> None:
    if (adapter == CSV) != bool(mapping):
        raise UsageError(
            f"the adapter [{CSV}] needs a mapping, and no other has a use for one",
            repair=f"Choose a mapping, or another adapter, as [{DOCKET}].",
        )
