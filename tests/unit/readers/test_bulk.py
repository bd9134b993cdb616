import csv
import io
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.readers import Rejected, Settings, SourceText, bulk_csv, read
from ingest.readers.columns import Columns, load_columns
from ingest.readers.limits import DEFAULT_LIMITS


def table(*rows: tuple[str, ...], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


HEADER = ("province", "year", "title", "source_url", "publish_date", "full_text")
ROW = (
    "湖北省",
    "2026",
    "湖北省政府工作报告",
    "https://a.gov.cn/1",
    "2026-02-05",
    '各位代表：\r\n增长6%，\n“引号”"二"。',
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_gives_one_text_per_row(encoding: str, delimiter: str) -> None:
    items = list(read(table(HEADER, ROW, ROW, delimiter=delimiter).encode(encoding), "meaningless"))
    assert [type(item) for item in items] == [SourceText, SourceText]
    first = items[0]
    assert isinstance(first, SourceText)
    assert first.text == ROW[5], "verbatim, line ends included"
    assert (first.member, first.title, first.source_url) == ("#00001", "湖北省政府工作报告", "https://a.gov.cn/1")
    assert first.hints == {"region": "湖北省", "year": "2026", "publish_date": "2026-02-05"}


def test_csv_with_chinese_columns_in_any_order() -> None:
    found = list(
        read(table(("正文", "年份", "地区", "链接", "标题"), ("增长6%", "2024", "丽水市", "u", "t")).encode(), "a.csv")
    )
    assert found == [SourceText("增长6%", "csv", "utf-8", "#00001", "t", "u", {"year": "2024", "region": "丽水市"})]


def test_bad_rows_are_rejected_by_themselves() -> None:
    items = list(read(table(HEADER, ROW, ("湖北省", "2025"), ("", "", "", "", "", " "), ROW).encode(), "a.csv"))
    assert [getattr(item, "reason", "text") for item in items] == ["text", "empty", "empty", "text"]
    assert [item.member for item in items] == ["#00001", "#00002", "#00003", "#00004"]


def test_open_quotation_mark_is_told(report: str) -> None:
    settings = Settings(limits=DEFAULT_LIMITS.with_(record_bytes=1_000))
    data = table(HEADER, ROW).encode() + ('a,b,c,d,e,"' + report * 20).encode()
    items = list(read(data, "a.csv", settings))
    assert isinstance(items[0], SourceText)
    assert isinstance(items[1], Rejected) and items[1].reason == "bad_record" and "row 2" in items[1].detail


def test_table_without_text_is_named(rejection_of: Callable[..., Rejected]) -> None:
    found = rejection_of(table(("地区", "生产总值"), ("丽水", "1964")).encode(), "stat.csv")
    assert found.reason == "no_text_column"
    assert "生产总值" in found.detail and "full_text" in found.detail


def test_columns_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "columns.csv"
    own.write_text("field,column\ntext,BGNR\nyear,ND\n", encoding="utf-8")
    settings = Settings(columns=load_columns(own))
    found = list(read(table(("nd", "bgnr"), ("2024", "增长6%")).encode(), "a.csv", settings))
    assert found == [SourceText("增长6%", "csv", "utf-8", "#00001", None, None, {"year": "2024"})]


def test_first_alias_wins_whatever_the_order() -> None:
    columns = Columns({"text": ("full_text", "content")})
    assert columns.assign(["content", "Full_Text "]) == {"text": "Full_Text "}


def lines(*records: object) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def test_jsonl_gives_one_text_per_line() -> None:
    data = (
        lines({"title": "t", "url": "u", "content": "各位代表：\n增长6%", "year": 2019})
        + b"\n"
        + lines({"content": "二"})
    )
    assert list(read(data, "meaningless")) == [
        SourceText("各位代表：\n增长6%", "jsonl", "utf-8", "#00001", "t", "u", {"year": "2019"}),
        SourceText("二", "jsonl", "utf-8", "#00003"),
    ]


def test_bad_lines_are_rejected_by_themselves() -> None:
    deep = b"[" * 100_000
    data = (
        lines({"text": "一"})
        + b"{broken\n"
        + lines(["list"], {"year": 1}, {"text": None})
        + deep
        + b"\n"
        + lines({"text": "二"})
    )
    items = list(read(data, "a.jsonl"))
    reasons = [getattr(item, "reason", "text") for item in items]
    assert reasons == ["text", "bad_record", "bad_record", "no_text_column", "empty", "bad_record", "text"]


def test_jsonl_in_gb18030_and_with_a_mark() -> None:
    record = json.dumps({"text": "今年的目标是生产总值增长6%，全省第三"}, ensure_ascii=False)
    for data in (record.encode("gb18030"), record.encode("utf-8-sig"), record.encode("utf-16")):
        [found] = read(data + b"", "a")
        assert isinstance(found, SourceText) and found.text == "今年的目标是生产总值增长6%，全省第三"


def test_json_list_and_half_surrogate() -> None:
    data = json.dumps([{"text": "一"}, {"text": "增长\ud83d6%"}], indent=2).encode()
    assert [item.text for item in read(data, "meaningless") if isinstance(item, SourceText)] == ["一", "增长\ufffd6%"]


def test_line_beyond_the_limit_is_skipped() -> None:
    settings = Settings(limits=DEFAULT_LIMITS.with_(record_bytes=5_000))
    data = lines({"text": "一"}, {"text": "长" * 10_000}, {"text": "二"})
    assert [getattr(item, "reason", "text") for item in read(data, "a", settings)] == ["text", "too_large", "text"]


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_bulk_files_are_streamed(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "bulk"
    text = "各位代表：生产总值增长6%。" * 1_500
    with path.open("w", encoding="utf-8", newline="") as stream:
        if kind == "csv":
            stream.write("year,text\r\n")
        for year in range(600):
            record = f'{year},"{text}"\r\n' if kind == "csv" else json.dumps({"year": year, "text": text}) + "\n"
            stream.write(record)
    size = path.stat().st_size
    assert size > 20_000_000
    tracemalloc.start()
    count = sum(isinstance(item, SourceText) for item in read(path, "bulk"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 600
    assert peak < size / 5


def test_a_line_longer_than_csv_takes_is_no_header() -> None:
    before = csv.field_size_limit(100)
    try:
        _, found = bulk_csv.header("全县粮食产量达到5万吨，" * 50, Columns({"text": ("正文",)}))
    finally:
        csv.field_size_limit(before)
    assert found == {}
