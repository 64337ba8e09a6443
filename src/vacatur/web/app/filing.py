"""The filing board: papers by state with what runs out, packets, and what the court said."""

from __future__ import annotations

import io
import zipfile
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response, UploadFile

from vacatur.errors import UsageError
from vacatur.office.court_files import Imported, import_rows
from vacatur.office.court_kinds import court_file_named, sent_rows
from vacatur.office.filing_board import filing_board
from vacatur.web.app.building import MOST_AT_ONCE, asked_on_board
from vacatur.web.app.bulk import numbers_of
from vacatur.web.app.doing_moves import FormGiven, do_one
from vacatur.web.app.exporting import exported
from vacatur.web.app.moves import MOVES, Move, move_named
from vacatur.web.app.office import office_in
from vacatur.web.app.packets import packets_of
from vacatur.web.app.pages import page
from vacatur.web.app.policy import CASE_STAFF
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
_CARDS = 12


@router.get("/filing", name="filing")
def filing(request: Request) -> Response:
    """The board, and the forms for what the court said."""
    office, viewer = office_in(request), viewer_of(request)
    with office.casework() as casework:
        columns = filing_board(casework, today=office.today(), cards=_CARDS)
        choice, many = asked_on_board(office, casework)
    return page(
        request,
        "filing/board.html",
        columns=columns,
        today=office.today(),
        entries=[each for each in MOVES.values() if each.by_court],
        packets=packets_of(office),
        may_read=viewer.is_a(*CASE_STAFF),
        most=MOST_AT_ONCE,
        choice=choice,
        many=many,
    )


@router.get("/filing/entries/{name}", name="filing_entry")
def entry(request: Request, name: str) -> Response:
    """The form for one thing that a court or an agency said of one matter."""
    return page(request, "filing/entry.html", move=_entry(name), today=office_in(request).today())


@router.post("/filing/entries/{name}", name="filing_entry_record")
def entry_record(request: Request, name: str, given: FormGiven) -> Response:
    """Record it."""
    numbers = numbers_of(given.get("matter", ""))
    if len(numbers) != 1:
        raise UsageError("it is of one matter", repair="Write its number alone, such as 12.")
    (number,) = numbers
    do_one(request, number, _entry(name).make(viewer_of(request).name, given))
    return page(request, "filing/recorded.html", number=number, move=_entry(name))


@router.get("/filing/upload/{kind}", name="filing_upload_form")
def upload_form(request: Request, kind: str) -> Response:
    """Where a file of receipts or of orders is given."""
    return page(request, "filing/upload.html", file=court_file_named(kind))


@router.post("/filing/upload/{kind}", name="filing_upload")
def upload(request: Request, kind: str, file: UploadFile) -> Response:
    """Tell what would become of each row; nothing is recorded."""
    content = file.file.read()
    done = _imported(request, kind, content, rehearse=True)
    text = content.decode("utf-8-sig")
    return page(request, "filing/preview.html", kind=kind, done=done, text=text, is_done=False)


@router.post("/filing/upload/{kind}/record", name="filing_upload_record")
def upload_record(request: Request, kind: str, text: Text = "") -> Response:
    """Record each row that can be; the others are kept out and named."""
    done = _imported(request, kind, text.encode(), rehearse=False)
    return page(request, "filing/preview.html", kind=kind, done=done, text="", is_done=True)


@router.post("/filing/packets/download", name="packet_export")
def packet_export(request: Request, packet: Text = "", purpose: Text = "") -> Response:
    """A packet whole, as it lies in the workspace."""
    if packet not in packets_of(office_in(request)).values():
        raise UsageError("there is no such packet")
    folder = office_in(request).workspace.packets_folder / packet
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder.parent))
    return exported(
        request, "packet", purpose, content.getvalue(), f"{packet}.zip", "application/zip"
    )


def _entry(name: str) -> Move:
    move = move_named(name)
    if not move.by_court:
        raise UsageError("that is not entered here", repair="Do it on the page of the matter.")
    return move


def _imported(request: Request, kind: str, content: bytes, *, rehearse: bool) -> Imported:
    office, viewer = office_in(request), viewer_of(request)
    file = court_file_named(kind)
    rows = sent_rows(file, content)
    doing = viewer.doing(f"{kind} of the court", office.now())
    with office.casework() as casework:
        return import_rows(casework, file, rows, doing, today=office.today(), rehearse=rehearse)
