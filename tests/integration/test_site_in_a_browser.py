"""The site in Chromium, where there is one: from files, without a network, wide and on a phone."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from vacatur.site.build import build_site
from vacatur.site.laws import load_law

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PHONE, DESK = 360, 1280
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--allow-file-access-from-files",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--virtual-time-budget=20000",
)

# Not in `make test` on a machine without a browser: the project itself needs none.
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("browser") / "site"
    laws = [load_law(name) for name in ("us-md", "us-xx")]
    build_site(laws, manual=None, histories={}).write(out)
    return out


@pytest.fixture
def chromium(tmp_path):
    """Run the browser once, in a profile of its own; what it prints."""

    def run(*arguments):
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        done = subprocess.run(
            [CHROMIUM, *OPTIONS, profile, *arguments],
            capture_output=True,
            check=True,
            encoding="utf-8",
            timeout=120,
        )
        return done.stdout

    return run


def frames(site, addresses):
    """A page that shows each page at two widths, and writes down how wide its content came out."""
    shown = "".join(
        f'<iframe width="{width}" height="800" data-name="{address} {width}" src="{address}">'
        "</iframe>"
        for address in addresses
        for width in (PHONE, DESK)
    )
    script = (
        "addEventListener('load', () => { for (const f of document.querySelectorAll('iframe')) {"
        " const d = f.contentDocument.documentElement; const p = document.createElement('p');"
        " p.textContent = `${f.dataset.name} ${d.scrollWidth} ${d.clientWidth}`;"
        " document.body.append(p); } });"
    )
    path = site / "frames.html"
    path.write_text(f"<!doctype html><body>{shown}<script>{script}</script></body>")
    return path


@pytest.mark.long
def test_no_page_is_wider_than_its_window(site, chromium):
    addresses = [
        path.relative_to(site).as_posix()
        for path in sorted(site.rglob("*.html"))
        if path.name != "frames.html"
    ]
    found = chromium("--dump-dom", frames(site, addresses).as_uri())
    widths = re.findall(r"<p>(\S+) (\d+) (\d+) (\d+)</p>", found)

    assert len(widths) == 2 * len(addresses)
    wide = [row for row in widths if int(row[2]) > int(row[3])]
    assert wide == []


def test_the_search_finds_from_a_file_and_forgives_a_slip(site, chromium):
    page = (site / "search.html").as_uri()
    found = chromium("--dump-dom", f"{page}?q=newly+discoverd+evidence")
    none = chromium("--dump-dom", f"{page}?q=%3Cb%3Ezzzz")

    assert "law/us-md/cp-8-301-1.html#" in found
    assert re.search(r'role="status">\d+ places', found)
    assert 'role="status">0 places' in none


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_page_can_be_drawn(site, chromium, tmp_path, width):
    picture = tmp_path / "page.png"
    page = (site / "law/us-md/cp-8-301-1.html").as_uri()
    chromium(f"--screenshot={picture}", f"--window-size={width},900", page)

    drawn = picture.read_bytes()
    assert drawn.startswith(b"\x89PNG")
    assert len(drawn) > 20_000  # an empty page is a few thousand bytes
