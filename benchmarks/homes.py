"""Homes for the trials of benchmarks/faults.py: the command, short reports, and whether what is published is sound."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from orchestration.home import Home
from orchestration.readers_copy import mart_fingerprints
from orchestration.versions import current, reading

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(sys.executable).parent / "duixian"
REPORT = """{year}年{place}人民政府工作报告
——{year}年1月10日在{place}第十七届人民代表大会第{session}次会议上
{place}县长　某某
各位代表：
现在，我代表县人民政府，向大会报告工作，请予审议。
一、{before}年工作回顾
全县生产总值增长{a}.{b}%，新增就业{c}人，建成学校{b}所，新建水库{a}座。
二、{year}年工作安排
生产总值增长{b}%左右，新增就业{c}人以上，改造农田{a}万亩。
各位代表，让我们为美好明天而努力奋斗！
"""


def duixian(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command, as a user calls it."""
    line = [str(PROGRAM), *map(str, arguments)]
    return subprocess.run(line, cwd=ROOT, env={**environ(), **environment}, capture_output=True, text=True, check=False)


def environ() -> dict[str, str]:
    """What this process was given, without settings of duixian."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DUIXIAN_")}


def report(number: int) -> str:
    """One of many short reports, in made-up words."""
    year = 2015 + number % 9
    place, session = ("缙云县", "青田县", "遂昌县")[number % 3], "一二三四五六七八九"[number % 9]
    figures = {"a": number % 7 + 2, "b": number % 9 + 1, "c": 1000 + number}
    return REPORT.format(year=year, before=year - 1, place=place, session=session, **figures)


def marts(home: Path) -> dict[str, Any]:
    """Fingerprints of what readers see, without the table that names the run."""
    with reading(home / "warehouse.duckdb") as warehouse:
        found = mart_fingerprints(warehouse)
    return {name: told for name, told in found.items() if name != "dim_run"}


def unsound(home: Path, documents: set[int]) -> Iterator[str]:
    """What is wrong with what is published; it may hold any of these numbers of documents."""
    version = current(Home(home))
    if version is None or not version.is_sound():
        yield "what is published is not whole"
        return
    with reading(home / "warehouse.duckdb") as warehouse:
        if mart_fingerprints(warehouse) != version.facts["marts"]:
            yield "the marts are not those that were audited"
        rows, ids = warehouse.execute("select count(*), count(distinct sha256) from marts.dim_document").fetchall()[0]
        runs = warehouse.execute("select run_id from marts.dim_run").fetchall()
    if rows != ids or rows not in documents:
        yield f"{rows} documents, {ids} of them different, where there should be {sorted(documents)}"
    if runs != [(version.facts["run_id"],)]:
        yield "dim_run names another run"


def left(home: Path) -> Iterator[str]:
    """What is half written stays for nobody to find: the next run takes it away."""
    for folder in ("lake", "published", "build", "raw", "quarantine"):
        for path in (home / folder).rglob(".*"):
            if path.is_file() and path.name != ".lock":
                yield f"{path} is left over"
