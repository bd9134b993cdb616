"""Rows of the lexicon that hold patterns match their own examples, and no row is there twice or without a reader."""

import re
from collections import Counter
from pathlib import Path

import pytest

from ingest import lexicon
from ingest.mentions.candidates import candidates
from ingest.mentions.nonmetrics import none_by_context
from ingest.mentions.words import read_word

SOURCES = "\n".join(path.read_text("utf-8") for path in sorted(Path(lexicon.__file__).parents[1].rglob("*.py")))
KEYS = {
    "crowns": ("crown",),
    "cues_after": ("word",),
    "cues_before": ("word",),
    "dependent_nouns": ("noun",),
    "generic_nouns": ("noun",),
    "joint_subjects": ("joint",),
    "none_patterns": ("side", "pattern"),
    "noun_units": ("noun",),
    "number_words": ("pattern",),
    "partial_words": ("word",),
    "patterns": ("name",),
    "phrase_ends": ("word",),
    "phrase_leads": ("word",),
    "phrase_tails": ("word",),
    "relations": ("pattern",),
    "role_cues": ("kind", "pattern"),
    "shared_heads": ("head",),
    "stage_verbs": ("verb",),
    "units": ("unit",),
    "word_lists": ("list", "word"),
}


def rows_of(name: str, key: str) -> list[object]:
    return [pytest.param(row, id=f"{number}-{row[key]}") for number, row in enumerate(lexicon.rows(name))]


@pytest.mark.parametrize("row", rows_of("patterns", "name"))
def test_a_pattern_matches_its_example(row: dict[str, str]) -> None:
    assert row["example"] and row["meaning"]
    assert lexicon.pattern(row["name"]).search(row["example"])
    assert f'"{row["name"]}"' in SOURCES or f"(?&{row['name']})" in "".join(lexicon.column("patterns", "pattern"))


@pytest.mark.parametrize("name", ["relations", "role_cues", "number_words"])
def test_patterns_of_other_tables_match_their_examples(name: str) -> None:
    lost = [row for row in lexicon.rows(name) if not re.search(row["pattern"], row["example"])]
    assert not lost


@pytest.mark.parametrize("row", rows_of("none_patterns", "example"))
def test_a_number_that_measures_nothing_has_the_reason_of_its_row(row: dict[str, str]) -> None:
    text = row["example"]
    reasons = [none_by_context(text, found) for found in candidates(text) if found.form in row["forms"].split("|")]
    assert row["reason"] in reasons


@pytest.mark.parametrize("row", rows_of("number_words", "example"))
def test_a_number_word_is_read_and_says_what_it_measures(row: dict[str, str]) -> None:
    text = f"规模达到{row['example']}，"
    found = next(candidate for candidate in candidates(text) if candidate.form == "word")
    assert (found.word, found.value) == (row["word"], float(row["value"]))
    special = read_word(text, found, text[: found.start])
    assert special.measure or special.reason


@pytest.mark.parametrize("name", sorted(set(lexicon.column("word_lists", "list"))))
def test_a_word_list_is_read_somewhere(name: str) -> None:
    assert f'word_list("{name}")' in SOURCES


def test_a_name_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        lexicon.pattern("no such pattern")
    with pytest.raises(KeyError):
        lexicon.word_list("no such list")


@pytest.mark.parametrize(("name", "keys"), sorted(KEYS.items()))
def test_no_row_stands_twice(name: str, keys: tuple[str, ...]) -> None:
    count = Counter(tuple(row[key] for key in keys) for row in lexicon.rows(name))
    assert [key for key, times in count.items() if times > 1] == []


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("cues_after", ("comparator", "word")),
        ("cues_before", ("kind", "value", "word")),
        ("dependent_nouns", ("mode", "noun")),
        ("noun_units", ("unit", "noun")),
        ("patterns", ("name",)),
        ("phrase_ends", ("kind", "word")),
        ("phrase_leads", ("kind", "word")),
        ("units", ("kind", "unit")),
    ],
)
def test_tables_of_longest_matches_are_sorted(name: str, keys: tuple[str, ...]) -> None:
    order = [tuple(row[key] for key in keys) for row in lexicon.rows(name)]
    assert order == sorted(order)
