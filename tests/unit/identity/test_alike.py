"""Texts that say nearly the same of two places or years are two reports; what tells them apart is kept."""

from dataclasses import fields

import pytest

from ingest.identity.kept import sketches_of, table_of
from ingest.identity.sketched import sketched

from .test_link import _frame, _links, _report, _row


def test_a_town_that_writes_as_its_county_is_none_of_its_copies() -> None:
    text = _report(1)
    found = _links([_row("a", text), _row("b", text.replace("缙云县", "缙云县壶镇镇"))])
    assert [one["is_primary"] for one in found.values()] == [True, True]


def test_the_words_of_last_year_are_another_report() -> None:
    text = _report(1, year=2023)
    copied = text.replace("2023年", "2024年").replace("2022年", "2023年").replace("增长1", "增长2")
    found = _links([_row("a", text), _row("b", copied)])
    assert [one["report_id"] for one in found.values()] == ["331122-2023-report", "331122-2024-report"]


@pytest.mark.parametrize("place", ["鼓楼区", "云溪镇"])
def test_a_place_that_could_not_be_told_is_not_any_other_that_writes_the_same(place: str) -> None:
    text = _report(1)
    row = _row("b", text.replace("缙云县", place))
    assert row["region_code"] is None
    found = _links([_row("a", text), row])
    assert found["b"]["is_primary"] and found["b"]["report_id"] != found["a"]["report_id"]


def test_sketches_come_back_from_their_table_as_they_were() -> None:
    text = _report(1)
    known = list(sketched(_frame([_row("a", text), _row("b", text.replace("缙云县", "鼓楼区"))])))
    kept = dict(sketches_of(table_of((one.document_id, one) for one in known)))
    for one in known:
        other = kept[one.document_id]
        told = [field.name for field in fields(one) if field.name != "sketch"]
        assert [getattr(one, name) for name in told] == [getattr(other, name) for name in told]
        assert one.sketch.size == other.sketch.size and (one.sketch.hashes == other.sketch.hashes).all()
