"""The format of a workspace: written once, upgraded step by step, a newer one refused."""

import tomllib

import pytest

from vacatur import __version__
from vacatur.errors import WorkspaceError
from vacatur.office import formats
from vacatur.office.formats import (
    FORMAT,
    UPGRADES,
    begin_workspace,
    init,
    open_workspace,
    read_format,
    writing,
)
from vacatur.office.locks import in_use_by, locked
from vacatur.office.settings_file import SETTINGS_FILE


def settings_of(folder):
    return tomllib.loads((folder / SETTINGS_FILE).read_text(encoding="utf-8"))


def written(folder, text):
    folder.mkdir(exist_ok=True)
    (folder / SETTINGS_FILE).write_text(text, encoding="utf-8")
    return folder


def test_init_makes_the_skeleton(tmp_path):
    workspace = init(tmp_path / "office")

    assert settings_of(workspace.folder) == {"format": FORMAT, "created_by": __version__}
    assert "# " in (workspace.folder / SETTINGS_FILE).read_text(encoding="utf-8")
    assert (workspace.folder / "raw").is_dir()
    assert len(workspace.key()) == 64
    assert (workspace.folder / "workspace.key").stat().st_mode & 0o077 == 0
    assert open_workspace(workspace.folder) == workspace


def test_init_takes_an_empty_folder_and_completes_a_workspace(tmp_path):
    (tmp_path / ".DS_Store").touch()
    first = init(tmp_path)
    key = first.key()
    (tmp_path / "raw").rmdir()

    assert init(tmp_path).key() == key
    assert (tmp_path / "raw").is_dir()


def test_init_refuses_a_folder_with_other_things_and_leaves_it_alone(tmp_path):
    (tmp_path / "thesis.docx").touch()

    with pytest.raises(WorkspaceError, match="not empty"):
        init(tmp_path)

    assert [each.name for each in tmp_path.iterdir()] == ["thesis.docx"]


def test_init_refuses_a_file(tmp_path):
    (tmp_path / "office").touch()

    with pytest.raises(WorkspaceError, match="is a file"):
        init(tmp_path / "office")


def test_a_folder_with_records_and_no_settings_is_format_0_and_is_upgraded(tmp_path):
    (tmp_path / "records").mkdir()
    assert read_format(tmp_path).number == 0

    open_workspace(tmp_path)

    assert read_format(tmp_path).number == FORMAT


@pytest.mark.parametrize("name", ["", "missing"])
def test_another_folder_is_no_workspace(tmp_path, name):
    with pytest.raises(WorkspaceError, match=r"is no workspace|does not exist"):
        open_workspace(tmp_path / name)

    assert list(tmp_path.iterdir()) == []


def test_a_newer_format_is_refused_with_the_version_that_wrote_it(tmp_path):
    text = f'format = {FORMAT + 1}\ncreated_by = "0.1.0"\nupgraded_by = "7.2.0"\n'

    with pytest.raises(WorkspaceError, match=r"written by vacatur 7\.2\.0") as refused:
        open_workspace(written(tmp_path, text))

    assert "Install vacatur 7.2.0 or later" in refused.value.repair
    assert (tmp_path / SETTINGS_FILE).read_text(encoding="utf-8") == text


def test_every_step_is_taken_once_and_in_order(tmp_path):
    taken = []
    steps = {
        1: lambda folder: taken.append((1, read_format(folder).number)),
        2: lambda folder: taken.append((2, read_format(folder).number)),
    }
    text = '# ours\nformat = 1  # layout\ncreated_by = "0.0.9"\n\n[office]\nname = "x"\n'
    written(tmp_path, text)

    open_workspace(tmp_path, newest=3, upgrades=steps)
    open_workspace(tmp_path, newest=3, upgrades=steps)

    assert taken == [(1, 1), (2, 2)]
    assert settings_of(tmp_path) == {
        "format": 3,
        "created_by": "0.0.9",
        "upgraded_by": __version__,
        "office": {"name": "x"},
    }
    assert (tmp_path / SETTINGS_FILE).read_text(encoding="utf-8").startswith("# ours\n")


def test_an_upgrade_that_breaks_off_goes_on_where_it_ended(tmp_path):
    def broken(folder):
        raise OSError("power cut")

    taken = []
    written(tmp_path, 'format = 1\ncreated_by = "0.0.9"\n')
    with pytest.raises(OSError, match="power cut"):
        open_workspace(tmp_path, newest=3, upgrades={1: lambda folder: None, 2: broken})

    open_workspace(
        tmp_path, newest=3, upgrades={1: lambda f: taken.append(1), 2: lambda f: taken.append(2)}
    )

    assert taken == [2]


def test_an_upgrade_waits_for_nobody_who_is_writing(tmp_path):
    written(tmp_path, 'format = 1\ncreated_by = "0.0.9"\n')

    with locked(tmp_path, "vacatur decide"), pytest.raises(WorkspaceError, match="vacatur decide"):
        open_workspace(tmp_path, newest=2, upgrades={1: lambda folder: None})

    assert read_format(tmp_path).number == 1


def test_a_missing_step_is_named(tmp_path):
    written(tmp_path, 'format = 1\ncreated_by = "0.0.9"\n')

    with pytest.raises(WorkspaceError, match="from format 1"):
        open_workspace(tmp_path, newest=2, upgrades={})


def test_there_is_a_step_from_every_format_to_the_next():
    assert sorted(UPGRADES) == list(range(FORMAT))


@pytest.mark.parametrize(
    "text", ["format = ", "", "format = true", 'format = "1"', "format = 0", "\0"]
)
def test_damaged_settings_are_refused(tmp_path, text):
    with pytest.raises(WorkspaceError, match="cannot be read"):
        open_workspace(written(tmp_path, text))


def test_the_first_ingest_makes_a_folder_a_workspace(tmp_path):
    folder = tmp_path / "new" / "office"
    with writing(folder, "vacatur ingest", begin=True) as workspace:
        assert in_use_by(folder).command == "vacatur ingest"
        assert read_format(workspace.folder).number == FORMAT

    assert in_use_by(folder) is None
    assert begin_workspace(folder) == workspace


def test_a_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(formats.Path, "write_text", refuse)

    with pytest.raises(WorkspaceError, match="cannot be written"):
        begin_workspace(tmp_path / "office")


def test_a_key_that_is_none_is_refused(tmp_path):
    workspace = init(tmp_path / "office")
    (workspace.folder / "workspace.key").write_text("", encoding="ascii")

    with pytest.raises(WorkspaceError, match="holds no key"):
        workspace.key()
