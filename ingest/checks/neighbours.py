"""Consecutive reports of one region check each other: what one promises and states, the next answers and restates."""

from dataclasses import dataclass
from typing import Final

import polars as pl

HEADLINE: Final = ("gdp", "growth")
# figures are rounded, and statistics are revised: so much apart they still say the same
_TOLERANCE: Final = 0.02
_SCALED: Final = r"^([十百千万亿]*)(.*)$"
_SCALES: Final = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7}
_LARGE: Final = {"亿": 1e8, "十亿": 1e9, "百亿": 1e10, "千亿": 1e11, "万亿": 1e12, "": 1.0}
_FACT: Final = ("document_id", "role", "indicator_id", "measure", "year", "value", "unit")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How consecutive reports of one region agree.

    ``pairs`` (Y, Y+1); of these ``promised`` hold a target for the headline in Y, and of those ``answered`` a result of
    the same indicator, measure and year in Y+1. ``restated`` level figures of the year Y-1 stand in both reports, and
    of these ``consistent`` say the same.
    """

    pairs: int
    promised: int
    answered: int
    restated: int
    consistent: int


def facts_of(documents: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """The few mentions that neighbours are compared by: headline growth, and levels of the two years before."""
    own = mentions.filter(
        (pl.col("role") != "none")
        & pl.col("value").is_not_null()
        & (pl.col("region").fill_null("") == "")
        & (pl.col("period").fill_null("year") == "year")
    ).join(documents.select("document_id", of_year="report_year"), on="document_id")
    headline = (pl.col("indicator_id") == HEADLINE[0]) & (pl.col("measure") == HEADLINE[1])
    back = pl.col("of_year") - pl.col("year")
    level = (pl.col("role") == "result") & (pl.col("measure") == "level") & back.is_between(1, 2)
    return own.filter(pl.col("indicator_id").is_not_null() & (headline | level)).select(*_FACT)


def agreement(documents: pl.DataFrame, facts: pl.DataFrame) -> Agreement:
    """Hold every report against the next one of its region.

    ``documents``: document_id, region_code, report_year, kind, completeness, n_chars; ``facts`` as facts_of gives them.
    Of several texts of one report a whole one counts, the longest.
    """
    pairs = _pairs(documents)
    first, second = (facts.rename({"document_id": side}) for side in ("first", "second"))
    headline = (pl.col("indicator_id") == HEADLINE[0]) & (pl.col("measure") == HEADLINE[1])
    of_first_year = headline & (pl.col("year") == pl.col("report_year"))
    targets = pairs.join(first.filter(role="target"), on="first").filter(of_first_year)
    promised = pairs.join(targets, on="first", how="semi")
    results = promised.join(second.filter(role="result"), on="second").filter(of_first_year)
    restated = _restated(pairs, first, second)
    return Agreement(
        pairs.height,
        promised.height,
        promised.join(results, on="first", how="semi").height,
        restated.height,
        int(restated["agrees"].sum()),
    )


def _pairs(documents: pl.DataFrame) -> pl.DataFrame:
    """first, second (documents of consecutive reports of one region), report_year of the first."""
    reports = (
        documents.filter(
            (pl.col("kind") == "report") & pl.col("region_code").is_not_null() & pl.col("report_year").is_not_null()
        )
        .sort(pl.col("completeness") != "full", -pl.col("n_chars").cast(pl.Int64), "document_id")
        .unique(["region_code", "report_year"], keep="first", maintain_order=True)
    )
    following = reports.select("region_code", pl.col("report_year") - 1, second="document_id")
    return reports.select("region_code", "report_year", first="document_id").join(
        following, on=["region_code", "report_year"]
    )


def _restated(pairs: pl.DataFrame, first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """Indicators whose level of the year before the first report stands in both, with whether a figure ``agrees``."""
    keys = ["first", "second", "indicator_id", "bare"]
    sides = []
    for facts, side in ((first, "first"), (second, "second")):
        levels = _in_base(facts.filter(role="result", measure="level"))
        held = pairs.join(levels, on=side).filter(pl.col("year") == pl.col("report_year") - 1)
        sides.append(held.select(*keys, pl.col("base").alias(f"{side}_base")))
    both = sides[0].join(sides[1], on=keys)
    apart = (pl.col("first_base") - pl.col("second_base")).abs()
    largest = pl.max_horizontal(pl.col("first_base").abs(), pl.col("second_base").abs())
    return both.group_by(keys).agg(agrees=(apart <= _TOLERANCE * largest).any())


def _in_base(facts: pl.DataFrame) -> pl.DataFrame:
    """With the value without the scale of its unit (``base``), and the unit without it (``bare``): 3万亩 is 30000亩."""
    scale = pl.col("unit").fill_null("").str.extract(_SCALED, 1).replace_strict({**_SCALES, **_LARGE}, default=None)
    bare = pl.col("unit").fill_null("").str.extract(_SCALED, 2)
    return facts.with_columns(base=pl.col("value") * scale.cast(pl.Float64), bare=bare).drop_nulls("base")
