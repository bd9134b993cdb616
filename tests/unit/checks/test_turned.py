"""A text that is read the wrong way round is seen by where its targets and results stand, whatever its parts say."""

from typing import Any

import pytest

from ingest.checks.turned import turned_documents


@pytest.mark.parametrize(
    ("place", "targets", "results", "expected"),
    [
        (100, 7, 3, (True, False)),
        (100, 6, 4, (False, False)),
        (100, 9, 0, (False, False)),
        (500, 20, 20, (False, False)),
        (800, 2, 8, (False, True)),
        (800, 3, 7, (False, False)),
        (800, 0, 9, (False, False)),
    ],
)
def test_a_turned_document(rows: Any, place: int, targets: int, results: int, expected: tuple[bool, bool]) -> None:
    rows.document()
    rows.document("empty")
    rows.mentions(targets, role="target", value_start=place)
    rows.mentions(results, value_start=place)
    rows.mentions(50, role="none", value_start=place)
    told = {row[0]: row[1:] for row in turned_documents(*rows.frames).iter_rows()}
    assert told == {"doc": expected, "empty": (False, False)}
