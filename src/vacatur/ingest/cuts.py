"""Cut a line that could not be read in every way in which it may have been meant.

What such a line names is sought among its parts: a part too many is a doubt or a line that is not
shown, and one too few a wrong answer.
"""

from __future__ import annotations

# DuckDB's macro `cuts(line, delimiter)`: a list of parts, some of them several times; trim them.
CUTS = r"""create or replace temp macro cuts(line, delimiter) as list_concat(
    string_split(line, delimiter),
    string_split(replace(line, chr(0), ''), delimiter),
    string_split(line, ','), string_split(line, ';'), string_split(line, '|'),
    string_split(line, chr(9)),
    string_split_regex(line, '[,;|"\x00-\x1f]'),
    list_transform(regexp_extract_all(line, '"((?:[^"]|"")*)"', 1),
                   lambda cell: replace(cell, '""', '"')),
    regexp_extract_all(line, '[^,;|"\s]+'),
    string_split_regex(replace(line, delimiter, ' '), '\s+'))"""
