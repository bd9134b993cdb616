"""The rules that make a document suspicious, as rows of ``lexicon/document_checks.csv``."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import polars as pl

from ingest import lexicon

_APPLIES: Final = {
    "any": pl.lit(True),
    "full_report": (pl.col("kind") == "report") & (pl.col("completeness") == "full"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: ``counts`` among ``among`` (columns with the counts of a document), held against a share.

    It fires where ``comparison`` (over, at_most) holds for the share and the ``threshold``, in documents to which it
    ``applies`` and that have ``at_least`` so many to be counted.
    """

    id: str
    counts: str
    among: str
    applies: str
    comparison: str
    threshold: float
    at_least: int
    meaning: str
    zh: str
    remedy: str

    def fires(self) -> pl.Expr:
        """Whether a document is suspicious by this rule; false, never null."""
        share = pl.col(self.counts) / pl.col(self.among)
        held = share > self.threshold if self.comparison == "over" else share <= self.threshold
        return (_APPLIES[self.applies] & (pl.col(self.among) >= self.at_least) & held).fill_null(False)

    def suspicion(self) -> pl.Expr:
        """The struct that says so: rule, counted, among; null where it does not fire."""
        said = pl.struct(
            rule=pl.lit(self.id), counted=pl.col(self.counts).cast(pl.Int32), among=pl.col(self.among).cast(pl.Int32)
        )
        return pl.when(self.fires()).then(said)


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of the table. KeyError or ValueError for a row that cannot be used."""
    found = []
    for row in lexicon.rows("document_checks"):
        comparison = row["is"]
        if comparison not in ("over", "at_most") or row["applies"] not in _APPLIES:
            raise ValueError(f"document_checks.csv: {row['id']} is {comparison} and applies to {row['applies']}")
        found.append(
            Rule(
                row["id"],
                row["counts"],
                row["among"],
                row["applies"],
                comparison,
                float(row["threshold"]),
                int(row["at_least"]),
                row["meaning"],
                row["zh"],
                row["remedy"],
            )
        )
    return tuple(found)
