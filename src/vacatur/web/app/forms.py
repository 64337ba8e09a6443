"""What every form proves before it does anything: whence it comes, and at times by whom.

The token is bound to the session, or before there is one to a cookie of the browser: another site
can have a form sent, and cannot know either.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from vacatur.matters.access.sessions import note_proof
from vacatur.matters.sealing import keyed_hash
from vacatur.web.app.office import office_in
from vacatur.web.app.proofs import proof_in
from vacatur.web.app.viewer import Viewer

TOKEN = "csrf_token"
TOKEN_HEADER = "x-csrf-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PROOFS = ("prove_password", "prove_code", "prove_passkey")


class FormRefused(Exception):
    """A form did not come from a page of ours."""


@dataclass
class ProofNeeded(Exception):
    """What was asked waits until its asker proves who they are; the form is kept in the page."""

    fields: list[tuple[str, str]]
    had_files: bool
    was_wrong: bool


def token_of(request: Request) -> str:
    """The token for the forms of a page."""
    return keyed_hash(office_in(request).keys.forms, request.state.form_secret)


async def checked(request: Request) -> None:
    """Let a form through, or not; every route of the app depends on it.

    Raises
    ------
    FormRefused
        It carries no good token.
    ProofNeeded
        Its asker proves first who they are.
    """
    route = request.scope.get("route")
    # The guard has looked at the address itself: it must have come to the same route.
    if getattr(route, "name", None) != request.state.route_name:
        raise FormRefused
    if request.method in SAFE:
        return
    form = await request.form()
    given = request.headers.get(TOKEN_HEADER) or form.get(TOKEN)
    if not isinstance(given, str) or not hmac.compare_digest(
        given.encode(), token_of(request).encode()
    ):
        raise FormRefused
    await _require_proof(request, form)


async def _require_proof(request: Request, form: FormData) -> None:
    viewer: Viewer | None = request.state.viewer
    office = office_in(request)
    if viewer is None:
        return
    policy = request.state.policy
    must = (viewer.is_locked and not policy.locked) or (
        policy.reauthenticate and not viewer.session.is_proved(office.now())
    )
    if not must:
        return
    given: dict[str, str] = {name: str(form.get(name)) for name in PROOFS if form.get(name)}
    good: bool = bool(given) and await run_in_threadpool(
        lambda: proof_in(office, request, viewer, given)
    )
    if good:
        await run_in_threadpool(note_proof, office.accounts, viewer.session, office.now())
        return
    texts = [
        (name, value)
        for name, value in form.multi_items()
        if isinstance(value, str) and name not in (*PROOFS, TOKEN)
    ]
    files = any(not isinstance(value, str) for _, value in form.multi_items())
    raise ProofNeeded(fields=texts, had_files=files, was_wrong=bool(given))
