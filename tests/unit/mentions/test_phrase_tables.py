"""Every row of the phrase tables decides something: its example reads as expected, and otherwise without the row."""

from collections.abc import Callable

import pytest

from ingest import lexicon
from ingest.mentions import phrases
from ingest.mentions.phrases import phrase_after, phrase_before, strip_leads

READERS: dict[str, Callable[[str], str]] = {
    "phrase_leads": lambda text: "|".join(filter(None, strip_leads(text))),
    "phrase_tails": phrase_before,
    "phrase_ends": lambda text: phrase_after(text, 1, len(text))[0],
}
ROWS = [pytest.param(name, row, id=f"{name}-{row['word']}") for name in sorted(READERS) for row in lexicon.rows(name)]


@pytest.fixture
def fresh() -> Callable[[], None]:
    def clear() -> None:
        for cached in (phrases._leads, phrases._tails, phrases._ends):
            cached.cache_clear()

    return clear


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_row_reads_its_example(name: str, row: dict[str, str]) -> None:
    assert READERS[name](row["example"]) == row["expected"]


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_without_the_row_its_example_reads_otherwise(
    name: str, row: dict[str, str], fresh: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    mapping, column = lexicon.mapping, lexicon.column

    def fewer(table: str, key: str, value: str) -> dict[str, str]:
        found = dict(mapping(table, key, value))
        if table == name:
            del found[row["word"]]
        return found

    def shorter(table: str, key: str) -> tuple[str, ...]:
        return tuple(word for word in column(table, key) if table != name or word != row["word"])

    monkeypatch.setattr(lexicon, "mapping", fewer)
    monkeypatch.setattr(lexicon, "column", shorter)
    fresh()
    try:
        assert READERS[name](row["example"]) != row["expected"]
    finally:
        monkeypatch.undo()
        fresh()
