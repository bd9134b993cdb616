"""The plot of growth is drawn from the figures of the table beside it."""

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from benchmarks.growth import MEASURED, PLOT, plot

TOLD = json.loads(MEASURED.read_text(encoding="utf-8"))


def test_the_plot_that_is_shown_is_the_one_that_is_drawn() -> None:
    assert PLOT.read_text(encoding="utf-8") == plot(TOLD)


def test_it_shows_the_figures_of_the_table() -> None:
    page = (Path(MEASURED).parent / "README.md").read_text(encoding="utf-8")
    version = str(TOLD["version"])
    table = page.partition(f"version {version})")[2].partition("![")[0]
    rows = re.findall(r"^\| ([\d,]+) \|.+? s \| (\d+) s \|.*?\| ([\d.]+) GB \|", table, re.MULTILINE)
    runs = [(run["reports"], run["cpu_s"], run["peak_gb"]) for run in TOLD["runs"]]
    assert [(int(reports.replace(",", "")), int(cpu), float(peak)) for reports, cpu, peak in rows] == runs


def test_a_measurement_lies_at_its_powers_of_ten() -> None:
    runs = [{"reports": number, "cpu_s": number, "peak_gb": 1000 / number} for number in (10, 100)]
    circles = ElementTree.fromstring(plot({"runs": runs})).findall("{*}circle")
    heights = [float(circle.get("cy") or 0) for circle in circles]
    # each panel is 200 high and holds one power of ten: up, then down
    assert (heights[0] - heights[1], heights[2] - heights[3]) == (200, -200)
