"""Mentions -> the same with all that matching needs of their language, in columns: nothing behind this reads Chinese.

A pure function of the batch: wordings and units are analysed once per distinct one, clauses as Polars expressions.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import polars as pl

from ingest.canonical.clause import better_by_words, clause_facts, promised_rank
from ingest.canonical.units import measure_of
from ingest.canonical.wording import Part, joint_items, named_growth, parts_of, references
from ingest.schemas import MENTIONS, PART, polars_schema

__all__ = ["with_canonical"]

Identify = Callable[[str], str | None]
# the fields of a Part, and its id in the catalogue
PartRow = tuple[Any, ...]
_ROW: Final = "_row"
_METRIC = pl.col("role").is_in(["target", "result"])
_NO_NUMBER = pl.col("relation").is_not_null() & pl.col("value").is_null()


def with_canonical(mentions: pl.DataFrame, indicator_id: Identify, is_name: Callable[[str], bool]) -> pl.DataFrame:
    """Mentions with the columns of ingest.schemas.CANONICAL filled for targets and results, null for the others.

    ``indicator_id`` gives the catalogue's id of a wording, ``is_name`` tells whether the wording is its very name.
    """

    def rows(parts: Iterable[Part]) -> tuple[list[PartRow]]:
        return ([(*part, _known(part, indicator_id)) for part in parts],)

    mentions = mentions.with_row_index(_ROW)
    metrics = mentions.filter(_METRIC)
    others = mentions.filter(~_METRIC)
    subjects = pl.when(_NO_NUMBER).then(pl.coalesce("subject", "indicator"))
    keyed = clause_facts(metrics).with_columns(_subject=subjects, _reference=pl.when(_NO_NUMBER).then("reference"))
    # a growth of 经济 is one of 生产总值; a level of it is nothing that is known
    keyed = keyed.with_columns(_grown=pl.when(pl.col("measure") == "growth").then("indicator"))
    keyed = _looked_up(keyed, "_grown", {"_named": pl.String}, lambda words: (named_growth(words),))
    keyed = keyed.with_columns(_words=pl.when(pl.col("_named").is_null()).then("indicator"))
    parts = pl.List(PART)
    keyed = _looked_up(keyed, "unit", {"dimension": pl.String, "factor": pl.Float64}, measure_of)
    keyed = _looked_up(keyed, "_words", {"_things": parts}, lambda words: rows(parts_of(words)))
    keyed = _looked_up(keyed, "_named", {"_rates": parts}, lambda words: rows(parts_of(words, joins_two=True)))
    keyed = keyed.with_columns(parts=pl.coalesce("_rates", "_things"))
    keyed = _looked_up(keyed, "indicator", {"better_by_words": pl.String}, lambda words: (better_by_words(words),))
    keyed = _looked_up(keyed, "_subject", {"subject_parts": parts}, lambda words: rows(joint_items(words)))
    keyed = _looked_up(keyed, "_reference", {"reference_parts": parts}, lambda words: rows(references(words)))
    keyed = _looked_up(keyed, "_reference", {"promised_rank": pl.Int32, "rank_is_exact": pl.Boolean}, promised_rank)
    keyed = _looked_up(keyed, "indicator", {"_is_name": pl.Boolean}, lambda words: (is_name(words),))
    keyed = keyed.with_columns(_core=pl.col("parts").list.first().struct.field("core"))
    keyed = _looked_up(keyed, "_core", {"_is_core_name": pl.Boolean}, lambda words: (is_name(words),))
    schema = polars_schema(MENTIONS)
    first = pl.col("parts").list.first().struct
    whole = keyed.with_columns(
        core=first.field("core"),
        is_named=pl.col("_is_name") | pl.col("_is_core_name").fill_null(False),
        # what grows is told by its name; what is counted may be a part of what the name says
        indicator_id=pl.when(pl.col("measure") == "growth")
        .then(pl.coalesce("indicator_id", first.field("indicator_id")))
        .otherwise("indicator_id"),
    )
    # in the order in which they stand, whatever else is in the batch
    ordered = pl.concat([_with_all(whole, schema), _with_all(others, schema)]).sort(_ROW)
    return ordered.drop(_ROW)


def _known(part: Part, indicator_id: Identify) -> str | None:
    """The catalogue's id of a part: by its words, else by its core where nothing restricts what is counted."""
    is_plain = not (part.sizes or part.hard_scopes or part.soft_scopes)
    return indicator_id(part.wording) or (indicator_id(part.core) if is_plain else None)


def _looked_up(
    frame: pl.DataFrame, key: str, columns: dict[str, Any], look: Callable[[str], tuple[Any, ...]]
) -> pl.DataFrame:
    """Join what ``look`` says of each distinct word of the column ``key``."""
    words = frame[key].drop_nulls().unique(maintain_order=True)
    found = zip(*map(look, words.to_list()), strict=True) if len(words) else [()] * len(columns)
    told = [_column(name, kind, values) for (name, kind), values in zip(columns.items(), found, strict=True)]
    return frame.join(pl.DataFrame([words, *told]), on=key, how="left", maintain_order="left")


def _column(name: str, kind: Any, values: Iterable[Any]) -> pl.Series:
    """A column of plain values, or of lists of parts."""
    if kind != pl.List(PART):
        return pl.Series(name, list(values), dtype=kind)
    lists: list[list[PartRow]] = list(values)
    columns = zip(*(part for parts in lists for part in parts), strict=True)
    found = dict(zip((*Part._fields, "indicator_id"), columns, strict=False))
    fields = [
        _lists(field.name, found.get(field.name, ()), field.dtype.inner)
        if isinstance(field.dtype, pl.List)
        else pl.Series(field.name, found.get(field.name, ()), dtype=field.dtype)
        for field in PART.fields
    ]
    parts = pl.DataFrame(fields).to_struct(name)
    return _gathered(parts, [number for number, listed in enumerate(lists) for _ in listed], len(lists))


def _lists(name: str, lists: Sequence[Sequence[Any]], kind: Any) -> pl.Series:
    """A column of lists of plain values, far faster than from the lists themselves."""
    flat = pl.Series(name, [value for listed in lists for value in listed], dtype=kind)
    return _gathered(flat, [number for number, listed in enumerate(lists) for _ in listed], len(lists))


def _gathered(flat: pl.Series, rows: list[int], height: int) -> pl.Series:
    """The values as lists, one for each of ``height`` rows; ``rows`` tells the row of each value, in order."""
    grouped = pl.DataFrame([pl.Series(_ROW, rows, dtype=pl.UInt32), flat]).group_by(_ROW, maintain_order=True).all()
    every = pl.DataFrame({_ROW: pl.int_range(height, dtype=pl.UInt32, eager=True)})
    return every.join(grouped, on=_ROW, how="left", maintain_order="left")[flat.name].fill_null([])


def _with_all(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """The frame with its row numbers and all columns of the schema, empty where it has them not."""
    absent = [pl.lit(None, dtype=kind).alias(name) for name, kind in schema.items() if name not in frame.columns]
    return frame.with_columns(absent).select(_ROW, *(pl.col(name).cast(kind) for name, kind in schema.items()))
