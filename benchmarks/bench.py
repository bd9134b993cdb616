"""How fast duixian is on this machine, as JSON and as a page: `make bench`.

usage: bench.py [FOLDER ...] [--reports 65 650] [--runs 3] [--out .cache/bench]

Two things are measured, one after the other: readers of the texts in FOLDERs side by side (``side_by_side.py``), and
whole runs over synthetic corpora of these sizes (``scale.py``), by stage. ``bench.json`` and ``index.html`` in the
folder OUT hold both, with date, machine, load and versions. The machine should have nothing else to do; all the nation
is --reports 65000 and takes hours.
"""

import argparse
import json
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # called as a file

from benchmarks.growth import plot  # noqa: E402

STYLE: Final = (
    "body{font:15px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}"
    "td,th{padding:.2rem .8rem;border-bottom:1px solid #ccc;text-align:right}"
    "th:first-child,td:first-child{text-align:left}"
)
SIZES: Final = [
    "reports",
    "characters",
    "numbers",
    "wall, s",
    "CPU, s",
    "peak, GB",
    "lake, GB",
    "warehouse, GB",
    "right",
]
WHAT: Final = {
    "duixian": "text to mentions: role, year, indicator, unit, measure",
    "recognizers": "Recognizers-Text: numbers alone",
    "polars": "Polars: a bare regular expression",
}


def page(told: dict[str, Any]) -> str:
    """What was measured, for a person."""
    rates, scale = told["rates"], told["scale"]
    versions = ", ".join(f"{name} {number}" for name, number in scale["versions"].items())
    own = rates["readers"][0]["characters_per_s"]
    readers = [
        [
            f"{WHAT[one['reader']]} ({one['version']})",
            f"{one['characters_per_s']:,}",
            f"{one['slowest']:,} to {one['fastest']:,}",
            f"{one['characters_per_s'] / own:.2f}",
            f"{one['found'] / one['characters'] * 1000:.1f}",
        ]
        for one in rates["readers"]
    ]
    runs = [
        [
            f"{run['reports']:,}",
            *(f"{run[key]:,}" for key in ("characters", "mentions", "wall_s", "cpu_s", "peak_gb", "lake_gb")),
            f"{run['warehouse_gb']:,}",
            f"{run['planted_right']:.3f}",
        ]
        for run in scale["runs"]
    ]
    largest = scale["runs"][-1]
    stages = [[name, *(f"{value:g}" for value in spent.values())] for name, spent in largest["stages"].items()]
    return f"""\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>duixian: benchmarks</title><style>{STYLE}</style></head><body>
<h1>duixian: benchmarks</h1>
<p>{escape(rates["date"])}; {escape(scale["machine"])}; load at the start {rates["load"]:.1f}; {escape(versions)}.</p>
<h2>Readers side by side, one core</h2>
{_table(["reader", "characters/s", "slowest to fastest", "of duixian", "found per 1,000 characters"], readers)}
<h2>Whole runs from nothing, synthetic reports</h2>
{_table(SIZES, runs)}
<p>right: share of the planted targets that have the planted verdict.</p>
{plot(scale) if len(scale["runs"]) > 1 else ""}
<h2>{largest["reports"]:,} reports, by stage</h2>
{_table(["stage", "wall, s", "CPU, s", "peak, GB"], stages)}
</body></html>
"""


def _table(heads: list[str], rows: list[list[str]]) -> str:
    def row(cells: list[str], tag: str) -> str:
        return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"

    return f"<table>{row(heads, 'th')}{''.join(row(cells, 'td') for cells in rows)}</table>"


def main() -> int:
    """Measure, write both files, and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--reports", nargs="+", type=int, default=[65, 650])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--out", type=Path, default=ROOT / ".cache" / "bench")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    here, told = Path(__file__).parent, dict[str, Any]()
    for name, program, arguments in (
        ("rates", "side_by_side.py", [*map(str, asked.folders), "--runs", str(asked.runs)]),
        ("scale", "scale.py", ["--reports", *map(str, asked.reports)]),
    ):
        part = asked.out / f"{name}.json"
        subprocess.run([sys.executable, str(here / program), *arguments, "--out", str(part)], check=True)
        told[name] = json.loads(part.read_text(encoding="utf-8"))
        part.unlink()
    (asked.out / "bench.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    (asked.out / "index.html").write_text(page(told), encoding="utf-8")
    print(f"{asked.out / 'index.html'}, {asked.out / 'bench.json'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
