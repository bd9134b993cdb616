"""From files to documents: what is no document is named, and its bytes can be found."""

import io
import zipfile
from pathlib import Path

import pytest

from ingest.documents import build_documents, place, take_up
from ingest.lake import Lake

REPORT = (
    "2024年缙云县政府工作报告\n各位代表：\n现在，我代表县人民政府向大会报告工作，请予审议。\n"
    "一、2023年工作回顾\n生产总值增长5%。\n二、2024年工作安排\n生产总值增长6%左右。\n为美好明天而努力奋斗！\n"
)


def build(home: Path, folder: Path) -> Lake:
    """Takes the folder up and reads it."""
    take_up(home, [folder], home / "no-examples")
    build_documents(home, "code", lambda _: None)
    return Lake(home / "lake")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    return made


@pytest.mark.parametrize(
    ("file_name", "member", "shown"),
    [
        ("a.txt", None, "a.txt"),
        ("x.zip", "空.txt", "x.zip/空.txt"),
        ("x.jsonl", "#00001", "x.jsonl#00001"),
        ("x.zip", "b/n.csv#00002", "x.zip/b/n.csv#00002"),
        (None, None, ""),
    ],
)
def test_place(file_name: str | None, member: str | None, shown: str) -> None:
    assert place(file_name, member) == shown


def test_quarantine_holds_what_is_rejected_until_it_is_mended(tmp_path: Path, folder: Path) -> None:
    home = tmp_path / "home"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("空.txt", "")
        archive.writestr("报告.txt", REPORT)
    (folder / "x.zip").write_bytes(packed.getvalue())
    (folder / "天气.txt").write_text("今天多云转晴，最高气温23度。", encoding="utf-8")
    lake = build(home, folder)
    rejected = lake.read("quarantine")
    assert [place(row[0], row[1]) for row in rejected.select("file_name", "member").rows()] == [
        "x.zip/空.txt",
        "天气.txt",
    ]
    kept = {path.name for path in (home / "quarantine").iterdir()}
    weather = rejected.filter(rejected["reason"] == "not_a_report")["sha256"][0]
    assert kept == {"index.csv", weather}
    assert "多云" in (home / "quarantine" / weather).read_text(encoding="utf-8")
    (folder / "天气.meta.yml").write_text("kind: report\nregion: 缙云县\nreport_year: 2023\n", encoding="utf-8")
    assert build(home, folder).read("quarantine")["file_name"].to_list() == ["x.zip"]
    assert [path.name for path in (home / "quarantine").iterdir()] == ["index.csv"]


def test_a_bad_sidecar_stops_nothing_and_is_forgotten_once_mended(tmp_path: Path, folder: Path) -> None:
    home = tmp_path / "home"
    (folder / "a.txt").write_text(REPORT, encoding="utf-8")
    (folder / "a.meta.yml").write_text("report_yaer: 2020\n", encoding="utf-8")
    lake = build(home, folder)
    assert lake.scan("documents").collect()["report_year"].to_list() == [2024]
    [row] = lake.read("quarantine").select("file_name", "reason", "detail").rows()
    assert row[:2] == ("a.meta.yml", "bad_sidecar")
    assert "did you mean “report_year”?" in row[2]
    (folder / "a.meta.yml").write_text("report_year: 2020\n", encoding="utf-8")
    lake = build(home, folder)
    assert lake.scan("documents").collect()["report_year"].to_list() == [2020]
    assert lake.read("quarantine").is_empty()


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        (REPORT + "增长5%，" * 30_000, "text_sentence_chars"),
        (REPORT + "增长5%。" * 210_000, "text_numbers"),
    ],
)
def test_a_text_that_would_fill_the_memory_is_refused(tmp_path: Path, folder: Path, text: str, limit: str) -> None:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (folder / "b.txt").write_text(REPORT + "增长5%，" * 1_000, encoding="utf-8")
    lake = build(tmp_path / "home", folder)
    [row] = lake.read("quarantine").select("file_name", "reason", "detail").rows()
    assert row[:2] == ("a.txt", "too_large")
    assert limit in row[2]
    assert lake.scan("documents").collect()["file_name"].to_list() == ["b.txt"]
