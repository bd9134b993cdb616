"""Lakes for the dbt project, and dbt itself as the process that it is in production."""

import csv
import hashlib
import json
import os
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from ingest.canonical import with_canonical
from ingest.canonical.statements import statements_of
from ingest.mentions.catalogue import indicator_id, is_name
from ingest.schemas import CANONICAL, DOCUMENTS, LINKS, MENTIONS, QUARANTINE, polars_schema
from ingest.tasks import passages_of, tasks_of
from orchestration.home import QUIET
from orchestration.resources import dbt_executable

ROOT = Path(__file__).resolve().parents[3]
PLACES = {
    "lishui": ("331100", "丽水市", "prefecture"),
    "national": ("000000", "全国", "nation"),
    "beijing": ("110000", "北京市", "province"),
    "jiangsu": ("320000", "江苏省", "province"),
    "sichuan": ("510000", "四川省", "province"),
    "tibet": ("540000", "西藏自治区", "province"),
    "zhejiang": ("330000", "浙江省", "province"),
}
Row = dict[str, Any]


def write_lake(lake: Path, documents: Iterable[Row], mentions: Iterable[Row]) -> None:
    """Write rows as the lake's Parquet files; every document is the whole of its own report."""
    documents = [dict.fromkeys(polars_schema(DOCUMENTS)) | row for row in documents]
    read = tuple(column for column in MENTIONS if column not in CANONICAL)
    mentions = [dict.fromkeys(polars_schema(read)) | row for row in mentions]
    links = [
        dict.fromkeys(polars_schema(LINKS))
        | {"document_id": row["document_id"], "report_id": row["document_id"]}
        | {"part_no": 1, "is_primary": True}
        for row in documents
    ]
    texts = pl.DataFrame(documents, schema=polars_schema(DOCUMENTS))
    numbers = with_canonical(pl.DataFrame(mentions, schema=polars_schema(read)), indicator_id, is_name)
    beside = {"statements": statements_of(texts), "tasks": tasks_of(texts), "passages": passages_of(texts)}
    tables = {"documents": texts, "mentions": numbers, **beside}
    for name, frame in tables.items():
        for (year,), part in frame.group_by("report_year"):
            folder = lake / name / f"report_year={year}"
            folder.mkdir(parents=True)
            part.write_parquet(folder / f"{name}.parquet")
    lake.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(links, schema=polars_schema(LINKS)).write_parquet(lake / "links.parquet")
    pl.DataFrame(schema=polars_schema(QUARANTINE)).write_parquet(lake / "quarantine.parquet")


def dbt(folder: Path, *arguments: str, products: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run dbt over the lake in ``folder``, with database and artefacts beside it, or the artefacts in ``products``."""
    target = products or folder / "target"
    settings: Mapping[str, str] = {
        "DUIXIAN_LAKE": str(folder / "lake"),
        "DUIXIAN_BUILD_DB": str(folder / "build.duckdb"),
        "DUIXIAN_LEXICON": str(ROOT / "ingest" / "lexicon"),
        "DUIXIAN_CORRECTIONS": str(folder / "corrections.csv"),
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(target / "logs"),
        "DUIXIAN_SELF_CONTAINED": "",
        **QUIET,
    }
    project = str(ROOT / "dbt")
    command = [
        dbt_executable(),
        *arguments,
        "--project-dir",
        project,
        "--profiles-dir",
        project,
    ]
    return subprocess.run(command, env=os.environ | settings, cwd=project, capture_output=True, text=True, check=False)


class Parsed:
    """dbt over one lake after another, each seen in the same place: the project is parsed once, not for each of them.

    What dbt keeps of a parse counts only where its environment is the same, and that names the places.
    """

    def __init__(self, root: Path) -> None:
        self.place, self.products = root / "now", root / "target"

    def __call__(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run dbt over the lake in ``folder``, with the database beside it."""
        self.place.unlink(missing_ok=True)
        self.place.symlink_to(folder)
        return dbt(self.place, *arguments, products=self.products)


def build(folder: Path, run: Callable[..., subprocess.CompletedProcess[str]] = dbt, *, check: bool = False) -> None:
    """Build the lake in ``folder``, with the data tests or without; fails with dbt's words."""
    skipped = ["--exclude-resource-type", "unit_test"] + ([] if check else ["--exclude-resource-type", "test"])
    done = run(folder, "build", *skipped)
    assert done.returncode == 0, done.stdout[-6000:]


def document(document_id: str, year: int, **fields: Any) -> Row:
    """A whole report of 丽水 of one year."""
    return {
        "document_id": document_id,
        "sha256": document_id,
        "file_name": f"{document_id}.txt",
        "format": "txt",
        "text": "",
        "region_code": "331100",
        "region_name": "丽水市",
        "region_level": "prefecture",
        "report_year": year,
        "kind": "report",
        "completeness": "full",
        "identity_source": "text",
        "sections": [],
        "n_candidates": 1,
    } | fields


def mention(document_id: str, report_year: int, start: int, /, **fields: Any) -> Row:
    """A plain level of one thing, five characters long."""
    return {
        "mention_id": f"{document_id}:{start}",
        "document_id": document_id,
        "report_year": report_year,
        "value_start": start,
        "value_end": start + 1,
        "value_text": "5",
        "measure": "level",
        "value": 5.0,
        "unit": "家",
        "comparator": "eq",
        "year": report_year,
        "period": "year",
        "region": "",
        "sentence": "新增乡村博物馆5家",
        "sentence_start": start - 7,
        "indicator": "乡村博物馆",
        "commitment": "plain",
        "section": "plan",
        "role": "target",
    } | fields


def gold_rows(shared: Path) -> tuple[list[Row], list[Row]]:
    """Documents and mentions as the gold labels say, without any extraction."""
    documents, mentions = [], []
    for labels in sorted((shared / "gold" / "dev").glob("*.jsonl")):
        raw = (shared / "reports" / f"{labels.stem}.txt").read_bytes()
        text, key = raw.decode(), hashlib.sha256(raw).hexdigest()[:16]
        place, year = labels.stem.split("-")[0], int(labels.stem.split("-")[1])
        code, name, level = PLACES[place]
        kind = "responsibility_breakdown" if "tasks" in labels.stem else "report"
        fields = {"file_name": f"{labels.stem}.txt", "kind": kind, "text": text, "region_level": level}
        documents.append(document(key, year, region_code=code, region_name=name, **fields))
        with labels.with_suffix(".tsv").open(encoding="utf-8") as table:
            rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
            spans = {int(row["id"]): (int(row["start"]), int(row["end"])) for row in rows}
        for line in labels.read_text(encoding="utf-8").splitlines():
            label = json.loads(line)
            start, end = spans[label["id"]] if label.get("id") is not None else (label["start"], label["end"])
            mentions.append(_labelled(key, year, text, label, start, end))
    unique = {row["mention_id"]: row for row in mentions}
    return documents, list(unique.values())


def _labelled(key: str, year: int, text: str, label: Row, start: int, end: int) -> Row:
    begin = max(text.rfind(sign, 0, start) for sign in "。；！？\n") + 1
    stop = min((place for sign in "。；！？\n" if (place := text.find(sign, end)) >= 0), default=len(text))
    fields = {
        "value_end": end,
        "value_text": text[start:end],
        "role": label["role"],
        "indicator": label["indicator"],
        "measure": label["measure"],
        "value": float(label["value"]),
        "unit": label["unit"],
        "comparator": label["cmp"],
        "year": label["year"],
        "region": label.get("region", ""),
        "sentence": text[begin:stop],
        "sentence_start": begin,
        "section": "plan" if label["role"] == "target" else "review",
    }
    return mention(key, year, start, **fields)


@pytest.fixture(scope="session")
def run_dbt(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs dbt over the lake in a folder: run_dbt(folder, "build")."""
    return Parsed(tmp_path_factory.mktemp("dbt"))


@pytest.fixture(scope="session")
def build_marts(run_dbt: Callable[..., subprocess.CompletedProcess[str]]) -> Callable[..., duckdb.DuckDBPyConnection]:
    """Builds the lake in a folder and opens the database, to be read before the next is built: build_marts(folder)."""

    def built(folder: Path) -> duckdb.DuckDBPyConnection:
        build(folder, run_dbt)
        return duckdb.connect(str(folder / "build.duckdb"), read_only=True)

    return built


@pytest.fixture(scope="session")
def gold_warehouse(
    shared: Path,
    once: Callable[[str, Callable[[Path], None]], Path],
    run_dbt: Callable[..., subprocess.CompletedProcess[str]],
) -> Path:
    """A warehouse built from the gold mentions; its folder."""

    def make(folder: Path) -> None:
        write_lake(folder / "lake", *gold_rows(shared))
        build(folder, run_dbt, check=True)

    return once("gold", make)


def plan_and_review(key: str, code: str, name: str, **result: Any) -> tuple[list[Row], list[Row]]:
    """A plan of 2023 and a review of 2024 of one place: one target of 5, one result, as the caller wishes."""
    place = {"region_code": code, "region_name": name}
    plan, review = document(f"{key}-plan", 2023, **place), document(f"{key}-review", 2024, **place)
    told = {"role": "result", "year": 2023, "value": 7.0, "commitment": None, "section": "review"} | result
    return [plan, review], [mention(f"{key}-plan", 2023, 10), mention(f"{key}-review", 2024, 20, **told)]


def _town() -> tuple[list[Row], list[Row]]:
    """Two towns of one name in two counties, outside the table of places."""
    town = {"region_name": "城关镇", "region_level": "township"}
    one, other = town | {"region_code": "331121-城关镇"}, town | {"region_code": "331122-城关镇"}
    documents = [
        document("plan", 2023, **one),
        document("review", 2024, **one),
        document("elsewhere", 2024, **other),
        document("county", 2023, region_code="331121", region_name="青田县", region_level="county"),
    ]
    growth = {"indicator": "生产总值", "indicator_id": "gdp", "measure": "growth", "unit": "%", "dimension": "percent"}
    result = {"role": "result", "year": 2023, "commitment": None, "section": "review"}
    return documents, [
        mention("plan", 2023, 10, **growth, value=6.0),
        mention("review", 2024, 20, **growth, **result, value=7.0),
        mention("elsewhere", 2024, 20, **growth, **result, value=3.0),
        mention("county", 2023, 10, **growth, value=5.0),
    ]


# two campaigns and what is built for each
CAMPAIGNS = {
    "few": ("清河护岸", ("乡村码头", "河道护岸", "邻里食堂", "“清河护岸”河段")),
    "many": ("净湖护林", ("山区驿站", "湖畔步道", "社区书屋", "“净湖护林”林带")),
}


def _regions(group: str, codes: range) -> tuple[list[Row], list[Row]]:
    """A plan and a review of each region, all of them with the same words and the same campaign."""
    documents, mentions = [], []
    campaign, things = CAMPAIGNS[group]
    for code in codes:
        for year, role in ((2023, "target"), (2024, "result")):
            key = f"{group}-{code}-{year}"
            documents.append(document(key, year, region_code=f"{code}", region_name=f"区{code}"))
            for place, thing in enumerate(things):
                fields = {"role": role, "year": 2023, "indicator": thing, "sentence": f"“{campaign}”新增{thing}5家"}
                mentions.append(mention(key, year, 100 * (place + 1), **fields))
    return documents, mentions


CORRECTIONS = """mention_id,result_id,field,expected,new_value,reason
misread-review:20,,value,4,6,misread
parted-plan:10,parted-review:20,match,yes,no,another kind of museum
"""


@pytest.fixture(scope="session")
def small_marts(
    tmp_path_factory: pytest.TempPathFactory, build_marts: Callable[..., duckdb.DuckDBPyConnection]
) -> duckdb.DuckDBPyConnection:
    """Places that know nothing of each other, each for one test, built once."""
    folder = tmp_path_factory.mktemp("small")
    parts = [
        plan_and_review("misread", "330100", "杭州市", value=4.0),
        plan_and_review("parted", "330200", "宁波市"),
        _town(),
        _regions("few", range(100000, 100003)),
        _regions("many", range(200000, 200030)),
    ]
    write_lake(folder / "lake", *([row for part in parts for row in part[kind]] for kind in (0, 1)))
    (folder / "corrections.csv").write_text(CORRECTIONS, encoding="utf-8")
    return build_marts(folder)
