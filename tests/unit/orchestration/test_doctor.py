"""What `duixian doctor` tells a person who has to do something about it."""

import re
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from ingest.build import build_links, build_mentions
from ingest.checks.build import build_checks
from ingest.documents import build_documents, take_up
from ingest.identity.sidecar import parse_sidecar
from ingest.lake import Lake
from ingest.schemas import CHECKS, polars_schema
from orchestration import summary
from orchestration.doctor import print_report
from orchestration.home import Home

HEAD = (
    "政府工作报告\n——2024年1月10日在缙云县第十七届人民代表大会第三次会议上\n缙云县县长　某某\n"
    "各位代表：\n现在，我代表县人民政府向大会报告工作，请予审议。\n"
)
REVIEW = "一、2023年工作回顾\n生产总值增长5%。\n工业投资增长8%，新增就业3200人，建成学校12所。\n"
PLAN = "二、2024年工作安排\n生产总值增长6%左右。\n农田改造2万亩，新建水库3座。\n为美好明天而努力奋斗！\n"


@pytest.fixture
def doctor(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Takes up files (name to text) and gives what the doctor says."""

    def says(files: dict[str, str]) -> str:
        folder, home = tmp_path / "reports", Home(tmp_path / "home")
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        take_up(home.root, [folder], tmp_path / "no-examples")
        build_documents(home.root, "code", lambda _: None)
        build_links(home.root, "code")
        build_mentions(home.root, "code", lambda _: None)
        build_checks(home.root, "code")
        assert print_report(home) == 0
        return capsys.readouterr().out

    return says


def test_parts_are_told_with_what_they_belong_to(doctor) -> None:  # type: ignore[no-untyped-def]
    said = doctor(
        {
            "1.txt": f"2024年缙云县{HEAD}{REVIEW}（下转第二版）",
            "2.txt": f"2024年缙云县政府工作报告\n（上接第一版）\n{PLAN}",
            "3.txt": f"2024年青田县{HEAD.replace('缙云', '青田')}{REVIEW}（下转第二版）",
        }
    )
    assert "1.txt: part (下转第二版), part 1 of 2 of 缙云县 2024" in said
    assert "2.txt: part (上接第一版), part 2 of 2 of 缙云县 2024" in said
    assert "3.txt: part (下转第二版), all there is of 青田县 2024: the rest of the report is missing" in said


def test_records_and_members_have_names_of_their_own(doctor) -> None:  # type: ignore[no-untyped-def]
    said = doctor({"a.jsonl": '{"text": ""}\n', "b.meta.yml": "regoin: 缙云县\n"})
    assert "a.jsonl#00001: empty, record 1 has no text" in said
    assert "b.meta.yml: bad sidecar, b.meta.yml: unknown field “regoin”; did you mean “region”?" in said


def test_the_edition_alone_needs_no_person(doctor) -> None:  # type: ignore[no-untyped-def]
    text = f"2024年缙云县{HEAD}{REVIEW}{PLAN}".replace("\n", "\\n")
    said = doctor({"a.jsonl": f'{{"text": "{text}", "publish_date": "2024-02-01"}}\n'})
    assert "0 of 1 documents have something to be looked at" in said


def test_who_needs_a_person_is_named_with_the_line_to_write(doctor, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    bare = f"政府工作报告\n各位代表：\n{REVIEW.replace('2023年', '')}{PLAN.replace('2024年', '今年')}"
    record = bare.replace("\n", "\\n")
    court = "云和县人民法院工作报告\n各位代表：现将一年来的工作报告如下。审结案件12345件，增长3%。\n"
    files = {"无名.txt": bare, "b.jsonl": f'{{"text": "{record}"}}\n', "法院.txt": court, "空.txt": ""}
    said = doctor({**files, "好.txt": f"2024年缙云县{HEAD}{REVIEW}{PLAN}"})
    assert "无名.txt (region unknown year unknown): " in said
    assert "write into 无名.txt.meta.yml: {region: …, report_year: …}, where … is yours to fill in" in said
    assert "where that is wrong" not in said
    assert "write into reports.csv: file,member,region,report_year / b.jsonl,#00001,…,…" in said
    assert "好.txt" not in said and "delivered_on" not in said
    assert (
        "what to do about not a report: where it is one all the same, write into NAME.meta.yml: {kind: report}" in said
    )
    assert "what to do about empty: bring a copy that holds the text" in said
    # the line is one that is understood
    told = parse_sidecar("{region: 缙云县, report_year: 2024}".encode(), "无名.txt.meta.yml")
    assert (told.region_code, told.report_year) == ("331122", 2024)


def test_a_place_outside_the_table_is_named_in_the_line_to_write(doctor) -> None:  # type: ignore[no-untyped-def]
    town = f"2024年城关镇{HEAD.replace('缙云县', '城关镇')}{REVIEW}{PLAN}"
    said = doctor({"镇.txt": town, "街道.txt": town.replace("城关镇", "义乌市佛堂镇")})
    assert "镇.txt (region unknown 2024): Region: “城关镇” names no region" in said
    assert "write into 镇.txt.meta.yml: {region: …城关镇}" in said
    # that of which the parent is told needs nobody
    assert "1 of 2 documents have something to be looked at" in said
    told = parse_sidecar("{region: 歙县城关镇}".encode(), "镇.txt.meta.yml")
    assert told.region_code == "341021-城关镇"


def test_suspicious_documents_are_named_with_rule_numbers_and_remedy(doctor) -> None:  # type: ignore[no-untyped-def]
    more = "".join(f"第{n}季度建成公园{n}个，培训农民{n}00人，植树{n}万株，出口茶叶{n}吨。\n" for n in range(2, 7))
    plan = "二、2024年工作安排\n今年要把农田改造好，把水库管好。\n让我们为美好明天而努力奋斗！\n"
    said = doctor({"1.txt": f"2024年缙云县{HEAD}{REVIEW}{more}{plan}", "2.txt": f"2024年青田县{HEAD}{REVIEW}{PLAN}"})
    assert "1 of 2 documents were read in a way hardly right" in said
    assert "1.txt: no_targets, a full report without a single target (targets: 0 of 3" in said, said[:900]
    assert "what to do about no_targets: open the text at the turn" in said
    assert "2.txt: no" not in said


def test_the_summary_counts_suspicious_documents(tmp_path: Path) -> None:
    suspicion = {"rule": "no_targets", "counted": 0, "among": 30}
    other = {"rule": "without_year", "counted": 3, "among": 30}
    rows = [("a", [suspicion]), ("b", [suspicion, other]), ("c", [])]
    made = [dict.fromkeys(polars_schema(CHECKS)) | {"document_id": key, "suspicions": found} for key, found in rows]
    lake = Lake(tmp_path)
    lake.write_year("document_checks", 2024, pl.DataFrame(made, schema=polars_schema(CHECKS)))
    console = Console(record=True, width=200)
    summary._suspicious(console, lake)
    assert "Suspicious   2 documents (no_targets 2, without_year 1): duixian doctor names them" in console.export_text()
    lake.write_year("document_checks", 2024, pl.DataFrame(made[2:], schema=polars_schema(CHECKS)))
    summary._suspicious(console, lake)
    assert console.export_text() == ""


def test_in_a_chinese_locale_no_line_speaks_english(doctor, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    said = doctor(
        {"notes.html": "<html><body>晴</body></html>", "b.meta.yml": "regoin: 缙云县\n", "a.jsonl": '{"text": ""}\n'}
    )
    assert "b.meta.yml: 说明文件有误, b.meta.yml：没有“regoin”这个字段；是不是“region”？" in said
    assert "a.jsonl#00001: 空文件, 第 1 条记录没有文字" in said
    told = said.partition("版本\n")[0]
    assert not re.search("[A-Za-z]{2,} [a-z]{2,}", told), told


def test_a_place_that_another_document_places_more_closely_is_told(doctor) -> None:  # type: ignore[no-untyped-def]
    text = f"政府工作报告\n各位代表：\n现在，我代表青禾县人民政府向大会报告工作，请予审议。\n{REVIEW}{PLAN}"
    said = doctor(
        {
            "甲.txt": f"浙江省青禾县2024年{text}",
            "乙.txt": f"丽水市青禾县2024年{text}",
            "丙.txt": f"湖南省青禾县2024年{text}",
        }
    )
    assert "甲.txt: 330000-青禾县 may be 331100-青禾县, which another document names" in said
    assert "if they are one write into 甲.txt.meta.yml: {region: 331100-青禾县}" in said
    assert said.count("may be") == 1
