"""Identity from the text alone: real reports under meaningless names, and short texts written for the purpose."""

import csv
import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.identity import Identity, NotAReport, Sidecar, identify

MINI = yaml.safe_load((Path(__file__).parent / "mini_texts.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("spec", MINI, ids=[spec["name"] for spec in MINI])
def test_mini_text(spec: dict[str, Any]) -> None:
    found = identify(spec["text"], hints=spec.get("hints", {}), any_text=spec.get("any_text", False))
    if "not_a_report" in spec:
        assert isinstance(found, NotAReport), found
        assert found.what == spec["not_a_report"]
        assert found.reason == ("empty" if spec["not_a_report"] == "empty" else "not_a_report")
        assert found.detail.endswith(".")
        return
    assert isinstance(found, Identity), found
    told = {field: getattr(found, field) for field in spec["expect"]}
    assert told == spec["expect"], found.identity_notes
    for note in spec.get("notes", []):
        assert note in (found.identity_notes or "")
    untold = [field for field, value in spec["expect"].items() if value is None and field.startswith("report_year")]
    for field in untold:
        assert f"{field}:" in (found.identity_notes or "")


REAL = {
    "beijing-2026": ("110000", 2026, "2026-01-25", "市长", "report", "full"),
    "guangdong-2026": ("440000", 2026, "2026-01-26", "省长", "report", "full"),
    "jiangsu-2026": ("320000", 2026, "2026-02-03", "省长", "report", "full"),
    "lishui-2023-tasks": ("331100", 2023, None, None, "responsibility_breakdown", "full"),
    "lishui-2024": ("331100", 2024, None, None, "report", "full"),
    "lishui-2025-part1": ("331100", 2025, "2025-02-24", "市长", "report", "part"),
    "lishui-2025": ("331100", 2025, None, None, "report", "part"),
    "national-1994": ("000000", 1994, None, None, "report", "full"),
    "national-2021": ("000000", 2021, "2021-03-05", "国务院总理", "report", "full"),
    "national-2022": ("000000", 2022, "2022-03-05", "国务院总理", "report", "full"),
    "national-2023": ("000000", 2023, "2023-03-05", "国务院总理", "report", "full"),
    "national-2024": ("000000", 2024, "2024-03-05", "国务院总理", "report", "full"),
    "national-2025": ("000000", 2025, None, None, "report", "full"),
    "shengzhou-2024": ("330683", 2024, None, "市长", "report", "full"),
    "sichuan-2026": ("510000", 2026, "2026-02-03", "省长", "report", "full"),
    "siping-2023": ("220300", 2023, None, None, "report", "abstract"),
    "tibet-2026": ("540000", 2026, "2026-01-31", "自治区主席", "report", "full"),
    "zhejiang-2026": ("330000", 2026, "2026-01-14", "省长", "report", "full"),
}


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


@pytest.mark.parametrize("name", REAL)
def test_real_report(shared: Path, name: str) -> None:
    found = identify(_read(shared / "reports" / f"{name}.txt"))
    assert isinstance(found, Identity)
    day = str(found.delivered_on) if found.delivered_on else None
    told = (found.region_code, found.report_year, day, found.office, found.kind, found.completeness)
    assert told == REAL[name]
    assert found.identity_source == "text"


def test_parts_and_abstract_are_labelled_as_they_label_themselves(shared: Path) -> None:
    labels = {}
    for name in ("lishui-2025-part1", "lishui-2025", "siping-2023", "tibet-2026"):
        found = identify(_read(shared / "reports" / f"{name}.txt"))
        assert isinstance(found, Identity)
        labels[name] = found.part_label
    # 西藏 2026 has both marks of a newspaper within one whole text
    assert labels == {
        "lishui-2025-part1": None,
        "lishui-2025": "紧接第一版",
        "siping-2023": "上接二版",
        "tibet-2026": None,
    }


@pytest.mark.parametrize("with_title", [True, False])
def test_national_bulk(shared: Path, with_title: bool) -> None:
    records = [json.loads(line) for line in _read(shared / "reports" / "national-bulk.jsonl").splitlines()]
    found = [identify(r["content"], title=r["title"] if with_title else None) for r in records]
    assert isinstance(found[0], NotAReport)
    assert found[0].what == "resolution"
    years = [(one.region_code, one.report_year, one.completeness) for one in found[1:] if isinstance(one, Identity)]
    assert years == [("000000", 2019, "full"), ("000000", 2018, "full")]


def test_provinces_bulk(shared: Path) -> None:
    csv.field_size_limit(10_000_000)
    with (shared / "reports" / "provinces-bulk.csv").open(encoding="utf-8-sig", newline="") as stream:
        records = list(csv.DictReader(stream))
    for record in records:
        found = identify(record["full_text"])
        assert isinstance(found, Identity)
        assert (found.region_name, str(found.report_year)) == (record["province"], record["year"])
        assert found.completeness == "full"
        with_hints = identify(record["full_text"], hints={"region": record["province"], "year": record["year"]})
        assert with_hints == found


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("河北雄安新区", "133100"),
        ("浦东新区", "310115"),
        ("阳泉市郊区", "140311"),
        ("乐山市市中区", "511102"),
        ("天府新区", None),
        ("贵安新区", None),
    ],
)
def test_new_areas_are_not_the_district_of_that_name(place: str, code: str | None) -> None:
    text = f"{place}政府工作报告\n各位代表：现在，我代表{place}向大会报告工作。\n二、2024年工作安排\n增长6%左右。"
    found = identify(text)
    assert isinstance(found, Identity)
    assert found.region_code == code
    if code is None:
        assert f"region: “{place}” names no region" in (found.identity_notes or "")


def test_sidecar_wins_and_says_so() -> None:
    text = MINI[1]["text"]
    found = identify(text, sidecar=Sidecar(region_code="331100", report_year=2023, delivered_on=date(2023, 1, 2)))
    assert isinstance(found, Identity)
    assert (found.region_code, found.region_name, found.report_year) == ("331100", "丽水市", 2023)
    assert found.delivered_on == date(2023, 1, 2)
    assert found.identity_source == "sidecar"
    assert "331100 after sidecar, though the text says 景宁畲族自治县" in (found.identity_notes or "")
    assert "2023 after sidecar, though the text says 2024" in (found.identity_notes or "")


def test_sidecar_makes_a_report_of_what_does_not_look_like_one() -> None:
    text = "全县生产总值增长5%。"
    assert isinstance(identify(text), NotAReport)
    found = identify(text, sidecar=Sidecar(kind="report", region_code="331122", report_year=2024, completeness="part"))
    assert isinstance(found, Identity)
    assert (found.kind, found.region_name, found.completeness) == ("report", "缙云县", "part")


def test_five_megabytes_a_second(shared: Path) -> None:
    texts = [_read(path) for path in sorted((shared / "reports").glob("*.txt"))]
    identify(texts[0])
    begin = time.process_time()
    for text in texts:
        identify(text)
    rate = sum(len(text.encode()) for text in texts) / (time.process_time() - begin) / 1e6
    # 6 MB/s alone on the machine these tests were written on; the bound leaves room for a busy one
    assert rate > 1.5
