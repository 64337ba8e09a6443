"""What many pages are made of is read before the first of them is asked for."""

from __future__ import annotations

import gc
from contextlib import suppress

from vacatur.errors import VacaturError
from vacatur.office.law_reading import law_reader
from vacatur.office.stale import rulebook_of_run
from vacatur.office.workspace import Workspace
from vacatur.web.app.pages import environment


def warm(workspace: Workspace) -> None:
    """Read the laws, that of the latest run and the templates, and keep them for good.

    A law or a run that cannot be read is for the page that needs it to tell.
    """
    for name in environment().list_templates():
        environment().get_template(name)
    for read in (law_reader, lambda: rulebook_of_run(workspace, workspace.run_manifest("latest"))):
        with suppress(VacaturError, OSError, ValueError, KeyError, TypeError, AttributeError):
            read()
    gc.collect()
    # The collector would go through all of it again and again, while everybody waits.
    gc.freeze()
