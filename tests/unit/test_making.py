"""Papers of a matter and lists of many: numbered on from page to page, cut where they are long."""

import hashlib
import re

import pytest

from tests.support.packets import DAY, book, charges, jobs, marks, values
from vacatur.documents import making
from vacatur.documents.composing import frame, table_block
from vacatur.documents.making import PaperJob, file_name, make_list, make_papers
from vacatur.documents.particulars import Table
from vacatur.documents.pdf_text import bodies_of, pages_of
from vacatur.documents.typesetting import press
from vacatur.errors import PaperRefused

PAPERS = ("motion", "proposed-order", "letter-motion-en", "nolle-prosequi")


@pytest.fixture(scope="module")
def opened():
    with press() as made:
        yield made


def numbers_on(pages, prefix):
    return [int(re.search(rf"{prefix}(\d{{4,}})", page).group(1)) for page in pages]


def test_pages_count_on_from_paper_to_paper(opened, tmp_path):
    told = values(charges=charges(60))  # so that a paper has pages of its own

    made = make_papers(opened, tmp_path / "12", jobs(PAPERS, told), on=DAY)

    assert [each.paper for each in made] == list(PAPERS)
    assert made[0].first == 1
    assert [each.first for each in made[1:]] == [each.last + 1 for each in made[:-1]]
    assert max(each.pages for each in made) > 1
    seen = []
    for each in made:
        pdf = (tmp_path / "12" / each.file).read_bytes()
        assert hashlib.sha256(pdf).hexdigest() == each.sha256
        assert len(pages_of(pdf)) == each.pages == each.last - each.first + 1
        seen += numbers_on(pages_of(pdf), "SAO-12-")
    assert seen == list(range(1, made[-1].last + 1))


def test_files_are_in_the_order_of_the_papers_and_named_after_their_titles(opened, tmp_path):
    made = make_papers(opened, tmp_path / "12", jobs(PAPERS, values()), on=DAY)

    assert [each.file for each in made] == [
        "01-States-Motion-to-Vacate-Judgment.pdf",
        "02-Proposed-Order-on-States-Motion-to-Vacate-Judgment.pdf",
        "03-A-letter-about-your-case.pdf",
        "04-Nolle-Prosequi.pdf",
    ]
    assert sorted(each.name for each in (tmp_path / "12").iterdir()) == [each.file for each in made]


def test_a_folder_that_is_there_is_not_written_over(opened, tmp_path):
    with pytest.raises(FileExistsError):
        make_papers(opened, tmp_path, jobs(PAPERS, values()), on=DAY)


def test_one_that_cannot_be_set_leaves_what_came_before_it(opened, tmp_path):
    good, bad = jobs(PAPERS[:1], values()), jobs(PAPERS[:1], values(defendant_name="สมชาย"))

    with pytest.raises(PaperRefused):
        make_papers(opened, tmp_path / "12", (*good, *bad), on=DAY)

    assert [each.name[:3] for each in (tmp_path / "12").iterdir()] == ["01-"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("State's Motion to Vacate", "States-Motion-to-Vacate"),
        ("Una carta sobre su caso: señal", "Una-carta-sobre-su-caso-senal"),
        ("../../etc/passwd", "etc-passwd"),
        ("A\\B:C*D?E|F\n", "A-B-C-D-E-F"),
        ("Motion (redacted)", "Motion-redacted"),
        ("-rf", "rf"),
        ("A" * 300, "A" * 100),
        ("A" * 99 + " motion", "A" * 99),
        ("正義", "paper"),
        ("", "paper"),
    ],
)
def test_a_file_name_holds_letters_that_every_system_takes(title, name):
    assert file_name(title) == name


def cases(count):
    rows = tuple((f"{n:04}", f"7B{n:08}", f"DOE, PERSON {n}") for n in range(1, count + 1))
    return Table(columns=("No.", "Case", "Name"), widths=(1, 2, 4), rows=rows)


def exhibit(table):
    data = {
        **frame("Exhibit B", "en", marks("SAO-L1-")),
        "heading": "Exhibit B",
        "opening": "Each case is listed once.",
        "table": table_block(table),
        "signature": ["A. Roe"],
    }
    return PaperJob(paper="omnibus-exhibit", title="Exhibit B", template="exhibit", data=data)


def rows_in(folder, made):
    text = [page for each in made for page in bodies_of((folder / each.file).read_bytes())]
    return [int(each) for each in re.findall(r"DOE, PERSON (\d+)", "\n".join(text))]


def test_a_short_list_is_one_file(opened, tmp_path):
    (made,) = make_list(opened, tmp_path, exhibit(cases(3)), on=DAY)

    assert (made.file, made.first, made.pages) == ("Exhibit-B.pdf", 1, 1)
    assert rows_in(tmp_path, [made]) == [1, 2, 3]


@pytest.mark.parametrize("count", [150, 211])
def test_a_list_above_the_most_pages_is_cut_and_its_numbers_count_on(
    opened, tmp_path, monkeypatch, count
):
    monkeypatch.setattr(making, "MOST_PAGES", 2)

    made = make_list(opened, tmp_path, exhibit(cases(count)), on=DAY)

    assert len(made) > 2
    assert [each.file for each in made] == [
        f"Exhibit-B-part-{n}-of-{len(made)}.pdf" for n in range(1, len(made) + 1)
    ]
    assert max(each.pages for each in made) <= 2
    assert rows_in(tmp_path, made) == list(range(1, count + 1))
    seen = [
        number
        for each in made
        for number in numbers_on(pages_of((tmp_path / each.file).read_bytes()), "SAO-L1-")
    ]
    assert seen == list(range(1, made[-1].last + 1))
    assert [each.first for each in made[1:]] == [each.last + 1 for each in made[:-1]]


def test_each_page_has_the_head_of_the_table(opened, tmp_path):
    (made,) = make_list(opened, tmp_path, exhibit(cases(100)), on=DAY)

    assert made.pages > 2
    for page in pages_of((tmp_path / made.file).read_bytes()):
        assert "No. Case Name" in page


def test_one_row_that_alone_is_too_long_is_refused_without_its_name(opened, tmp_path, monkeypatch):
    monkeypatch.setattr(making, "MOST_PAGES", 1)
    long = "DOE, JANE " * 900
    table = Table(columns=("No.", "Name"), widths=(1, 1), rows=(("1", long),))

    with pytest.raises(PaperRefused, match="one row alone takes more than 1 pages") as raised:
        make_list(opened, tmp_path, exhibit(table), on=DAY)

    assert raised.value.where == "Exhibit B"
    assert "DOE" not in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_no_paper_of_a_book_is_lost_in_the_list_of_its_vehicle():
    for spec in book().vehicles.values():
        titles = [file_name(each.title) for each in spec.papers]
        assert len(set(titles)) == len(titles)
