"""Documents that were read the wrong way round: promises where a report looks back, results where it looks ahead."""

from typing import Final

import polars as pl

_FIRST: Final = 0.3
_LAST: Final = 0.7
_AT_LEAST: Final = 10
_TARGETS_EARLY: Final = 0.6
_RESULTS_LATE: Final = 0.7


def turned_documents(documents: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """One row per document: document_id, ``review_as_plan``, ``plan_as_review`` (both boolean).

    The review is read as a plan where over 60 % of the metrics in the first 30 % of the text are targets, the plan as
    a review where over 70 % of those in the last 30 % are results; both need 10 metrics there. Parts play no role:
    this is what they are held against.
    """
    lengths = documents.select("document_id", "n_chars")
    place = pl.col("value_start") / pl.col("n_chars")
    counted = (
        mentions.filter(pl.col("role") != "none")
        .join(lengths, on="document_id")
        .group_by("document_id")
        .agg(
            early=(place < _FIRST).sum(),
            early_targets=((place < _FIRST) & (pl.col("role") == "target")).sum(),
            late=(place > _LAST).sum(),
            late_results=((place > _LAST) & (pl.col("role") == "result")).sum(),
        )
    )
    return lengths.join(counted, on="document_id", how="left").select(
        "document_id",
        review_as_plan=_mostly("early_targets", "early", _TARGETS_EARLY),
        plan_as_review=_mostly("late_results", "late", _RESULTS_LATE),
    )


def _mostly(some: str, of: str, share: float) -> pl.Expr:
    return ((pl.col(of) >= _AT_LEAST) & (pl.col(some) / pl.col(of) > share)).fill_null(False)
