"""What was read of each document, counted, and what is suspicious about the counts."""

from typing import Final

import polars as pl

from ingest import lexicon
from ingest.checks.rules import rules
from ingest.mentions.fragments import fragment_kind
from ingest.schemas import CHECKS, PARTS, polars_schema

_ROLES: Final = ("target", "result")
_REVIEWS: Final = ("review", "term_review")
_PLANS: Final = ("plan", "term_plan")
_DOCUMENT: Final = ("document_id", "report_year", "kind", "completeness", "n_candidates")


def check_documents(documents: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """One row of ingest.schemas.CHECKS per document, in the order of ``documents``.

    ``documents`` and ``mentions`` are rows of ingest.schemas.DOCUMENTS and MENTIONS; mentions of other documents are
    left aside. A pure function. Metrics are targets and results that have a number; passages that stand twice in a
    document count once.
    """
    metrics = mentions.filter(
        (pl.col("role") != "none") & pl.col("relation").is_null() & pl.col("section").is_in([*PARTS])
    )
    counted = _counted(metrics)
    rows = documents.select(*_DOCUMENT, candidates="n_candidates").join(counted, on="document_id", how="left")
    rows = rows.join(_aims(metrics), on="document_id", how="left").with_columns(
        pl.col(name).fill_null(0) for name in [*counted.columns[1:], "aims", "aims_as_results"]
    )
    rows = rows.with_columns(
        review_targets=_sum(_REVIEWS, ("target",)),
        review_metrics=_sum(_REVIEWS, _ROLES),
        plan_results=_sum(_PLANS, ("result",)),
        plan_metrics=_sum(_PLANS, _ROLES),
        **{f"share_{name}": _share(name) for name in ("without_year", "without_indicator_id", "unnamed")},
    )
    suspicions = pl.concat_list([rule.suspicion() for rule in rules()]).list.drop_nulls()
    return rows.with_columns(suspicions=suspicions).select(_column(name) for name in polars_schema(CHECKS).names())


def _column(name: str) -> pl.Expr:
    return pl.col(name).cast(polars_schema(CHECKS)[name])


def _share(name: str) -> pl.Expr:
    return pl.when(pl.col("metrics") > 0).then(pl.col(name) / pl.col("metrics"))


def _sum(parts: tuple[str, ...], roles: tuple[str, ...]) -> pl.Expr:
    return pl.sum_horizontal(f"n_{part}_{role}s" for part in parts for role in roles)


def _counted(metrics: pl.DataFrame) -> pl.DataFrame:
    """The counts of every document that has metrics."""
    names = metrics.select(pl.col("indicator").fill_null("").unique()).to_series()
    lost = {name for name in names if fragment_kind(name)}
    name, fragment = pl.col("indicator").fill_null(""), pl.col("indicator").fill_null("").is_in(list(lost))
    return metrics.group_by("document_id").agg(
        *(
            ((pl.col("section") == part) & (pl.col("role") == role)).sum().alias(f"n_{part}_{role}s")
            for part in PARTS
            for role in _ROLES
        ),
        metrics=pl.len(),
        targets=(pl.col("role") == "target").sum(),
        results=(pl.col("role") == "result").sum(),
        without_year=pl.col("year").is_null().sum(),
        without_indicator_id=pl.col("indicator_id").is_null().sum(),
        fragments=(fragment & (name != "")).sum(),
        nameless=(name == "").sum(),
        unnamed=(fragment | (name == "")).sum(),
    )


def _aims(metrics: pl.DataFrame) -> pl.DataFrame:
    """Sentences that state aims (今年的预期目标是：), and those of them whose figures behind these words are results.

    A review may say what the aim had been and what became of it: its sentences are left out.
    """
    words = lexicon.pattern("stated_aim").pattern
    stated = pl.col("sentence").str.extract(f"(?s)^(.*?{words})", 1)
    behind = metrics.filter(~pl.col("section").is_in(list(_REVIEWS))).filter(
        pl.col("value_start") - pl.col("sentence_start") >= stated.str.len_chars()
    )
    sentences = behind.group_by("document_id", "sentence_start").agg(results=(pl.col("role") == "result").mean())
    return sentences.group_by("document_id").agg(aims=pl.len(), aims_as_results=(pl.col("results") > 0.5).sum())
