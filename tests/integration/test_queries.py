"""The questions of docs/queries.md run as they stand."""

import re

import pytest

from .conftest import ROOT, Finished

PAGE = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"\*\*(\d+)\. (.+?)\*\*\n\n```sql\n(.*?)```", PAGE, re.DOTALL)
# what the bundled examples are too small to show
SILENT = {"14", "16", "17", "18", "21", "23"}


def test_the_questions_are_numbered() -> None:
    assert len(QUESTIONS) >= 20
    assert [number for number, _, _ in QUESTIONS] == [str(n) for n in range(1, len(QUESTIONS) + 1)]


@pytest.mark.parametrize(("number", "query"), [(number, query) for number, _, query in QUESTIONS])
def test_a_question_has_an_answer(first_run: Finished, number: str, query: str) -> None:
    rows = first_run.rows(query)
    assert rows or number in SILENT
