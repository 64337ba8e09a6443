"""`vacatur link --engine`: heard from the command line and from vacatur.toml, and Spark's links."""

import importlib.util
import shutil

import duckdb
import pytest

from tests.support.facts import copy_of
from tests.support.links import content, named_county
from vacatur.errors import WorkspaceError
from vacatur.identity import names
from vacatur.identity.engines import Engine
from vacatur.identity.linking import link
from vacatur.office.exports import export_of
from vacatur.office.intake import ingest
from vacatur.office.workspace import Workspace
from vacatur.progress import silent
from vacatur.sample.county import write_county

NEARLY = 1e-9  # bits


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("engines")
    return records_of(named_county(folder / "export"), folder / "workspace")


def records_of(export, folder):
    ingest(export_of([export]), Workspace(folder), progress=silent)
    return Workspace(folder)


@pytest.fixture
def place(whole, tmp_path):
    (whole.folder / "vacatur.toml").write_text('format = 1\ncreated_by = "0.1.0"\n')
    return copy_of(whole, tmp_path)


def choose(place, engine):
    with (place.folder / "vacatur.toml").open("a") as settings:
        settings.write(f'link_engine = "{engine}"\n')


@pytest.fixture
def without_spark(monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *more: find(name, *more) if name != "pyspark" else None,
    )


@pytest.mark.usefixtures("without_spark")
def test_without_spark_the_link_ends_with_an_error_and_changes_nothing(place, vacatur):
    before = content(place)
    done = vacatur("link", "--engine", "spark", "-w", place.folder)

    assert done.code == 2
    assert "[pyspark] is not installed" in done.err
    assert "vacatur[spark]" in done.err
    assert content(place) == before


@pytest.mark.usefixtures("without_spark")
def test_the_workspace_says_the_engine_and_the_command_may_say_another(place, vacatur):
    before = content(place)
    choose(place, "spark")

    assert "[pyspark] is not installed" in vacatur("link", "-w", place.folder).err
    assert vacatur("link", "--engine", "duckdb", "-w", place.folder).code == 0
    assert content(place) == before


def test_an_engine_that_is_not_known_is_refused_where_it_is_written(place, vacatur):
    done = vacatur("link", "--engine", "sparc", "-w", place.folder)
    assert (done.code, done.err.count("[spark]")) == (2, 1)

    choose(place, "duck")
    done = vacatur("link", "-w", place.folder)
    assert done.code == 2
    assert "vacatur.toml: there is no engine [duck]" in done.err


@pytest.mark.long
def test_spark_weighs_the_same_pairs_alike_and_gives_the_same_links(tmp_path, monkeypatch):
    write_county(tmp_path / "export", people=3000, seed=5, names=True, names_noise=8)
    records = records_of(tmp_path / "export", tmp_path / "workspace").records_folder
    links = {engine: linked_by(engine, records, tmp_path, monkeypatch) for engine in Engine}

    assert links[Engine.SPARK] == links[Engine.DUCKDB]
    assert links[Engine.DUCKDB]["names"].links > 200
    assert links[Engine.DUCKDB]["names"].review > 20
    assert_alike(tmp_path / "duckdb.parquet", tmp_path / "spark.parquet")
    # No folder of Spark's is left behind.
    assert not [*(tmp_path / "spark").glob(".scratch*"), *tmp_path.glob(".scratch*")]


def linked_by(engine, records, folder, monkeypatch):
    """What is linked, but for weights; the pairs that were weighed are kept in a file."""
    weighed = names.score

    def keep(connection, *arguments, **more):
        blocks = weighed(connection, *arguments, **more)
        connection.execute(f"copy scored to '{folder / f'{engine}.parquet'}'")
        return blocks

    mine = folder / engine
    shutil.copytree(records, mine)
    with monkeypatch.context() as patched:
        patched.setattr(names, "score", keep)
        report = link(mine, engine=engine)
    not_weights = "columns(lambda name: not suffix(name, 'weight'))"
    pairs = f"select {not_weights} from '{mine / 'name_pairs.parquet'}'"
    return {
        "names": report.names,
        "pairs": duckdb.execute(pairs).fetchall(),
        "links": (mine / "links.parquet").read_bytes(),
        "persons": (mine / "persons.parquet").read_bytes(),
    }


def assert_alike(one, other):
    """The same pairs; every level the same, and every weight nearly."""
    described = duckdb.execute(f"describe from '{one}'").fetchall()
    columns = {name: kind for name, kind, *_ in described}
    assert {"match_weight", "mw_name", "mw_tf_adj_name", "gamma_place"} <= set(columns)
    ((mine, both, theirs),) = duckdb.execute(
        f"""select count(l.spelling_l), count(l.spelling_l + r.spelling_l), count(r.spelling_l)
        from '{one}' l full join '{other}' r using (spelling_l, spelling_r)"""
    ).fetchall()
    assert mine == both == theirs > 1000
    for name, kind in columns.items():
        differ = f"abs(l.{name} - r.{name}) > {NEARLY}" if kind == "DOUBLE" else "true"
        ((wrong,),) = duckdb.execute(
            f"""select count(*) filter (l.{name} is distinct from r.{name} and {differ})
            from '{one}' l join '{other}' r using (spelling_l, spelling_r)"""
        ).fetchall()
        assert wrong == 0, name


@pytest.mark.long
def test_when_spark_breaks_off_nothing_is_changed_and_nobody_is_named(
    place, vacatur, tmp_path, monkeypatch
):
    before = content(place)
    settings = tmp_path / "conf"
    settings.mkdir()
    (settings / "spark-defaults.conf").write_text("spark.master no_such_cluster\n")
    monkeypatch.setenv("SPARK_CONF_DIR", str(settings))
    done = vacatur("link", "--engine", "spark", "-w", place.folder)

    assert done.code == WorkspaceError.exit_code
    assert "Spark broke off [" in done.err
    assert "docs/linkage.md" in done.err
    assert content(place) == before
    assert not list(place.folder.glob(".intake*"))
