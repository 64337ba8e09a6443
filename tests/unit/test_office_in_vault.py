"""What may go into the vault is listed page by page, each matter once, and what is asked for."""

from __future__ import annotations

from dataclasses import replace

from tests.support.matters import open_some, opening, walk, way_from_court, way_to_court
from vacatur.law.vehicle import Holder
from vacatur.matters.matter import RecordToChange
from vacatur.office import in_vault
from vacatur.office.in_vault import vault_list


def test_pages_of_what_may_go_in_hold_each_once(casework, monkeypatch):
    monkeypatch.setattr(in_vault, "_LOOKED_AT", 2)
    ours = RecordToChange(holder=Holder.POLICE_RECORD, text="the police's", is_expunged=True)
    event = replace(opening(), records=(*opening().records, ours))
    granted = [*way_to_court(), *way_from_court()[:5]]
    relieved = open_some(casework, 5, event)
    for number in relieved:
        walk(casework, number, granted)
    open_some(casework, 2, event)

    pages, before = [], None
    while True:
        listed = vault_list(casework, before=before)
        pages.append([each.number for each in listed.ready])
        if listed.before is None:
            break
        before = listed.before
    assert [len(each) for each in pages] == [2, 2, 1]
    assert sorted(number for each in pages for number in each) == relieved
    asked = vault_list(casework, asked=[relieved[0]]).ready
    assert [each.number for each in asked] == sorted([relieved[0], *pages[0]])
