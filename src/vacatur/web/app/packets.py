"""A packet as it lies in the workspace: what of it can go to the court, and that it went."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from vacatur.errors import UsageError
from vacatur.office.filing_packet import file_packet, packet_lines
from vacatur.web.app.bulk import Bulk, done_page, numbers_of, ranges_of
from vacatur.web.app.exporting import PURPOSES
from vacatur.web.app.office import Office, office_in
from vacatur.web.app.pages import page
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
_CODE = 10  # digits of what stands for a name in an address


@router.get("/filing/packet/{code}", name="packet")
def packet(request: Request, code: str) -> Response:
    """Its matters, each with its papers, and whether they wait to be sent."""
    office = office_in(request)
    name = _named(office, code)
    with office.casework() as casework:
        lines = packet_lines(office.workspace, casework, name)
    return page(
        request,
        "filing/packet.html",
        name=name,
        code=code,
        lines=lines,
        may_go=ranges_of([each.number for each in lines if each.may_go]),
        going=sum(each.may_go for each in lines),
        today=office.today(),
        purposes=PURPOSES,
    )


@router.post("/filing/packet/{code}/file", name="packet_file")
def packet_filed(request: Request, code: str, matters: Text = "") -> Response:
    """Write down that the papers of these matters go to the court, before they are sent."""
    office, viewer = office_in(request), viewer_of(request)
    name = _named(office, code)
    with office.casework() as casework:
        done = file_packet(
            office.workspace,
            casework,
            name,
            numbers_of(matters),
            viewer.doing("filing", office.now()),
            today=office.today(),
        )
    what = Bulk(name="file", label="File", done="on the way to the court")
    return done_page(request, what, done, "state=submitted", may_undo=False)


def packets_of(office: Office) -> dict[str, str]:
    """The packets of the workspace by code, the latest name first."""
    folder = office.workspace.packets_folder
    found = folder.iterdir() if folder.is_dir() else ()
    names = sorted(
        (each.name for each in found if each.is_dir() and not each.name.startswith(".")),
        reverse=True,
    )
    return {code_of_packet(each): each for each in names}


def code_of_packet(name: str) -> str:
    """What stands for a packet in an address: its name was typed, and anything may be in it."""
    return hashlib.sha256(f"packet {name}".encode()).hexdigest()[:_CODE]


def _named(office: Office, code: str) -> str:
    found = packets_of(office)
    if code not in found:
        raise UsageError("there is no such packet", repair="See [Filing]: it lists them.")
    return found[code]
