"""`vacatur law site`, as somebody runs it."""

from __future__ import annotations


def test_a_site_is_written_from_the_laws_that_are_named(vacatur, tmp_path):
    out = tmp_path / "site"
    done = vacatur("law", "site", out, "us-xx")

    assert done.code == 0
    assert f"Open {out / 'index.html'}" in done.out
    assert "No lawyer has reviewed these pages" in done.out
    assert (out / "law/us-xx/clearing.html").is_file()
    assert not (out / "law/us-md.html").exists()


def test_the_invented_state_stands_in_no_site_unless_it_is_named(vacatur, tmp_path):
    out = tmp_path / "site"

    assert vacatur("law", "site", out).code == 0
    assert (out / "law/us-md.html").is_file()
    assert not (out / "law/us-xx.html").exists()


def test_an_office_reads_its_own_pages(vacatur, tmp_path):
    pages = tmp_path / "our_county"
    pages.mkdir()
    (pages / "relief.law.md").write_text(
        """---
id: our-county/relief
kind: relief_policy
implements: OUR-1
verified_through: 2026-03-31
confidence: high
reviewed_by: A. <Attorney>
---

# What we ask to clear

## Policy 1 | Convictions

- text: paraphrase
- source: our own memorandum

> We review every *conviction* & <b>each</b> [link](https://example.org).

```rule
judgment_is_a_conviction = all_of(
    us_md.cp_8_301_1.judgment_was_entered,
    charge.disposition == convicted,
)

scope(judgment_is_a_conviction)
otherwise(NOT_ELIGIBLE)
grants(ELIGIBLE_STATE_MOTION, when=judgment_is_a_conviction)
```

A note that leads [outside](https://example.org) and <script>alert(1)</script>.
""",
        encoding="utf-8",
    )
    out = tmp_path / "site"
    done = vacatur("law", "site", out, pages)
    assert done.code == 0, done.err
    page = (out / "law/our-county/relief.html").read_text(encoding="utf-8")

    assert "Reviewed by A. &lt;Attorney&gt;." in page
    assert "No lawyer has reviewed this page" not in page
    assert "*conviction* &amp; &lt;b&gt;each&lt;/b&gt;" in page
    assert "<script>" not in page
    assert 'href="http' not in page
    assert "A note that leads outside" in page


def test_a_manual_without_pages_is_refused(vacatur, tmp_path):
    done = vacatur("law", "site", tmp_path / "site", "us-xx", "--manual", tmp_path)

    assert done.code == 2
    assert "holds no *.md page of a manual" in done.err
