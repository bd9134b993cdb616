"""Review sections -> clauses that say in words how something went: 圆满完成, 未达到预期, 超额完成."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import polars as pl

from ingest import lexicon
from ingest.schemas import STATEMENTS, polars_schema

_REVIEWS: Final = frozenset({"review", "term_review"})
_CLAUSE: Final = re.compile(r"[^。；;！!？?，,\n]+")
# what is said first decides: an admission before a success, half a success before a whole one
_GRAVITY: Final = ("not_reached", "below", "partly", "exceeded", "completed")
_CLAIMS_ONLY: Final = ("exceeded", "completed")
_AIMS: Final = {"plan": lexicon.pattern("aim_of_plan"), "year": lexicon.pattern("aim_of_year")}


@cache
def _words() -> dict[str, tuple[str, bool]]:
    return {row["word"]: (row["assessment"], row["decides_task"] == "true") for row in lexicon.rows("completion_words")}


@cache
def _any_word() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_words(), key=len, reverse=True))))


def statements_of(documents: pl.DataFrame) -> pl.DataFrame:
    """Statements of a batch of documents: ingest.schemas.DOCUMENTS in, ingest.schemas.STATEMENTS out."""
    needed = documents.select("document_id", "report_year", "text", "sections")
    rows = [
        {"document_id": document_id, "report_year": year, **statement}
        for document_id, year, text, parts in needed.iter_rows()
        for part in parts or ()
        if part["section"] in _REVIEWS
        for statement in statements_in(text, part["start"], part["end"])
    ]
    return pl.DataFrame(rows, schema=polars_schema(STATEMENTS))


def statements_in(text: str, start: int, end: int) -> Iterator[dict[str, Any]]:
    """Statements of one stretch: start of the clause, its words, the assessment, whose aim, whether it decides a task.

    >>> [one["assessment"] for one in statements_in("农村码头改造圆满完成。", 0, 11)]
    ['completed']
    """
    for clause in _CLAUSE.finditer(text, start, end):
        met = [_words()[word] for word in _any_word().findall(clause[0])]
        if not met:
            continue
        assessment = min((one for one, _ in met), key=_GRAVITY.index)
        words = clause[0].strip()
        yield {
            "statement_start": clause.start() + len(clause[0]) - len(clause[0].lstrip()),
            "words": words,
            "assessment": assessment,
            "aim_of": next((aim for aim, pattern in _AIMS.items() if pattern.search(words)), None),
            "decides_task": assessment in _CLAIMS_ONLY and any(decides for _, decides in met),
        }
