"""Every row of the phrase tables decides something: its example reads as expected, and otherwise without the row."""

from collections.abc import Callable, Iterator

import pytest

from ingest import lexicon
from ingest.mentions import Context, attributes, enumerations, fragments, phrases, read_document
from ingest.mentions.attributes import complete_dependent
from ingest.mentions.enumerations import split_parts
from ingest.mentions.phrases import phrase_after, phrase_before, strip_leads
from ingest.sections import Section


def owned(text: str) -> str:
    """An attribute with its owner: 粮食播种面积：总产量."""
    owner, attribute = text.split("：")
    return complete_dependent(attribute, owner)


def split(text: str) -> str:
    """The things that an enumeration names; two of them where no number follows behind ×."""
    phrase, _, count = text.partition("×")
    return "|".join(split_parts(phrase, int(count or 2)) or [])


def last_name(text: str) -> str:
    """What the last number of a sentence measures."""
    mentions = read_document(text, [Section(0, len(text), "review")], Context(2025, None, None))
    return [mention.indicator for mention in mentions if mention.role != "none"][-1]


READERS: dict[str, Callable[[str], str]] = {
    "dependent_nouns": owned,
    "generic_nouns": phrase_before,
    "joint_subjects": split,
    "partial_words": last_name,
    "phrase_leads": lambda text: "|".join(filter(None, strip_leads(text))),
    "phrase_tails": phrase_before,
    "phrase_ends": lambda text: phrase_after(text, 1, len(text))[0],
    "shared_heads": split,
    "stage_verbs": split,
}
KEYS = {
    "dependent_nouns": "noun",
    "generic_nouns": "noun",
    "joint_subjects": "joint",
    "shared_heads": "head",
    "stage_verbs": "verb",
}
CACHED = (
    attributes.dependent_nouns,
    enumerations._heads,
    fragments.fragment_kind,
    phrases._ends,
    phrases._leads,
    phrases._tails,
    phrases.generic_nouns,
    phrases.partial_words,
    phrases.phrase_before,
    phrases.stage_verbs,
    phrases.strip_leads,
)


def key_of(name: str, row: dict[str, str]) -> str:
    return row[KEYS.get(name, "word")]


ROWS = {name: list(lexicon.rows(name)) for name in sorted(READERS)}


def forget() -> None:
    for cached in CACHED:
        cached.cache_clear()


@pytest.fixture(autouse=True)
def _fresh_tables() -> Iterator[None]:
    yield
    forget()


def without(name: str, row: dict[str, str], patch: pytest.MonkeyPatch) -> None:
    """The tables, but for one row of one of them."""
    mapping, column = lexicon.mapping, lexicon.column

    def fewer(table: str, key: str, value: str) -> dict[str, str]:
        found = dict(mapping(table, key, value))
        if table == name:
            found.pop(key_of(name, row))
        return found

    def shorter(table: str, key: str) -> tuple[str, ...]:
        return tuple(word for word in column(table, key) if table != name or word != key_of(name, row))

    patch.setattr(lexicon, "mapping", fewer)
    patch.setattr(lexicon, "column", shorter)


@pytest.mark.parametrize("name", ROWS)
def test_each_row_reads_its_example(name: str) -> None:
    assert ROWS[name]
    read = [(key_of(name, row), READERS[name](row["example"])) for row in ROWS[name]]
    assert read == [(key_of(name, row), row["expected"]) for row in ROWS[name]]


@pytest.mark.parametrize("name", ROWS)
def test_without_its_row_an_example_reads_otherwise(name: str) -> None:
    idle = []
    for row in ROWS[name]:
        with pytest.MonkeyPatch.context() as patch:
            without(name, row, patch)
            forget()
            if READERS[name](row["example"]) == row["expected"]:
                idle.append(key_of(name, row))
    assert idle == []
