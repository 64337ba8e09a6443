"""Two runs of a workspace: what their manifests and their hashes of persons tell of the cause.

A run keeps no records. What it keeps is enough to say what differs: its day, its pages, and for
each charge a hash of all that was recorded about its person, which also holds who that person was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ibis.backends.duckdb import Backend

from vacatur.office.decisions import decisions_of, times_decided_again
from vacatur.office.differences import (
    NOT_REACHED,
    Cause,
    Difference,
    Flip,
    flips_of,
    in_order,
)
from vacatur.office.differing_days import differing_days
from vacatur.office.stale import facts_of_run, records_of_run, refuse_changed, rulebook_of_run
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress
from vacatur.sql import literal

_MADE_OF = {
    "as_of": "the day",
    "rulebook_sha256": "the pages",
    "records_sha256": "the records",
    "facts_sha256": "the facts",
}


def differing_runs(
    workspace: Workspace, before: str, after: str, *, examples: int, progress: Progress
) -> Difference:
    """Say which answers differ between two runs, and why as far as the runs can tell.

    Two runs of the same records under the same pages, on two days, are compared as those days are.
    Otherwise each charge has one cause if only one thing differs for it, and UNTOLD if more do.

    Raises
    ------
    UsageError
        There is no such run.
    """
    old, new = (_made_of(workspace, name) for name in (before, after))
    differing = [key for key in _MADE_OF if old.get(key) != new.get(key)]
    if differing == ["as_of"] and old["as_of"] < new["as_of"] and _pages(old) == _pages(new):
        refuse_changed(workspace, before)
        return differing_days(
            workspace,
            rulebook_of_run(workspace, new),
            date.fromisoformat(old["as_of"]),
            date.fromisoformat(new["as_of"]),
            suppose_searched=False,
            examples=examples,
            progress=progress,
        )
    with workspace.connection() as connection:
        _both(connection, workspace, old["run"], new["run"])
        rules = connection.con.execute("select distinct implements from both_runs order by 1")
        flips = [
            flip
            for (rule,) in rules.fetchall()
            for flip in _flips(connection, old, new, rule, examples)
        ]
    return Difference(
        before=old["run"],
        after=new["run"],
        charges=new["counts"]["charges"],
        flips=in_order(flips),
        notes=tuple(_notes(workspace, old, new)),
    )


def _made_of(workspace: Workspace, run: str) -> Mapping[str, Any]:
    """The manifest of a run, with the records and the facts from which its answers stand now."""
    manifest, folder = workspace.run_manifest(run), workspace.run_folder(run)
    facts, records = facts_of_run(folder, manifest), records_of_run(folder, manifest)
    return {**manifest, "facts_sha256": facts or None, "records_sha256": records}


def _pages(manifest: Mapping[str, Any]) -> Mapping[str, str]:
    return {page["implements"]: page["sha256"] for page in manifest["pages"]}


def _notes(workspace: Workspace, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    differing = [key for key in _MADE_OF if old.get(key) != new.get(key)]
    names = dict(_MADE_OF)
    if _same_sources(old, new):
        names["records_sha256"] = "how the same records are linked"
    if differing:
        yield f"What differs between the runs: {', '.join(names[key] for key in differing)}."
    else:
        yield "Both runs were made of the same records, facts and pages, on the same day."
    if "as_of" in differing:
        yield "TIME here is the day of decision: periods, later facts, and the law of that day."
    if again := times_decided_again(workspace.run_folder(old["run"])):
        yield (
            f"People of the earlier run were decided again after it, {again:,} "
            f"{'time' if again == 1 else 'times'}: it is held as its answers stand now, so what "
            "those facts and links changed is not counted here."
        )


def _both(connection: Backend, workspace: Workspace, before: str, after: str) -> None:
    """Make `both_runs`: each charge and rule with both answers, and how its person differs.

    `person_differs` is null where one of the runs reaches the charge by no rule: it kept no hash.
    """
    for name, run in (("old_run", before), ("new_run", after)):
        decisions = decisions_of(connection, workspace.run_folder(run))
        kept = decisions.select("charge_id", "implements", "published", "person_hash")
        connection.create_table(name, kept, temp=True)
    connection.raw_sql(f"create temp table both_persons as {_PERSONS}")
    connection.raw_sql(
        f"""create temp table both_runs as
        select charge_id, implements,
            coalesce(o.published, {literal(NOT_REACHED)}) as before,
            coalesce(n.published, {literal(NOT_REACHED)}) as after,
            p.person_differs, coalesce(p.is_relinked, false) as is_relinked
        from old_run o full join new_run n using (charge_id, implements)
        left join both_persons p using (charge_id)"""
    )


# Who a person was is in no run; that two charges were one person's is, since they share a hash.
# So a charge is relinked if its person's charges, of those that both runs reach, are not the same.
_PERSONS = """
    with both_sides as (
        select charge_id, any_value(o.person_hash) as old_person,
            any_value(n.person_hash) as new_person
        from old_run o join new_run n using (charge_id) group by charge_id
    )
    select charge_id, old_person <> new_person as person_differs,
        old_person in (
            select old_person from both_sides group by 1 having count(distinct new_person) > 1)
        or new_person in (
            select new_person from both_sides group by 1 having count(distinct old_person) > 1)
        as is_relinked
    from both_sides
"""


def _flips(
    connection: Backend, old: Mapping[str, Any], new: Mapping[str, Any], rule: str, examples: int
) -> Iterator[Flip]:
    same_data = old["facts_sha256"] == new["facts_sha256"] and _same_sources(old, new)
    # From the same files and facts, only linking can have made another hash.
    unlike = Cause.LINKAGE if same_data else Cause.DATA
    person = f"""case when is_relinked then {literal(Cause.LINKAGE)}
        when coalesce(person_differs, {not same_data}) then {literal(unlike)} end"""
    others = []
    if _pages(old).get(rule) != _pages(new).get(rule) or _only_named_pages_differ(old, new):
        others.append(Cause.LAW)
    if old["as_of"] != new["as_of"]:
        others.append(Cause.TIME)
    flipped = f"""select charge_id, before, after, [] as changed_on,
            {_cause(person, others)} as cause
        from both_runs where implements = {literal(rule)}"""
    yield from flips_of(connection, flipped, rule, examples)


def _same_sources(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether both runs were made of the same files, however those were linked."""
    if old["records_sha256"] == new["records_sha256"]:
        return True
    told = old.get("sources_sha256")  # None: an earlier vacatur made the run
    return told is not None and told == new.get("sources_sha256")


def _only_named_pages_differ(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """A page that others name, or a code list, differs: any rule may rest on it."""
    return old["rulebook_sha256"] != new["rulebook_sha256"] and _pages(old) == _pages(new)


def _cause(person: str, others: list[Cause]) -> str:
    if not others:
        return f"coalesce({person}, {literal(Cause.UNTOLD)})"
    alone = others[0] if len(others) == 1 else Cause.UNTOLD
    return f"case when {person} is null then {literal(alone)} else {literal(Cause.UNTOLD)} end"
