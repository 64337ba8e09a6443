"""How somebody who is signed in proves again who they are: a password, a code or a passkey."""

from __future__ import annotations

from fastapi import Request

from vacatur.matters.access.one_time_codes import accept_code
from vacatur.matters.access.passkeys import Site, accept_passkey, question
from vacatur.matters.access.sessions import Stage, set_challenge
from vacatur.matters.access.sign_in import check_password, failed
from vacatur.web.app.office import Office
from vacatur.web.app.viewer import Viewer


def site_of(office: Office, request: Request) -> Site:
    """Where the app is reached, as passkeys know it."""
    url = office.settings.address or f"{request.url.scheme}://{request.url.netloc}"
    return Site(host=request.url.hostname or "", origin=url)


def proof_in(office: Office, request: Request, viewer: Viewer, given: dict[str, str]) -> bool:
    """Whether what was given proves who they are; a failure is counted as one to sign in."""
    now = office.now()
    if password := given.get("prove_password"):
        # It counts its own failures.
        return check_password(office.accounts, viewer.name, password, now) is not None
    doing = viewer.doing("sign-in", now)
    if code := given.get("prove_code"):
        good = accept_code(office.accounts, office.keys, viewer.name, code, doing)
    else:
        good = accept_passkey(
            office.accounts,
            site_of(office, request),
            viewer.name,
            given.get("prove_passkey", ""),
            viewer.session.challenge,
            doing,
            alone=_proves_alone(viewer),
        )
    if not good:
        failed(office.accounts, viewer.name, now)
    return good


def passkey_question(office: Office, request: Request, viewer: Viewer) -> str:
    """What a browser is asked to sign, as JSON; empty: they have no passkey."""
    if not viewer.account.passkeys:
        return ""
    with office.accounts.reading() as connection:
        told, challenge = question(
            connection, site_of(office, request), viewer.name, alone=_proves_alone(viewer)
        )
    set_challenge(office.accounts, viewer.session, challenge)
    return told


def _proves_alone(viewer: Viewer) -> bool:
    """Whether a passkey is asked for by itself, and not after a password."""
    return viewer.session.stage is Stage.FULL
