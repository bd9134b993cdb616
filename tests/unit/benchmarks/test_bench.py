"""The page of the benchmarks says what was measured."""

from pathlib import Path
from typing import Any

from benchmarks.bench import page
from benchmarks.side_by_side import measure, texts_of

RATE = {"characters": 1000, "slowest": 90, "fastest": 110, "version": "1<2"}
RATES: dict[str, Any] = {
    "date": "2026-11-28",
    "machine": "m",
    "load": 0.12,
    "readers": [
        {"reader": "duixian", "found": 14, "characters_per_s": 400, **RATE},
        {"reader": "recognizers", "found": 12, "characters_per_s": 100, **RATE},
        {"reader": "polars", "found": 30, "characters_per_s": 40000, **RATE},
    ],
}


def run(reports: int) -> dict[str, Any]:
    amounts = {"characters": 5, "mentions": 6, "wall_s": 7.5, "cpu_s": 8.5, "peak_gb": 1.25, "lake_gb": 2.5}
    stages = {"start": {"wall_s": 1, "cpu_s": 2, "peak_gb": 0.5}}
    return {"reports": reports, **amounts, "warehouse_gb": 3.5, "planted_right": 0.9961, "stages": stages}


def test_every_reader_size_and_stage_has_its_row() -> None:
    scale = {"machine": "two cores", "versions": {"duckdb": "1.5"}, "runs": [run(10), run(1000)]}
    shown = page({"rates": RATES, "scale": scale})
    for cells in (
        ["Recognizers-Text: numbers alone (1&lt;2)", "100", "90 to 110", "0.25", "12.0"],
        ["1,000", "5", "6", "7.5", "8.5", "1.25", "2.5", "3.5", "0.996"],
        ["start", "1", "2", "0.5"],
    ):
        assert f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" in shown
    assert "<svg" in shown and "duckdb 1.5" in shown and "two cores" in shown
    assert "<svg" not in page({"rates": RATES, "scale": {**scale, "runs": [run(10)]}})


def test_readers_are_measured_on_the_texts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "一、2024年工作回顾\n2024年，粮食产量达到12.5万吨，增长三百一十倍。\n", encoding="utf-8"
    )
    texts = texts_of([tmp_path])
    scanned, read = (measure(name, texts, 1) for name in ("polars", "duixian"))
    # 2024 twice, 12.5, 三百一十, and the number of the copy
    assert scanned["found"] == 100 and read["found"] >= 40 and min(scanned["slowest"], read["slowest"]) > 0
    assert scanned["characters"] == read["characters"]
