"""The national figures of every statistical bulletin at hand, as everybody knows them: growth of GDP (GNP before 1993),
consumer prices, new urban jobs (in 10,000), grain (in 10,000 tons). An empty field: the bulletin of the year has none.
"""

import csv
import hashlib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ingest.mentions import extract_mentions
from ingest.schemas import DOCUMENTS, polars_schema
from ingest.store import Entry
from ingest.texts import document_rows

with Path(__file__).with_name("public_figures.csv").open(encoding="utf-8", newline="") as file:
    FIGURES = {int(row.pop("year")): row for row in csv.DictReader(file)}
MEASURES = {"gdp": "growth", "cpi": "growth", "urban_new_jobs": "level", "grain_output": "level"}
SCALES = {"urban_new_jobs": {"万人": 1}, "grain_output": {"万吨": 1, "亿吨": 10_000}}

Figures = dict[str, str]


def read(text: str, name: str) -> tuple[dict[str, Any], pl.DataFrame]:
    data = text.encode()
    rows = [*document_rows(data, Entry(hashlib.sha256(data).hexdigest(), name, None, len(data), "document"))]
    return rows[0], extract_mentions(pl.DataFrame(rows, schema=polars_schema(DOCUMENTS)))


def official(mentions: pl.DataFrame, year: int, indicator: str) -> float | None:
    """The first plain figure, as the second witness is chosen."""
    plain = mentions.filter(
        pl.col("role") == "result",
        pl.col("indicator_id") == indicator,
        pl.col("measure") == MEASURES[indicator],
        pl.col("year") == year,
        pl.col("period") == "year",
        pl.col("comparator").is_in(["eq", "approx"]),
        pl.col("region") == "",
    ).sort("value_start")
    if plain.is_empty():
        return None
    found = plain.row(0, named=True)
    return float(found["value"]) * SCALES.get(indicator, {}).get(found["unit"], 1)


def told(figures: Figures) -> dict[str, float | None]:
    return {indicator: float(figures[indicator]) if figures[indicator] else None for indicator in MEASURES}


def test_the_bulletins_at_hand_give_the_figures(shared: Path) -> None:
    bulletins = sorted((shared / "corpus" / "bulletins").glob("*.md"))
    assert [int(path.stem) for path in bulletins] == list(FIGURES)
    wrong = {}
    for path in bulletins:
        year = int(path.stem)
        document, mentions = read(path.read_text("utf-8"), path.name)
        assert (document["kind"], document["report_year"]) == ("statistical_bulletin", year + 1)
        found = {indicator: official(mentions, year, indicator) for indicator in MEASURES}
        if found != told(FIGURES[year]):
            wrong[year] = (found, told(FIGURES[year]))
    assert wrong == {}


def sentences(figures: Figures) -> str:
    fell = figures["cpi"].startswith("-")
    clauses = {
        "gdp": f"全年国内生产总值比上年增长{figures['gdp']}%。",
        "cpi": f"居民消费价格比上年{'下降' if fell else '上涨'}{figures['cpi'].lstrip('-')}%，其中食品价格上涨1.7%。",
        "urban_new_jobs": f"全年城镇新增就业[3]{figures['urban_new_jobs']}万人。",
        "grain_output": f"粮食产量{figures['grain_output']}万吨，完成计划104%，比上年增长0.1%。",
    }
    return "\n\n![](./picture.gif)\n\n".join(clause for name, clause in clauses.items() if figures[name])


def flat_tables(figures: Figures) -> str:
    return (
        "主要指标比上年增长情况\n\n单位：%\n\n- 指 标 全 国\n- 城 市 农 村\n"
        f"- 国内生产总值 {figures['gdp'] or 0} 1.1 2.2\n"
        f"- 居民消费价格 {figures['cpi'] or 0} 3.3 4.4\n- 其中：茶具 5.5 6.6 7.7\n\n主要农产品产量如下：\n\n"
        f"本年产量 上年产量 比上年增长%\n\n粮 食 {figures['grain_output']} 万吨 12，345 万吨 7．8\n"
        "茶 叶 3 万吨 2 万吨 -1\n豆 子 5 万吨 4 万吨 2.5\n"
    )


def piped_table(figures: Figures) -> str:
    rows = [
        ("国内生产总值", "%", "", figures["gdp"]),
        ("居民消费价格", "%", "", figures["cpi"]),
        ("城镇新增就业", "万人", figures["urban_new_jobs"], "0.3"),
        ("粮食", "万吨", figures["grain_output"], "0.4"),
    ]
    lines = [f"| {name}<br> | {unit} | {level} | {growth} |" for name, unit, level, growth in rows]
    return "\n".join(["| 指 标 | 计量单位 | 绝对数 | 比上年增长% |", "| --- | --- | --- | --- |", *lines])


@pytest.mark.parametrize("year", FIGURES)
@pytest.mark.parametrize("form", [sentences, flat_tables, piped_table])
def test_the_same_figures_in_our_own_words(form: Any, year: int) -> None:
    head = f"# {year}年国民经济和社会发展统计公报\n\n国家统计局\n{year + 1}年2月20日\n\n一、综合\n\n"
    _, mentions = read(f"{head}{form(FIGURES[year])}\n", "bulletin.md")
    expected = told(FIGURES[year])
    if form is flat_tables:
        expected = {**expected, "urban_new_jobs": None, "gdp": expected["gdp"] or 0, "cpi": expected["cpi"] or 0}
    assert {indicator: official(mentions, year, indicator) for indicator in MEASURES} == expected
