"""Every row of the cue and unit tables earns its place: its example reads as told here, and otherwise without the row.

``lexicon_examples.csv`` tells for each row what its example gives; a row deleted from the lexicon leaves its outcome
here without a row, a row added needs one.
"""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest import lexicon
from ingest.mentions import Context, cues, nonmetrics, phrases, read_document, suffixes
from ingest.mentions.candidates import candidates
from ingest.mentions.ranks import read_streak
from ingest.mentions.words import unit_of
from ingest.sections import Section

with Path(__file__).with_name("lexicon_examples.csv").open(encoding="utf-8", newline="") as file:
    EXAMPLES = list(csv.DictReader(file))
KEYS = {
    "crowns": "crown",
    "cues_after": "word",
    "cues_before": "word",
    "none_patterns": "pattern",
    "noun_units": "noun",
    "units": "unit",
}
LISTS = ("made", "products", "small_count_units", "working_days")
CACHES = (
    cues._endings,
    cues._read,
    cues._verb_endings,
    cues.transitive_verbs,
    lexicon.mapping,
    nonmetrics._rows,
    nonmetrics._reading,
    phrases.phrase_before,
    phrases.strip_leads,
    suffixes._bounds,
    suffixes._units,
)
DIRECTIONS = {1: "grows", -1: "falls", 0: ""}


def forget() -> None:
    for cache in CACHES:
        cache.cache_clear()


@pytest.fixture(autouse=True)
def _fresh_tables() -> Iterator[None]:
    yield
    forget()


def read_cue(row: dict[str, str]) -> str:
    if row["kind"] == "trans":
        return cues.governing_verb(row["example"])
    before = cues.read_before(row["example"], large=True)
    flags = (name for name in ("is_level", "ceiling", "distributed", "origin") if getattr(before, name))
    return "|".join(part for part in (before.rest, DIRECTIONS[before.grow], before.comparator, *flags) if part)


def read_bound(row: dict[str, str]) -> str:
    suffix = suffixes.read_suffix(row["example"], 1)
    return f"{suffix.comparator}|{row['example'][suffix.unit_end : suffix.end]}"


def read_reasons(row: dict[str, str]) -> str:
    text = row["example"]
    return "|".join(nonmetrics.none_by_context(text, found) or "-" for found in candidates(text))


def read_crown(row: dict[str, str]) -> str:
    text = row["example"]
    streak = read_streak(text, candidates(text)[0], text[:2])
    return "|".join(part for part in (streak.unit, streak.indicator) if part) if streak else ""


def read_number(text: str) -> str:
    """The value and unit of the first number of a text, or why it measures nothing."""
    mention = read_document(text, [Section(0, len(text), "review")], Context(2025, None))[0]
    return mention.reason or f"{mention.value:g}{mention.unit}"


READERS: dict[str, Callable[[dict[str, str]], str]] = {
    "crowns": read_crown,
    "cues_after": read_bound,
    "cues_before": read_cue,
    "none_patterns": read_reasons,
    "noun_units": lambda row: unit_of(row["example"]),
    "units": lambda row: "|".join(suffixes.unit_at(row["example"], 1)),
}


@pytest.mark.parametrize("table", KEYS)
def test_every_row_has_an_example_with_its_outcome(table: str) -> None:
    rows = [(row[KEYS[table]], row["example"]) for row in lexicon.rows(table)]
    assert rows == [(told["key"], told["example"]) for told in EXAMPLES if told["table"] == table]
    told = [told["outcome"] for told in EXAMPLES if told["table"] == table]
    assert [READERS[table](row) for row in lexicon.rows(table)] == told


@pytest.mark.parametrize("table", sorted(set(KEYS) - {"crowns"}))
def test_without_its_row_an_example_reads_otherwise(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, everything = list(lexicon.rows(table)), lexicon.rows
    idle = []
    for row in rows:
        others = [other for other in rows if other is not row]
        forget()
        told = READERS[table](row)
        with monkeypatch.context() as patch:
            patch.setattr(lexicon, "rows", lambda name, kept=others: iter(kept) if name == table else everything(name))
            forget()
            if READERS[table](row) == told:
                idle.append(row[KEYS[table]])
    assert not idle


@pytest.mark.parametrize("name", LISTS)
def test_a_word_of_a_list_gives_its_outcome(name: str) -> None:
    told = [told for told in EXAMPLES if told["table"] == name]
    assert sorted(word["key"] for word in told) == sorted(lexicon.word_list(name))
    assert [read_number(word["example"]) for word in told] == [word["outcome"] for word in told]


def test_a_unit_ends_where_another_word_goes_on() -> None:
    """Each character of ``not_before`` keeps its unit from being read: 5户籍 is no number of 户."""
    read = [
        row["unit"] + character
        for row in lexicon.rows("units")
        for character in row["not_before"]
        if suffixes.unit_at(row["unit"] + character, 0)[0] == row["unit"]
    ]
    assert read == []
