"""Read each distinct offence once with the code lists; millions of charges share a few thousand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow as pa

from vacatur.ingest.work_table import create_table
from vacatur.law.codes import CodeList, CodeTable, Offense
from vacatur.record.terms import Act, Kind, ProductForm, Substance, WeightBasis

_WORDS = ("statute", "local_code", "description")
_READ = ("act", "substance", "kind")
_TOLD = tuple(f"told_{name}" for name in _READ)
_GRAMS = pa.decimal128(20, 10)
_COLUMNS: Mapping[str, pa.DataType] = {
    **dict.fromkeys((*_WORDS, *_TOLD), pa.string()),
    "contradicted": pa.bool_(),
    "offense_id": pa.int64(),
    **dict.fromkeys(_READ, pa.string()),
    "below_grams": _GRAMS,
    "at_least_grams": _GRAMS,
    **dict.fromkeys(("weight_basis", "product_form"), pa.string()),
}


def read_offenses(
    connection: duckdb.DuckDBPyConnection, codes: CodeTable | None, query: str
) -> None:
    """Make `offense_words`, one row for each row of `query`, and the view `offenses_mapped`.

    Parameters
    ----------
    connection
        The database of the ingest.
    codes
        Code lists to read with. None: nothing is read, and only what the file tells is known.
    query
        Distinct `statute`, `local_code`, `description`, then `told_act`, `told_substance` and
        `told_kind` (terms, where the file itself tells them), then `contradicted`: two rows for
        one charge told different words. Those are read as nothing, because the words that are left
        would agree too easily.

    Notes
    -----
    `offense_words` has these columns and what was read; `offenses_mapped` has one row for each
    `offense_id`, as the record model wants it.
    """
    ids: dict[tuple[object, ...], int] = {}
    rows = []
    for *told, contradicted in connection.execute(query).fetchall():
        words = dict(zip((*_WORDS, *_TOLD), told, strict=True))
        reading = _nothing() if contradicted else _reading(words, codes)
        for name in _READ:
            reading[name] = words[f"told_{name}"] or reading[name]
        key = (*told[: len(_WORDS)], *(reading[name] for name in _READ))
        number = ids.setdefault(key, len(ids))
        rows.append({**words, "contradicted": contradicted, "offense_id": number, **reading})
    create_table(connection, "offense_words", _COLUMNS, rows)
    connection.execute(
        f"""create temp view offenses_mapped as
        select distinct offense_id, {", ".join((*_WORDS, *_READ))} from offense_words"""
    )


def _reading(words: Mapping[str, Any], codes: CodeTable | None) -> dict[str, object]:
    offense = Offense(
        statute=words["statute"],
        local_code=words["local_code"],
        description=words["description"],
        act=Act(words["told_act"]) if words["told_act"] else None,
        substance=Substance(words["told_substance"]) if words["told_substance"] else None,
        kind=Kind(words["told_kind"]) if words["told_kind"] else None,
    )
    listed = codes.reading_of(offense) if codes else None
    if codes is None or listed is None:
        return _nothing()
    below, at_least = codes.bounds_of(offense)
    bounded = below is not None or at_least is not None
    basis = WeightBasis.CHARGE_LABEL if bounded else WeightBasis.NOT_APPLICABLE
    return {
        "act": listed.reading.act,
        "substance": listed.reading.substance,
        "kind": listed.reading.kind,
        "below_grams": below,
        "at_least_grams": at_least,
        "weight_basis": basis.value,
        "product_form": _product_form(listed),
    }


def _product_form(listed: CodeList) -> str | None:
    """Not known for cannabis, and for a drug that is not named: it may be cannabis."""
    an_object = listed.reading.act in {Act.PARAPHERNALIA, Act.PARAPHERNALIA_SALE}
    if an_object or listed.reading.substance in {Substance.OTHER, Substance.NOT_APPLICABLE}:
        return ProductForm.NOT_APPLICABLE.value
    return None


def _nothing() -> dict[str, object]:
    # No list gives a bound, and an export without a column for a weight recorded none.
    unread: dict[str, object] = dict.fromkeys(
        (*_READ, "below_grams", "at_least_grams", "product_form")
    )
    return {**unread, "weight_basis": WeightBasis.NOT_APPLICABLE.value}
