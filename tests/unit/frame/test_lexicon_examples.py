"""Every row of the tables of time and stance earns its place: its example reads as told here, and otherwise without it.

``lexicon_examples.csv`` tells for each row what its example gives; a row deleted from the lexicon leaves its outcome
here without a row, a row added needs one.
"""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest import lexicon
from ingest.frame import evidence, parts, words
from ingest.frame.words import find_words
from ingest.mentions import Context, read_document, roles
from ingest.sections import Section

with Path(__file__).with_name("lexicon_examples.csv").open(encoding="utf-8", newline="") as file:
    EXAMPLES = list(csv.DictReader(file))
YEAR = 2024
NEVER = "(?!)"
KEYS = {"frame_words": "word", "time_words": "word", "heading_words": "pattern", "role_cues": "kind"}
CACHES = (words._automaton, evidence._heading_words, parts._moves, roles._cues, roles._weight)
Row = dict[str, str]


def forget() -> None:
    for cache in CACHES:
        cache.cache_clear()


@pytest.fixture(autouse=True)
def _fresh_tables() -> Iterator[None]:
    forget()
    yield
    forget()


def sign(weight: float) -> str:
    return "ahead" if weight > 0 else "back" if weight < 0 else "-"


def read_stances(told: Row) -> str:
    """The words found in an example that say something: what of their paragraph and what of their clause."""
    found = [hit.word for hit in find_words(told["example"]) if hit.word.kind != "neutral"]
    return " ".join(f"{word.text}:{sign(word.weight)}:{sign(word.clause)}" for word in found)


def read_times(told: Row) -> str:
    """The times found in an example, and role and year of its first metric."""
    text = told["example"]
    hits = [hit.word for hit in find_words(text) if hit.word.kind not in ("stance", "neutral")]
    found = read_document(text, [Section(0, len(text), told["section"])], Context(YEAR, None))
    metric = next(one for one in found if one.role != "none")
    return " ".join([*(f"{word.kind}:{word.first}:{word.last}" for word in hits), metric.role, str(metric.year)])


def read_heading(told: Row) -> str:
    """How much a heading speaks for each part."""
    found = evidence._of_heading(told["example"], find_words(told["example"]), YEAR, True)
    return " ".join(f"{found[part]:g}" for part in ("review", "term_review", "plan", "term_plan"))


def read_roles(told: Row) -> str:
    """The roles and commitments of the metrics of an example."""
    text = told["example"]
    found = read_document(text, [Section(0, len(text), told["section"])], Context(YEAR, None))
    return " ".join(f"{one.role}:{one.commitment or '-'}" for one in found if one.role != "none")


READERS: dict[str, Callable[[Row], str]] = {
    "frame_words": read_stances,
    "time_words": read_times,
    "heading_words": read_heading,
    "role_cues": read_roles,
}


def told_of(table: str) -> list[Row]:
    return [told for told in EXAMPLES if told["table"] == table]


def without(table: str, row: Row) -> Iterator[Row]:
    """The rows of a table, one of them as if it were not there."""
    for other in ROWS[table]:
        if table == "role_cues" and other == row:
            yield other | {"pattern": NEVER, "weight": "0"}
        elif other != row:
            yield other


ROWS = {table: list(lexicon.rows(table)) for table in KEYS}


@pytest.mark.parametrize("table", KEYS)
def test_every_row_has_an_example_with_its_outcome(table: str) -> None:
    assert [row[KEYS[table]] for row in ROWS[table]] == [told["key"] for told in told_of(table)]
    assert [READERS[table](told) for told in told_of(table)] == [told["outcome"] for told in told_of(table)]


@pytest.mark.parametrize("table", KEYS)
def test_without_its_row_an_example_reads_otherwise(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = lexicon.rows
    idle = []
    for row, told in zip(ROWS[table], told_of(table), strict=True):
        with monkeypatch.context() as patch:
            patch.setattr(
                lexicon, "rows", lambda name, kept=row: without(table, kept) if name == table else everything(name)
            )
            forget()
            if READERS[table](told) == told["outcome"]:
                idle.append(told["key"])
    assert idle == []


PLACES = ("at_heading", "in_back", "in_ahead", "in_both", "in_text")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("row", list(lexicon.rows("part_moves")), ids=lambda row: f"{row['from']}-{row['to']}")
def test_a_move_happens_for_more_than_it_costs(row: Row, place: str) -> None:
    old, new, cost = row["from"], row["to"], float(row[place])
    dear, cheap = (
        parts._best([parts._weighed({old: 1000.0}), parts._weighed({new: gain})], [place, place], old)
        for gain in (cost - 0.1, cost + 0.1)
    )
    assert cheap == [old, new]
    assert dear[1] != new


def test_the_moves_that_happen() -> None:
    told = {(told["key"], told["example"]) for told in told_of("part_moves")}
    assert {(row["from"], row["to"]) for row in lexicon.rows("part_moves")} == told
