"""Every dirty file of the corpus, in both adapters: refused by name, or read without a loss."""

import pytest

from tests.support.corpus import CORPUS
from tests.support.exports import EXPORTS, Export, kept_files, lines_of, table
from vacatur.errors import IngestError

READ = [each for each in CORPUS if not each.refused]
REFUSED = [each for each in CORPUS if each.refused]


def by_name(each):
    return each.adapter if isinstance(each, Export) else each.name


@pytest.mark.parametrize("export", EXPORTS, ids=by_name)
@pytest.mark.parametrize("dirty", REFUSED, ids=by_name)
def test_a_file_that_cannot_be_read_is_named_and_changes_nothing(tmp_path, dirty, export):
    export.ingest(tmp_path, f"{export.header}\n{export.row(1)}\n".encode())
    before = kept_files(tmp_path / "ws")

    with pytest.raises(IngestError) as caught:
        export.ingest(tmp_path, dirty.content(export), name=dirty.file)

    assert str(caught.value).startswith(dirty.refusal(export))
    assert caught.value.repair
    assert kept_files(tmp_path / "ws") == before


@pytest.mark.parametrize("export", EXPORTS, ids=by_name)
@pytest.mark.parametrize("dirty", READ, ids=by_name)
def test_a_file_that_can_be_read_loses_no_row(tmp_path, dirty, export):
    content = dirty.content(export)

    report = export.ingest(tmp_path, content, name=dirty.file)

    workspace, charges = tmp_path / "ws", report.files[-1]
    assert table(workspace, "charges", "charge_id") == [(each,) for each in dirty.mapped]
    quarantined = table(workspace, "quarantine", "file, row")
    assert quarantined == [(dirty.file, row) for row in dirty.quarantined]
    for row, reason, text in table(workspace, "quarantine", "row, reason, text"):
        assert reason.startswith(dirty.reason(export, row))
        assert text == lines_of(content)[row]
    assert dict(report.unreadable) == dirty.lost(export)
    assert (charges.mapped, charges.quarantined) == (len(dirty.mapped), len(dirty.quarantined))
    assert charges.rows_in == len(dirty.mapped) + len(dirty.quarantined)
    assert (workspace / charges.kept_as).read_bytes() == content
