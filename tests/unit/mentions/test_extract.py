"""The table of mentions: columns, keys and that a document is read for itself."""

import polars as pl
import pytest

from ingest.mentions import extract_mentions
from ingest.schemas import DOCUMENTS, MENTIONS, polars_schema

TEXT = (
    "一、回顾\n地区生产总值增长6.3%，新增就业3.1万人。\n"
    "二、安排\n力争地区生产总值增长6%以上。\n居民收入增长与经济增长同步。\n"
)


def documents(*keys: str, text: str = TEXT) -> pl.DataFrame:
    turn = text.index("二、")
    sections = [
        {"start": 0, "end": turn, "section": "review"},
        {"start": turn, "end": len(text), "section": "plan"},
    ]
    rows = [
        {"document_id": key, "report_year": 2025, "region_code": "331100", "text": text, "sections": sections}
        for key in keys
    ]
    return pl.DataFrame(rows, schema=polars_schema(DOCUMENTS))


@pytest.fixture
def mentions() -> pl.DataFrame:
    return extract_mentions(documents("aa"))


def test_columns(mentions: pl.DataFrame) -> None:
    assert mentions.schema == polars_schema(MENTIONS)


def test_rows(mentions: pl.DataFrame) -> None:
    metrics = mentions.filter((pl.col("role") != "none") & pl.col("relation").is_null())
    assert metrics["value_text"].to_list() == ["6.3", "3.1", "6"]
    assert metrics["role"].to_list() == ["result", "result", "target"]
    assert metrics["year"].to_list() == [2024, 2024, 2025]
    assert metrics["section"].to_list() == ["review", "review", "plan"]
    assert metrics["commitment"].to_list() == [None, None, "strive"]
    assert metrics["indicator_id"][0] == metrics["indicator_id"][2] == "gdp"


def test_a_target_without_a_number_is_a_row(mentions: pl.DataFrame) -> None:
    relation = mentions.filter(pl.col("relation").is_not_null()).row(0, named=True)
    assert (relation["relation"], relation["subject"], relation["reference"]) == ("in_step", "居民收入", "经济增长")
    assert relation["value"] is None
    assert relation["role"] == "target"


def test_offsets_lead_back_to_the_text(mentions: pl.DataFrame) -> None:
    for row in mentions.iter_rows(named=True):
        assert TEXT[row["value_start"] : row["value_end"]] == row["value_text"]
        assert TEXT[row["sentence_start"] :].lstrip().startswith(row["sentence"])
        assert row["mention_id"] == f"aa:{row['value_start']}"


def test_numbers_of_role_none_have_a_reason_and_no_indicator() -> None:
    text = "一、回顾\n2024年10月。\n二、安排\n落实“八八战略”。"
    none = extract_mentions(documents("aa", text=text)).filter(pl.col("role") == "none")
    assert none.height >= 3
    assert none["reason"].null_count() == 0
    assert none["indicator"].null_count() == none.height
    assert none["indicator_id"].null_count() == none.height


def test_documents_are_read_for_themselves() -> None:
    together = extract_mentions(documents("aa", "bb"))
    apart = pl.concat([extract_mentions(documents("aa")), extract_mentions(documents("bb"))])
    assert together.equals(apart)


def test_no_documents_give_an_empty_table() -> None:
    assert extract_mentions(documents("aa").clear()).schema == polars_schema(MENTIONS)
