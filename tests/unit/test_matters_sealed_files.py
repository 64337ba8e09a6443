"""Sealed files: nothing of them can be changed, moved, left out or cut off unseen."""

from __future__ import annotations

import pytest

from vacatur.errors import ChainBroken
from vacatur.matters.sealed_files import Stream, about_sealed, read_sealed, write_sealed

KEY = bytes(range(32))
CHUNKS = [b"first", b"second", b"the third of them"]


@pytest.fixture
def sealed(tmp_path):
    path = tmp_path / "a.csv.sealed"
    with path.open("wb") as file:
        write_sealed(file, KEY, CHUNKS, name="a.csv", about={"rows_removed": 2})
    return path


def opened(path, key=KEY, name="a.csv"):
    return b"".join(read_sealed(path, key, name=name))


def test_it_comes_out_as_it_went_in_and_tells_nothing_closed(sealed):
    assert opened(sealed) == b"".join(CHUNKS)
    assert about_sealed(sealed) == {"rows_removed": 2}
    assert not any(each in sealed.read_bytes() for each in CHUNKS)


def test_no_content_is_a_content(tmp_path):
    path = tmp_path / "empty"
    with path.open("wb") as file:
        write_sealed(file, KEY, [], name="a.csv", about={})
    assert opened(path) == b""


def _spans(content):
    """Where each chunk lies: from its length to its end."""
    place = content.index(b"}\n") + 2
    while place < len(content):
        end = place + 4 + int.from_bytes(content[place : place + 4], "big")
        yield place, end
        place = end


def test_each_flipped_bit_is_seen(sealed):
    content = sealed.read_bytes()
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 1
        sealed.write_bytes(changed)
        with pytest.raises((ChainBroken, ValueError)):
            opened(sealed)


def test_a_chunk_cut_off_left_out_or_moved_is_seen(sealed):
    content = sealed.read_bytes()
    one, two, three = _spans(content)
    head = content[: one[0]]
    parts = [content[start:end] for start, end in (one, two, three)]
    for wrong in ([0, 1], [0, 2], [1, 2], [1, 0, 2], [0, 1, 2, 2], []):
        sealed.write_bytes(head + b"".join(parts[each] for each in wrong))
        with pytest.raises(ChainBroken):
            opened(sealed)


def test_another_name_and_another_key_do_not_open_it(sealed):
    with pytest.raises(ChainBroken):
        opened(sealed, name="b.csv")
    with pytest.raises(ChainBroken):
        opened(sealed, key=bytes(32))


@pytest.mark.parametrize("size", [1, 3, 7, 100, -1])
def test_a_stream_gives_every_byte_once(size):
    stream, found = Stream(iter(CHUNKS)), []
    while piece := stream.read(size):
        found.append(piece)
    assert b"".join(found) == b"".join(CHUNKS)
    assert all(len(piece) == size for piece in found[:-1])
