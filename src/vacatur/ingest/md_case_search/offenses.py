"""Read each distinct offence once with the code lists; millions of charges share a few thousand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow as pa

from vacatur.ingest.md_case_search.wordings import create_table
from vacatur.law.codes import CodeList, CodeTable, Offense
from vacatur.record.terms import Act, ProductForm, Substance, WeightBasis

_WORDS = ("statute", "local_code", "description")
_GRAMS = pa.decimal128(20, 10)
_COLUMNS: Mapping[str, pa.DataType] = {
    **dict.fromkeys(_WORDS, pa.string()),
    "contradicted": pa.bool_(),
    "offense_id": pa.int64(),
    **dict.fromkeys(("act", "substance", "kind"), pa.string()),
    "below_grams": _GRAMS,
    "at_least_grams": _GRAMS,
    **dict.fromkeys(("weight_basis", "product_form"), pa.string()),
}


def read_offenses(connection: duckdb.DuckDBPyConnection, codes: CodeTable) -> None:
    """Make `offense_words`, one row for each distinct statute, code and description of the charges.

    `contradicted` marks offences of which two rows for one charge told different words; they are
    read as nothing, because the words that are left would agree too easily. The table `offenses`
    holds what the record model wants.
    """
    found = connection.execute(
        """select distinct known(charge_statute), known(charge_cjis_code), known(charge_desc),
            list_has_any(conflicts, ['charge_statute', 'charge_cjis_code', 'charge_desc'])
        from charges_rows order by all"""
    ).fetchall()
    ids: dict[tuple[object, ...], int] = {}
    rows = []
    for statute, local_code, description, contradicted in found:
        words = dict(zip(_WORDS, (statute, local_code, description), strict=True))
        reading = _nothing() if contradicted else _reading(words, codes)
        key = (*words.values(), reading["act"], reading["substance"], reading["kind"])
        number = ids.setdefault(key, len(ids))
        rows.append({**words, "contradicted": contradicted, "offense_id": number, **reading})
    create_table(connection, "offense_words", _COLUMNS, rows)
    connection.execute(
        f"""create temp view offenses_mapped as
        select distinct offense_id, {", ".join(_WORDS)}, act, substance, kind from offense_words"""
    )


def _reading(words: Mapping[str, Any], codes: CodeTable) -> dict[str, object]:
    offense = Offense(**words, act=None, substance=None, kind=None)
    listed = codes.reading_of(offense)
    if listed is None:
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
    an_object = listed.reading.act is Act.PARAPHERNALIA
    if an_object or listed.reading.substance is Substance.OTHER:
        return ProductForm.NOT_APPLICABLE.value
    return None


def _nothing() -> dict[str, object]:
    # An export of this kind has no column for a weight, so none was recorded.
    unread = dict.fromkeys(
        ("act", "substance", "kind", "below_grams", "at_least_grams", "product_form")
    )
    return {**unread, "weight_basis": WeightBasis.NOT_APPLICABLE.value}
