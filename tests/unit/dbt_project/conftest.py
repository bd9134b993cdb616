"""Lakes for the dbt project, and dbt itself as the process that it is in production."""

import csv
import hashlib
import json
import os
import subprocess
import sys
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
        "DO_NOT_TRACK": "1",
    }
    project = str(ROOT / "dbt")
    command = [
        str(Path(sys.executable).parent / "dbt"),
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


@pytest.fixture
def small_lake(tmp_path: Path) -> Callable[..., Path]:
    """Writes a lake of a plan of 2023 and a review of 2024: one target of 5, one result, as the caller wishes."""

    def write(**result: Any) -> Path:
        documents = [document("plan", 2023), document("review", 2024)]
        told = {"role": "result", "year": 2023, "value": 7.0, "commitment": None, "section": "review"} | result
        write_lake(tmp_path / "lake", documents, [mention("plan", 2023, 10), mention("review", 2024, 20, **told)])
        return tmp_path

    return write
