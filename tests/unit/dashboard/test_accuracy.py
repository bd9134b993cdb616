"""The figures that the pages and the panel show are those of docs/accuracy.md."""

from pathlib import Path
from typing import Final

from dashboard import accuracy

PAGE: Final = Path(__file__).parents[3] / "docs" / "accuracy.md"


def test_the_page_and_the_tables_tell_the_same_figures() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for row in accuracy.reading():
        assert f"| {int(row['labels']):,} | {row['detect']} | {row['strict']} |" in page, row
    for row in accuracy.verdicts():
        numbers = f"| {row['targets']} | {row['verdict']} | {row['link']} | {row['false']} of {row['decided']} |"
        assert numbers in page, row
