"""Mentions -> the same with all that matching needs of their language, in columns: nothing behind this reads Chinese.

A pure function of the batch: wordings and units are analysed once per distinct one, clauses as Polars expressions.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, starmap
from typing import Any, Final

import polars as pl
import pyarrow as pa

from ingest import lexicon
from ingest.canonical.clause import better_by_words, clause_facts, promised_rank, works_of
from ingest.canonical.units import measure_of
from ingest.canonical.wording import Part, joint_items, named_growth, parts_of, references
from ingest.schemas import MENTIONS, PART, polars_schema

__all__ = ["with_canonical"]

Identify = Callable[[str], str | None]
# the fields of a Part, and its id in the catalogue
PartRow = tuple[Any, ...]
_ROW: Final = "_row"
_PARTS: Final = pl.List(PART)
_OF_INDICATOR: Final = {"parts": _PARTS, "core": pl.String, "is_named": pl.Boolean, "better_by_words": pl.String}
_OF_REFERENCE: Final = {"reference_parts": _PARTS, "promised_rank": pl.Int32, "rank_is_exact": pl.Boolean}
_METRIC = pl.col("role").is_in(["target", "result"])
_NO_NUMBER = pl.col("relation").is_not_null() & pl.col("value").is_null()


def with_canonical(mentions: pl.DataFrame, indicator_id: Identify, is_name: Callable[[str], bool]) -> pl.DataFrame:
    """Mentions with the columns of ingest.schemas.CANONICAL filled for targets and results, null for the others.

    ``indicator_id`` gives the catalogue's id of a wording, ``is_name`` tells whether the wording is its very name.
    """

    def rows(parts: Iterable[Part]) -> list[PartRow]:
        return [(*part, _known(part, indicator_id)) for part in parts]

    def named(indicator: str, grows: bool) -> tuple[Any, ...]:
        # a growth of 经济 is one of 生产总值; a level of it is nothing that is known
        things = parts_of(named_growth(indicator), joins_two=True) if grows else parts_of(indicator)
        core = things[0].core if things else None
        is_named = is_name(indicator) or (core is not None and is_name(core))
        return rows(things), core, is_named, better_by_words(indicator)

    mentions = mentions.with_row_index(_ROW)
    metrics = mentions.filter(_METRIC)
    others = mentions.filter(~_METRIC)
    subjects = pl.when(_NO_NUMBER).then(pl.coalesce("subject", "indicator"))
    keyed = clause_facts(metrics).with_columns(
        _subject=subjects, _reference=pl.when(_NO_NUMBER).then("reference"), _grows=pl.col("measure") == "growth"
    )
    keyed = _looked_up(keyed, ["indicator", "_grows"], _OF_INDICATOR, named)
    keyed = _looked_up(keyed, ["_works"], {"works": pl.List(pl.String)}, lambda bits: (works_of(bits),))
    keyed = _looked_up(keyed, ["unit"], {"dimension": pl.String, "factor": pl.Float64}, measure_of)
    keyed = _looked_up(keyed, ["_subject"], {"subject_parts": _PARTS}, lambda words: (rows(joint_items(words)),))
    keyed = _looked_up(
        keyed, ["_reference"], _OF_REFERENCE, lambda words: (rows(references(words)), *promised_rank(words))
    )
    schema = polars_schema(MENTIONS)
    whole = keyed.with_columns(
        # what grows is told by its name; what is counted may be a part of what the name says
        indicator_id=pl.when("_grows")
        .then(pl.coalesce("indicator_id", pl.col("parts").list.first().struct.field("indicator_id")))
        .otherwise("indicator_id"),
        # 成本降到3% says so itself
        better_by_words=pl.when(pl.col("words_before").str.contains(lexicon.written("lowered_to")))
        .then(pl.lit("less"))
        .otherwise("better_by_words"),
    )
    # in the order in which they stand, whatever else is in the batch
    ordered = pl.concat([_with_all(whole, schema), _with_all(others, schema)]).sort(_ROW)
    return ordered.drop(_ROW)


def _known(part: Part, indicator_id: Identify) -> str | None:
    """The catalogue's id of a part: by its words, else by its core where nothing restricts what is counted."""
    is_plain = not (part.sizes or part.hard_scopes or part.soft_scopes)
    return indicator_id(part.wording) or (indicator_id(part.core) if is_plain else None)


def _looked_up(
    frame: pl.DataFrame, keys: list[str], columns: dict[str, Any], look: Callable[..., tuple[Any, ...]]
) -> pl.DataFrame:
    """The frame with what ``look`` says of the values of ``keys``, asked once for the same; null where the first is.

    Rows are picked by their number: a join of frames this small takes many times as long.
    """
    asked = list(zip(*(frame[key].to_list() for key in keys), strict=True))
    distinct = dict.fromkeys(values for values in asked if values[0] is not None)
    numbers = {values: number for number, values in enumerate(distinct)}
    found = zip(*starmap(look, numbers), strict=True) if numbers else [()] * len(columns)
    rows = pl.Series(_ROW, list(map(numbers.get, asked)), dtype=pl.UInt32)
    told = [_column(name, kind, values) for (name, kind), values in zip(columns.items(), found, strict=True)]
    return frame.hstack([column.gather(rows) for column in told])


def _column(name: str, kind: Any, values: Iterable[Any]) -> pl.Series:
    """A column of plain values, or of lists of values or parts."""
    if kind == _PARTS:
        return _lists(name, list(values), _parts)
    if isinstance(kind, pl.List):
        return _lists(name, list(values), lambda flat: pl.Series(name, flat, dtype=kind.inner))
    return pl.Series(name, list(values), dtype=kind)


def _parts(parts: list[PartRow]) -> pl.Series:
    found = dict(zip((*Part._fields, "indicator_id"), zip(*parts, strict=True), strict=False))
    fields = [_column(field.name, field.dtype, found.get(field.name, ())) for field in PART.fields]
    return pl.DataFrame(fields).to_struct()


def _lists(name: str, lists: Sequence[Sequence[Any]], column: Callable[[list[Any]], pl.Series]) -> pl.Series:
    """A column of lists, made of all their values in one ``column``: far faster than from the lists themselves."""
    flat = column([value for listed in lists for value in listed]).to_arrow()
    ends = pl.Series(list(accumulate(map(len, lists), initial=0)), dtype=pl.Int64).to_arrow()
    return pl.Series(_Handed(pa.LargeListArray.from_arrays(ends, flat))).alias(name)


class _Handed:
    """An array as any library hands it over: for one of pyarrow's own, polars would load pyarrow.compute, at length."""

    def __init__(self, array: Any) -> None:
        self._array = array

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        capsules: tuple[object, object] = self._array.__arrow_c_array__(requested_schema)
        return capsules


def _with_all(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """The frame with its row numbers and all columns of the schema, empty where it has them not."""
    absent = [pl.lit(None, dtype=kind).alias(name) for name, kind in schema.items() if name not in frame.columns]
    return frame.with_columns(absent).select(_ROW, *(pl.col(name).cast(kind) for name, kind in schema.items()))
