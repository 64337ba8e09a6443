"""The corpus of dirty files: for each, what an adapter must say, or what must become of each row.

Every file is built in code, and goes through both adapters in tests/unit/test_ingest_dirty.py.
"""

from tests.support.dirty import (
    Dirty,
    encoded,
    gzip_bomb,
    gzipped,
    header_of,
    locked,
    raw,
    row,
    rows,
    swapped,
    text,
    zipped,
)

CSV, MD = "csv", "md-case-search"
_NOT_CLOSED = "a quotation mark is not closed on its line"

CORPUS = (
    # --- letters ---
    *(
        Dirty(
            name=encoding,
            content=encoded(encoding),
            refused="charges.csv, header: the text is UTF-16, and not UTF-8",
        )
        for encoding in ("utf-16", "utf-16-le", "utf-16-be")
    ),
    Dirty(
        name="a letter in Latin-1",
        content=lambda export: text(export, export.row(1), export.row(2, words="CAF\u00c9")).encode(
            "latin-1"
        ),
        refused="charges.csv, row 2: there is text that is not UTF-8",
    ),
    Dirty(
        name="a mark of the byte order",
        content=encoded("utf-8-sig"),
        mapped=("K1/1",),
    ),
    Dirty(
        name="a NUL byte",
        content=rows(row(1), row(2, words="TH\0EFT"), row(3)),
        mapped=("K1/1", "K1/3"),
        quarantined={2: "a NUL byte stands in the line"},
    ),
    Dirty(
        name="control characters",
        content=rows(row(1, words="A\x01\x02\x0b\x0c\x1c\x85\u2028B"), row(2)),
        mapped=("K1/1", "K1/2"),
    ),
    # --- columns ---
    Dirty(
        name="a million columns",
        content=header_of(lambda export: export.header + ",n" * 1_000_000),
        refused="charges.csv, header: the first line is longer than 1 MB",
    ),
    Dirty(
        name="a hundred thousand columns",
        content=header_of(
            lambda export: ",".join([export.header, *(f"n{place}" for place in range(100_000))])
        ),
        refused={
            CSV: "charges.csv, header: there are 100,008 columns",
            MD: "charges.csv, header: there are 100,013 columns",
        },
    ),
    Dirty(
        name="a row of a million cells",
        content=rows(row(1), raw("," * 999_999)),
        refused="charges.csv, row 2: the line has more than 10,000 fields",
    ),
    Dirty(
        name="a cell with nine thousand commas",
        content=rows(row(1, words=f'"{"," * 9_000}"'), row(2)),
        mapped=("K1/1", "K1/2"),
    ),
    Dirty(
        name="a row of 17 MB",
        content=rows(row(1), row(2, words="A" * 17 * 1024 * 1024), row(3)),
        refused="charges.csv, row 2: the line is longer than 16 MB",
    ),
    Dirty(
        name="ragged rows",
        content=rows(row(1), raw("K1,SHORT"), lambda export: export.row(3) + ",MORE" + "," * 20),
        mapped=("K1/1",),
        quarantined={
            2: "2 fields, and the header has {fields}",
            3: "{many} fields, and the header has {fields}",
        },
    ),
    Dirty(
        name="a header with a name too many",
        content=header_of(lambda export: export.header + ",Spare"),
        refused={
            CSV: "charges.csv, row 1: not one row is as it should be; of 25 rows: 8 fields, and"
            " the header has 9",
            MD: "charges.csv, row 1: not one row is as it should be; of 25 rows: 13 fields, and"
            " the header has 14",
        },
    ),
    Dirty(
        name="a renamed column",
        content=header_of(
            lambda export: export.header.replace(export.columns["day"], export.columns["day"] + "x")
        ),
        refused="charges.csv, header: the column [{day}] is missing",
    ),
    Dirty(
        name="a column that stands twice",
        content=header_of(
            lambda export: export.header.replace(export.columns["words"], export.columns["day"])
        ),
        refused={
            CSV: "charges.csv, header: the column [Charge] is missing",
            MD: "charges.csv, header: the column [charge_inc_date_from] stands twice",
        },
    ),
    Dirty(
        name="swapped columns",
        content=header_of(swapped),
        refused="charges.csv, row 1: the column [{day}] holds no date: 25 cells, of the shape"
        " [aaaaa]",
    ),
    # --- headers ---
    Dirty(
        name="nothing",
        content=lambda export: b"",
        refused="charges.csv: the file is empty",
    ),
    Dirty(
        name="a row in the place of the header",
        content=lambda export: (export.row(1) + "\n").encode() * 25,
        refused={
            CSV: "charges.csv, header: the column [Case] is missing",
            MD: "charges.csv, header: this is not the header of a charges file",
        },
    ),
    Dirty(
        name="a header below a title",
        content=lambda export: b"Report of the clerk\n\n" + text(export, export.row(1)).encode(),
        refused={
            CSV: "charges.csv, header: the column [Case] is missing",
            MD: "charges.csv, header: there is only one column",
        },
    ),
    Dirty(
        name="the header again in the middle",
        content=rows(row(1), lambda export: export.header, row(2)),
        mapped=("K1/1", "K1/2"),
        quarantined={2: "the header again"},
    ),
    # --- quotation marks and delimiters ---
    Dirty(
        name="a quotation mark that is never closed",
        content=rows(row(1, words='"THEFT'), row(2), row(3, words='12" KNIFE')),
        mapped=("K1/2",),
        quarantined={1: _NOT_CLOSED, 3: _NOT_CLOSED},
    ),
    Dirty(
        name="quotation marks inside a bare field",
        content=rows(row(1), row(2, words='A "B" C'), row(3, words='"A ""B"", C"')),
        mapped=("K1/1", "K1/3"),
        quarantined={2: "a quotation mark stands inside a field that has none around it"},
    ),
    Dirty(
        name="a line break in a cell",
        content=rows(row(1, words='"TH\nEFT"'), row(2)),
        mapped=("K1/2",),
        quarantined={1: _NOT_CLOSED, 2: _NOT_CLOSED},
    ),
    Dirty(
        name="two delimiters in one file",
        content=rows(row(1), lambda export: export.row(2).replace(",", ";"), row(3)),
        mapped=("K1/1", "K1/3"),
        quarantined={2: "1 fields, and the header has {fields}"},
    ),
    Dirty(
        name="another delimiter",
        content=lambda export: text(export, export.row(1)).replace(",", ";").encode(),
        refused="charges.csv, header: there is only one column",
    ),
    # --- line ends ---
    Dirty(
        name="LF, CRLF and CR in one file",
        content=lambda export: (
            f"{export.header}\r\n{export.row(1)}\n{export.row(2)}\r{export.row(3)}\r\r\n"
            f"{export.row(4)}\n\r{export.row(5)}\r\n\r\n\n\r\r{export.row(6)}\r"
        ).encode(),
        mapped=("K1/1", "K1/2", "K1/3", "K1/4", "K1/5", "K1/6"),
        quarantined=dict.fromkeys((4, 6, 8, 9, 10, 11), "the line is blank"),
    ),
    Dirty(
        name="LF in a cell of a file that ends its lines in CRLF",
        content=lambda export: text(
            export, export.row(1), export.row(2, words='"TH\nEFT"'), export.row(3), end="\r\n"
        ).encode(),
        mapped=("K1/1", "K1/3"),
        quarantined={2: _NOT_CLOSED, 3: _NOT_CLOSED},
    ),
    *(
        Dirty(
            name=f"blank lines, and {end!r} at the end of each",
            content=lambda export, end=end: text(
                export, "", export.row(1), "", "", export.row(2), "", end=end
            ).encode(),
            mapped=("K1/1", "K1/2"),
            quarantined=dict.fromkeys((1, 3, 4, 6), "the line is blank"),
        )
        for end in ("\n", "\r\n", "\r")
    ),
    Dirty(
        name="no line end at the end",
        content=lambda export: f"{export.header}\r\n{export.row(1)}\n{export.row(2)}".encode(),
        mapped=("K1/1", "K1/2"),
    ),
    # --- keys ---
    Dirty(
        name="one key with different contents",
        content=rows(row(1), row(1, words="FRAUD"), row(2), row(2)),
        mapped=("K1/1", "K1/2"),
        quarantined={
            2: "a second row for one charge; it and row 1 differ in columns that are now"
            " unreadable: {words}",
            4: "the same, in every column, as row 3",
        },
        unreadable={"charges.description": 1},
    ),
    Dirty(
        name="keys that are blank",
        content=rows(row(1), row(2, case=" "), row(" ")),
        mapped=("K1/1",),
        quarantined={2: "no ", 3: "no "},
    ),
    # --- values ---
    Dirty(
        name="02/30/2014 and 12/31/68",
        content=rows(*map(row, range(20)), row(20, end="02/30/2014"), row(21, end="12/31/68")),
        mapped=tuple(f"K1/{number}" for number in range(22)),
        unreadable={"charges.sentence_end": 2},
    ),
    Dirty(
        name="an offence of 1712 and one of 2214",
        content=rows(row(1), row(2, day="1712-02-03"), row(3, day="2214-02-03")),
        mapped=("K1/1", "K1/2", "K1/3"),
        unreadable={"charges.offense_date": 2},
    ),
    Dirty(
        name="thousands separators",
        content=rows(row(1), row(2, amount='"1,234.5"'), row(3, amount="1,234.5")),
        mapped=("K1/1", "K1/2"),
        quarantined={3: "{more} fields, and the header has {fields}"},
        unreadable={"{amount_becomes}": 1},
    ),
    # --- packed files ---
    Dirty(
        name="a gzip file",
        content=gzipped,
        file="charges.csv.gz",
        mapped=("K1/1",),
    ),
    Dirty(
        name="a gzip file with zeros after it",
        content=lambda export: gzipped(export) + bytes(100),
        file="charges.csv.gz",
        mapped=("K1/1",),
    ),
    Dirty(
        name="a gzip file that is cut short",
        content=lambda export: gzipped(export)[:-9],
        file="charges.csv.gz",
        refused="charges.csv.gz: the gzip file is cut short or damaged",
    ),
    Dirty(
        name="a gzip bomb",
        content=gzip_bomb,
        file="charges.csv.gz",
        refused="charges.csv.gz: the file holds more than 268,435,456 bytes",
    ),
    Dirty(
        name="a zip file",
        content=zipped("charges.csv", "__MACOSX/._charges.csv"),
        file="charges.csv.zip",
        mapped=("K1/1",),
    ),
    Dirty(
        name="a zip file of two files",
        content=zipped("charges.csv", "cases.csv"),
        file="charges.csv.zip",
        refused="charges.csv.zip: the zip file holds 2 files",
    ),
    Dirty(
        name="a zip file that is cut short",
        content=lambda export: zipped("charges.csv")(export)[:-9],
        file="charges.csv.zip",
        refused="charges.csv.zip: the zip file is cut short or damaged",
    ),
    Dirty(
        name="a zip file with a password",
        content=locked,
        file="charges.csv.zip",
        refused="charges.csv.zip: the zip file has a password",
    ),
    Dirty(
        name="a zip bomb",
        content=zipped("charges.csv", bomb=True),
        file="charges.csv.zip",
        refused="charges.csv.zip: the file holds more than 268,435,456 bytes",
    ),
    Dirty(
        name="a gzip file that does not say so",
        content=gzipped,
        refused="charges.csv: the file is packed, or a spreadsheet",
    ),
    Dirty(
        name="a zip file, or a spreadsheet, that does not say so",
        content=zipped("charges.csv"),
        refused="charges.csv: the file is packed, or a spreadsheet",
    ),
)
