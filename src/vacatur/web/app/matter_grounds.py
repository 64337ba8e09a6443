"""The grounds that touch a matter's case: what an attorney finds of each, for this case alone."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from vacatur.errors import UsageError
from vacatur.office.formats import writing
from vacatur.office.ground_answers import MaterialityAnswer, answer_materiality
from vacatur.office.grounds_of_case import grounds_of_case
from vacatur.office.matter_file import MatterFile, matter_file
from vacatur.record.terms import Materiality
from vacatur.web.app.matter import require_known
from vacatur.web.app.office import office_in
from vacatur.web.app.pages import page
from vacatur.web.app.viewer import viewer_of

router = APIRouter()
Text = Annotated[str, Form()]
_FOUND = {"yes": True, "no": False, "": None}


@router.get("/matters/{number:int}/grounds", name="matter_grounds")
def grounds(request: Request, number: int) -> Response:
    """Each adopted ground that touches the case, with what ties it to it."""
    file = _file(request, number)
    assert file.particulars is not None
    found = grounds_of_case(office_in(request).workspace, file.particulars.case_number)
    return page(
        request,
        "matter/grounds.html",
        matter=file.matter,
        grounds=found,
        materialities=list(Materiality),
    )


@router.post("/matters/{number:int}/grounds", name="matter_ground_answer")
def ground_answer(
    request: Request,
    number: int,
    ground: Text = "",
    materiality: Text = "",
    reason: Text = "",
    document: Text = "",
    integrity: Text = "",
    justice: Text = "",
) -> Response:
    """Record what an attorney answers of this case, and decide the person again."""
    office, viewer = office_in(request), viewer_of(request)
    if materiality not in {each.value for each in Materiality}:
        raise UsageError("it is not said what the judgment rests on")
    if integrity not in _FOUND or justice not in _FOUND:
        raise UsageError("a finding is yes, no or not made")
    file = _file(request, number)
    assert file.particulars is not None
    answer = MaterialityAnswer(
        case_number=file.particulars.case_number,
        materiality=Materiality(materiality),
        reason=reason,
        document=document,
        integrity=_FOUND[integrity],
        justice=_FOUND[justice],
    )
    with writing(office.workspace.folder, "an answer in the app") as workspace:
        answer_materiality(workspace, ground, [answer], by=viewer.name, on=office.today())
    return RedirectResponse(f"/matters/{number}", 303)


def _file(request: Request, number: int) -> MatterFile:
    office, viewer = office_in(request), viewer_of(request)
    with office.casework() as casework:
        file = matter_file(casework, number, viewer.doing("grounds", office.now()))
    require_known(file)
    return file
