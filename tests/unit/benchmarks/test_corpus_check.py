"""What a folder of reports says of itself without labels, from files to the lines that are printed."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

PLACE = Path(__file__).resolve().parents[3] / "benchmarks" / "corpus_check.py"
HEAD = (
    "{year}年缙云县政府工作报告\n——{year}年1月10日在缙云县第十七届人民代表大会第三次会议上\n缙云县县长　某某\n"
    "各位代表：\n现在，我代表县人民政府向大会报告工作，请予审议。\n"
)
REVIEW = (
    "一、{before}年工作回顾\n过去一年，全县生产总值增长{result}%。工业投资增长8%，新增就业3200人，建成学校12所。\n"
    "完成技改项目30个，新建公路50公里，粮食总产量达到6万吨，城镇居民人均可支配收入达到42000元。\n"
    "接待游客90万人次，出口茶叶800吨，开通公交线路4条，新建公园2个，改造老旧小区15个，培训农民1200人，植树30万株。\n"
)
PLAN = (
    "二、{year}年工作安排\n今年经济社会发展的主要预期目标是：全县生产总值增长{target}%左右，新增就业3300人。\n"
    "我们要改造农田2万亩，新建水库3座，新增养老床位500张，让群众过上更好的日子。\n"
)
BARE_PLAN = (
    "二、{year}年工作安排\n今年我们要把农田改造好，把水库管好，把养老服务办好，让群众过上更好的日子。\n"
    "各位代表，让我们为建设美好家园而努力奋斗！\n"
)


@pytest.fixture(scope="module")
def corpus_check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_check", PLACE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["corpus_check"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "缙云").mkdir()
    for year, target, result in ((2023, 7, 5), (2024, 6, 7)):
        text = (HEAD + REVIEW + PLAN).format(year=year, before=year - 1, target=target, result=result)
        (tmp_path / "缙云" / f"{year}.txt").write_text(text, encoding="utf-8")
    bare = f"{HEAD}{REVIEW}{BARE_PLAN}".format(year=2025, before=2024, result=6)
    (tmp_path / "3.txt").write_text(bare, encoding="utf-8")
    (tmp_path / "空.txt").write_text(" \n", encoding="utf-8")
    return tmp_path


def test_a_folder_says_what_can_be_said_without_labels(corpus_check: ModuleType, folder: Path) -> None:
    read = corpus_check.read_folder(folder)
    said = list(corpus_check.lines(read, names=2))
    assert said[:3] == ["documents 3: report 3", "refused 1: empty 1", "suspicious 1 (0.3333)"]
    place = said.index("  no_targets 1 (0.3333): a full report without a single target")
    assert said[place + 1] == "      3.txt"
    assert "plan read as review 0 (0.0000)" in said
    assert "pairs of consecutive reports 2" in said
    assert "  with a target for GDP growth 2 (1.0000)" in said
    assert "  of these, answered by the next report 2 (1.0000)" in said
    assert "  without a year 0.0000" in said


def test_processes_and_batches_change_nothing(
    corpus_check: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus_check, "FILES_PER_TASK", 1)
    monkeypatch.setattr(corpus_check, "BATCH_CHARS", 10)
    alone = list(corpus_check.lines(corpus_check.read_folder(folder), 5))
    command = [sys.executable, str(PLACE), str(folder), "--jobs", "2", "--names", "5"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines() == alone


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_folder_without_reports_is_wrong_usage(
    corpus_check: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(sys, "argv", ["corpus_check.py", str(tmp_path / name), "--jobs", "1"])
    assert corpus_check.main() == 2
