"""Keeping an input: byte for byte, or not at all."""

import gzip
from pathlib import Path

import pytest

from vacatur.errors import IngestError
from vacatur.ingest.keep import kept, scan, working_text

SOURCE = Path("x.csv")


def in_pieces(content, size):
    return [content[start : start + size] for start in range(0, len(content), size)]


@pytest.mark.parametrize("size", [1, 2, 3, 100])
@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"h\na\nb\n", 3),
        (b"h\na\nb", 3),
        (b"h\r\na\r\nb\r\n", 3),
        (b"h\ra\rb", 3),
        (b"h\n\n\r\n\r", 4),
        ("h\né\u20ac\U0001f600\n".encode(), 2),
        (b"h", 1),
    ],
)
def test_lines_are_counted_wherever_the_chunks_are_cut(content, lines, size):
    assert scan(in_pieces(content, size), SOURCE).lines == lines


@pytest.mark.parametrize("size", [1, 2, 3, 100])
@pytest.mark.parametrize(
    ("content", "even"),
    [
        (b"h\n\na\n", True),
        (b"h\r\ra\r", True),
        (b"h\r\na\r\nb", True),
        (b"h\r\n\r\na\r\n", False),  # blank
        (b"h\r\na\n", False),
        (b"h\r\na\r", False),
        (b"h\na\rb", False),
        (b"h\r\r\n", False),
    ],
)
def test_a_text_whose_lines_duckdb_may_not_tell_apart_is_known(content, even, size):
    assert scan(in_pieces(content, size), SOURCE).even is even


@pytest.mark.parametrize("size", [1, 2, 3, 100])
@pytest.mark.parametrize("name", ["x.csv", "x.csv.gz"])
def test_a_working_text_has_one_kind_of_line_end(tmp_path, monkeypatch, name, size):
    monkeypatch.setattr("vacatur.ingest.unpack.CHUNK", size)
    content = b"h\r\na\r\r\nb\n\rc\r"
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)

    with kept([tmp_path / name], tmp_path / "raw") as (copy,):
        with working_text(copy, "utf-8", tmp_path) as path:
            assert path.read_bytes() == b"h\na\n\nb\n\nc\n"
        assert not path.exists()

    assert copy.path.read_bytes() == (tmp_path / name).read_bytes()


def test_a_text_that_duckdb_reads_as_it_is_is_not_written_again(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"h\r\na\r\n")

    with (
        kept([tmp_path / "a.csv"], tmp_path / "raw") as (copy,),
        working_text(copy, "utf-8", tmp_path) as path,
    ):
        assert path == copy.path


def test_the_header_is_the_first_line_without_its_mark_and_its_end():
    assert scan([b"\xef\xbb\xbfa,b\r\nc"], SOURCE).header == "a,b"


def test_a_form_feed_does_not_end_the_header():
    assert scan(["a\x0cb,\u2028c\nd".encode()], SOURCE).header == "a\x0cb,\u2028c"


def test_a_character_that_is_absent_is_found():
    assert scan([b"h\n\x01", b"\x02"], SOURCE).absent == "\x03"


@pytest.mark.parametrize("size", [1, 2, 100])
@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"h\na\nb\xff\n", "x.csv, row 2:"),
        (b"h\na\n\xe2\x82", "x.csv, row 2:"),
        (b"h\r\na\r\n\xe2\x82x\r\n", "x.csv, row 2:"),
        (b"\xe9,h\n", "x.csv, header:"),
    ],
)
def test_text_that_is_not_utf8_is_refused_with_its_row(content, where, size):
    with pytest.raises(IngestError) as caught:
        scan(in_pieces(content, size), SOURCE)

    assert str(caught.value).startswith(where)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"  "])
def test_an_empty_file_is_refused(content):
    with pytest.raises(IngestError, match="the file is empty"):
        scan([content], SOURCE)


def test_a_file_is_kept_byte_for_byte_under_its_hash(tmp_path):
    source = tmp_path / "a.csv.gz"
    source.write_bytes(gzip.compress(b"h\na\n"))

    with kept([source], tmp_path / "raw") as (copy,):
        assert (copy.lines, copy.header) == (2, "h")

    assert copy.path.name == f"{copy.sha256[:12]}-a.csv.gz"
    assert copy.path.read_bytes() == source.read_bytes()
    assert copy.size == len(source.read_bytes())
    assert list((tmp_path / "raw").iterdir()) == [copy.path]


def test_a_copy_that_is_there_is_not_touched(tmp_path):
    source = tmp_path / "a.csv"
    source.write_bytes(b"h\na\n")
    with kept([source], tmp_path / "raw") as (first,):
        pass
    first.path.chmod(0o400)
    before = first.path.stat().st_ino

    with pytest.raises(RuntimeError), kept([source], tmp_path / "raw") as (second,):
        raise RuntimeError

    assert second.path.stat().st_ino == before


def test_nothing_is_kept_when_reading_fails(tmp_path):
    source = tmp_path / "a.csv"
    source.write_bytes(b"h\na\n")

    with pytest.raises(RuntimeError), kept([source], tmp_path / "raw"):
        raise RuntimeError

    assert list((tmp_path / "raw").iterdir()) == []


def gzipped(text):
    return gzip.compress(text, mtime=0)


@pytest.mark.parametrize(
    "content",
    [gzipped(b"h\na\n" * 5000)[:-9], b"h\na\n", gzipped(b"h\n") + b"tail"],
    ids=["cut short", "no gzip at all", "followed by other bytes"],
)
def test_a_damaged_gzip_file_is_refused(tmp_path, content):
    source = tmp_path / "a.csv.gz"
    source.write_bytes(content)

    with (
        pytest.raises(IngestError, match=r"a\.csv\.gz: the gzip file is cut short"),
        kept([source], tmp_path / "raw"),
    ):
        pass

    assert list((tmp_path / "raw").iterdir()) == []
