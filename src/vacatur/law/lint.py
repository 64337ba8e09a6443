"""Hold policy pages against principles. A warning is a thing to talk about, never a fault."""

from __future__ import annotations

from vacatur.law.lint_checks import CHECKS, Remark
from vacatur.law.lint_programmes import lint_programme
from vacatur.law.page import Page
from vacatur.law.policy_checks import POLICIES
from vacatur.law.rulebook import Rulebook


def policies_of(rulebook: Rulebook) -> list[Page]:
    """The pages that are an office's policy."""
    return [page for page in rulebook.pages if page.kind in POLICIES]


def lint(rulebook: Rulebook) -> list[Remark]:
    """What every check says of every policy page; each says something of each page.

    Of each programme, what FJP-5 says of its costs.

    Only the page's own conditions and words are read. What a condition of a law page asks is the
    law's doing and not the office's.
    """
    of_policies = [
        Remark(
            principle=principle,
            page_id=page.page_id,
            path=page.path,
            line=seen.line,
            says=seen.says,
            what=seen.what,
            repair=seen.repair,
        )
        for page in policies_of(rulebook)
        for principle, check in CHECKS.items()
        for seen in check(page, rulebook.pages)
    ]
    programmes = rulebook.programmes.values()
    return of_policies + [remark for each in programmes for remark in lint_programme(each)]
