"""Texts that hold more than one report."""

from pathlib import Path

import polars as pl
import pytest

from ingest.documents import document_rows
from ingest.mentions import extract_mentions
from ingest.schemas import DOCUMENTS, REPEAT, polars_schema
from ingest.several import report_starts
from ingest.store import Entry

FIRST = (Path(__file__).parents[1] / "readers" / "report.txt").read_text(encoding="utf-8")
OTHER = (
    FIRST.replace("云溪县", "松岭县")
    .replace("2024", "2022")
    .replace("2023", "2021")
    .replace("林致远", "周明")
    .splitlines()
)
# another year's report says other things: its paragraphs in other words
SECOND = "\n".join(
    line
    if len(line) < 50
    else f"{line[:20]}，" + "，".join(f"第{n}项工作完成{n * 7 + len(line)}件" for n in range(3, 30)) + "。"
    for line in OTHER
)


def documents(text: str, name: str = "page.txt") -> list[dict[str, object]]:
    data = text.encode()
    return list(document_rows(data, Entry("0" * 64, name, None, len(data), "document")))


def metrics(row: dict[str, object]) -> int:
    mentions = extract_mentions(pl.DataFrame([row], schema=polars_schema(DOCUMENTS)))
    return mentions.filter((pl.col("role") != "none") & ~pl.col("section").str.ends_with(REPEAT)).height


@pytest.mark.parametrize("between", ["\n", "\n\n下一篇\n\n"])
def test_two_reports_are_two_documents(between: str) -> None:
    found = documents("政府文件汇编\n" + FIRST + between + SECOND)
    assert [row["report_year"] for row in found] == [2024, 2022]
    assert [row["member"] for row in found] == ["#00001", "#00002"]
    assert found[0]["document_id"] != found[1]["document_id"]
    assert "".join(str(row["text"]) for row in found) == "政府文件汇编\n" + FIRST + between + SECOND


def test_a_dateline_begins_a_report_where_no_title_does() -> None:
    bare = SECOND[SECOND.index("——2022年") :]
    close = bare.replace("\n\n", "\n").replace("云溪县人民政府县长 林致远", "县长 周明")
    assert "工作报告\n" not in bare[:60]
    assert [row["report_year"] for row in documents(FIRST + "\n" + bare)] == [2024, 2022]
    assert [row["report_year"] for row in documents(FIRST + "\n" + close)] == [2024, 2022]


def test_another_report_may_begin_with_its_address() -> None:
    speech = SECOND[SECOND.index("各位代表") :]
    assert [row["report_year"] for row in documents(FIRST + "\n" + speech)] == [2024, 2022]
    # the same report again is none
    again = FIRST[FIRST.index("各位代表") :]
    assert [row["report_year"] for row in documents(FIRST + "\n" + again)] == [2024]


def test_the_first_of_two_reports_may_begin_with_the_speech() -> None:
    speech = FIRST[FIRST.index("各位代表") :]
    assert [row["report_year"] for row in documents(speech + "\n" + SECOND)] == [2024, 2022]
    # what a newspaper tells of a report before it prints it is none
    told = "云溪县县长代表县人民政府向大会作工作报告。" + "代表们认真审议了报告。" * 60
    assert [row["report_year"] for row in documents(told + "\n" + FIRST)] == [2024]


def test_the_same_report_twice_is_one_document_and_counts_once() -> None:
    [once], [twice] = documents(FIRST), documents(FIRST + "\n版本二\n" + FIRST)
    assert twice["member"] is None
    assert metrics(twice) == metrics(once)


def test_two_places_that_write_alike_are_two_documents() -> None:
    other = FIRST.replace("云溪县", "缙云县")
    found = documents(FIRST.replace("云溪县", "青田县") + "\n" + other)
    assert [row["region_name"] for row in found] == ["青田县", "缙云县"]


def test_two_short_reports_are_two_documents() -> None:
    short = FIRST[:700]
    found = documents(short.replace("云溪县", "青田县") + "\n" + short.replace("云溪县", "缙云县"), "mail.txt")
    assert [row["region_name"] for row in found] == ["青田县", "缙云县"]


def test_a_copy_does_not_hide_the_report_behind_it() -> None:
    assert [row["report_year"] for row in documents(FIRST + "\n" + FIRST + "\n" + SECOND)] == [2024, 2022]
    assert [row["report_year"] for row in documents(FIRST + "\n" + SECOND + "\n" + FIRST)] == [2024, 2022, 2024]


def test_one_report_is_left_alone() -> None:
    assert report_starts(FIRST) == []
    assert report_starts("政府工作报告\n" + FIRST) == []
