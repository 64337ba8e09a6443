"""The public page in Chromium, where there is one: no fault by axe, and no wider than a phone."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.integration.test_site_in_a_browser import CHROMIUM, chromium
from tests.support.counted_files import counted, write_arrests
from vacatur.evidence.disclosure.rule import Tier
from vacatur.office.demo import SEED
from vacatur.office.demo_evaluation import make_evaluations
from vacatur.office.evidence_writing import Leaving, let_out
from vacatur.office.formats import begin_workspace

AXE = Path(__file__).parents[1] / "support/vendor/axe.min.js"
WIDTHS = (320, 1280)

__all__ = ["chromium"]  # a fixture

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

# Each page is looked at in a frame of its own; what axe finds is written below.
_SCRIPT = """
addEventListener('load', async () => {
  for (const frame of document.querySelectorAll('iframe')) {
    const page = frame.contentDocument, root = page.documentElement;
    const script = page.createElement('script');
    script.textContent = AXE;
    page.head.append(script);
    const found = await frame.contentWindow.axe.run(page, { iframes: false });
    const told = {
      width: frame.width, needs: root.scrollWidth, has: root.clientWidth,
      passes: found.passes.length, violations: found.violations.map(each => each.id),
    };
    const line = document.createElement('p');
    line.textContent = JSON.stringify(told);
    document.body.append(line);
  }
  document.title = 'done';
});
"""


def test_the_page_has_no_fault_by_axe_and_fits_a_phone(chromium, tmp_path):
    found = counted(tmp_path, write_arrests(tmp_path / "arrests.csv"), each_district=True)
    page = tmp_path / "page"
    leaving = Leaving(exhibit=None, tier=Tier.PUBLIC, dashboard=page, events=())
    workspace = begin_workspace(tmp_path / "workspace")
    let_out(
        found,
        leaving,
        workspace,
        by="A. Roe",
        on=date(2026, 2, 15),
        at=datetime(2026, 2, 15, tzinfo=UTC),
    )
    require_no_fault(chromium, page)


@pytest.mark.long
def test_the_page_of_an_evaluation_has_none_either_and_says_what_was_planted(chromium, tmp_path):
    found, nothing = make_evaluations(tmp_path / "made", seed=SEED, on=date(2026, 2, 15))
    assert (found.planted, found.verdict) == (pytest.approx(-0.35), "supported")
    assert (nothing.planted, nothing.verdict) == (0, "cannot attribute")
    assert "We could not tell" in nothing.reason
    require_no_fault(chromium, found.folder)


def require_no_fault(chromium, page: Path) -> None:
    """Look at a folder's page, narrow and wide."""
    frames = "".join(
        f'<iframe width="{width}" height="900" src="index.html"></iframe>' for width in WIDTHS
    )
    axe = json.dumps(AXE.read_text("utf-8")).replace("</", "<\\/")
    (page / "frames.html").write_text(
        f'<!doctype html><meta charset="utf-8"><body>{frames}'
        f"<script>const AXE = {axe};{_SCRIPT}</script>",
        "utf-8",
    )
    said = re.findall(r"<p>({.*?})</p>", chromium("--dump-dom", (page / "frames.html").as_uri()))
    told = [json.loads(each.replace("&quot;", '"')) for each in said]
    assert [int(each["width"]) for each in told] == list(WIDTHS)
    for each in told:
        assert each["violations"] == []
        assert each["passes"] > 30
        assert each["needs"] <= each["has"]
