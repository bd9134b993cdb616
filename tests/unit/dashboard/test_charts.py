"""Charts show their rows and stand alone when downloaded."""

import xml.etree.ElementTree as ET

import pytest

from dashboard.charts import Chart, Mark, csv_bytes, stacked_shares, strips, through_years
from dashboard.histograms import changes, histogram

SVG = "{http://www.w3.org/2000/svg}"


def shapes(chart: Chart, kind: str) -> list[ET.Element]:
    return list(ET.fromstring(chart.standalone).iter(SVG + kind))


def test_shares_of_a_bar_make_a_whole() -> None:
    chart = stacked_shares(
        "t", ["2030", "2031"], {"attained": [3, 0], "missed": [1, 0]}, {"attained": "a", "missed": "m"}
    )
    heights = [float(box.get("height", 0)) for box in shapes(chart, "rect")]
    assert heights[0] == pytest.approx(3 * heights[1], abs=0.2)
    assert chart.rows == [("2030", 3, 1), ("2031", 0, 0)]


def test_no_label_begins_left_of_the_drawing() -> None:
    years = [str(year) for year in range(1954, 2027)]
    bars = stacked_shares("t", years, {"attained": [1] * len(years)}, {"attained": "a"})
    lines = through_years("t", [Mark("A", year, 6.0) for year in range(1954, 2027)], ("x",), [])
    for chart in (bars, lines):
        [first] = [words for words in shapes(chart, "text") if words.text == "1954"]
        assert float(first.get("x", 0)) >= 16


def test_a_series_has_the_ink_that_the_legend_gives_it() -> None:
    marks = [Mark("A", 2030, 6.0), Mark("C", 2030, 7.0)]
    inks = [dot.get("fill") for dot in shapes(through_years("t", marks, ("x",), [], ["C", "B", "A"]), "circle")]
    by_hand = through_years("t", [Mark(name, 2030, 6.0) for name in "CBA"], ("x",), [])
    assert inks == [dot.get("fill") for dot in shapes(by_hand, "circle")][::2]


def test_targets_and_results_stand_in_their_years() -> None:
    marks = [
        Mark("A", 2030, 5.0, None, "target", "t", "ge"),
        Mark("A", 2030, 6.0),
        Mark("A", 2031, 7.0),
        Mark("A", 2031, 5.0, 6.0, "target"),
        Mark("B", 2031, 5.5, kind="official"),
    ]
    chart = through_years("t", marks, ("x",), [])
    dots = shapes(chart, "circle")
    assert len(dots) == 3
    assert float(dots[0].get("cy", 0)) > float(dots[1].get("cy", 0))
    assert len([line for line in shapes(chart, "line") if line.get("stroke-width") == "2"]) == 2
    assert len(shapes(chart, "rect")) == 2


def test_years_without_a_result_are_passed_over_by_dashes() -> None:
    chart = through_years("t", [Mark("A", year, 6.0) for year in (2029, 2030, 2034)], ("x",), [], unit="%")
    joins = [line.get("stroke-dasharray") for line in shapes(chart, "line") if line.get("stroke-width") == "2"]
    assert joins[0] is None and joins[1]
    assert "%" in [words.text for words in shapes(chart, "text")]


def test_one_misread_figure_does_not_squeeze_the_others() -> None:
    marks = [Mark("A", year, 5.0 + year % 3) for year in range(2020, 2030)] + [Mark("A", 2030, 65000.0)]
    chart = through_years("t", marks, ("x",), [(1,)] * 11)
    assert (len(shapes(chart, "circle")), chart.beyond, len(chart.rows)) == (10, 1, 11)


def test_a_histogram_counts_every_value_once() -> None:
    chart = histogram("t", [1.0, 1.0, 2.0, 3.0, 9.5], "%", [("A", 2.0)])
    assert sum(row[2] for row in chart.rows) == 5
    assert histogram("t", [4.0], "%", []).rows[0][2] == 1


def test_what_did_not_move_has_a_bar_of_its_own() -> None:
    chart = changes("t", [0.0] * 4 + [0.1, 0.5, -0.5, -1.0, -1.0, 900.0], "%", "pairs", "unchanged")
    counts = {(low, high): n for low, high, n in chart.rows if n}
    assert counts[0.0, 0.0] == 4 and sum(counts.values()) == 10 and chart.beyond == 1
    assert counts[1.0, 900.0] == 1 and len(shapes(chart, "rect")) == 5
    assert all(low >= 0 or high <= 0 for low, high in counts)
    told = [title.text for title in shapes(chart, "title")]
    assert "unchanged: 4 pairs" in told and not any("–0.0" in (words or "") for words in told)
    figures = [words.text for words in shapes(chart, "text")]
    assert "0" in figures and "pairs" in figures


def test_the_names_above_a_histogram_stand_clear_of_its_bars() -> None:
    marks = [("Suzhou", 2.0), ("Suzhou", 2.0), ("Wuxi", 9.0)]
    chart = histogram("t", [1.0, 1.0, 2.0, 3.0, 9.5], "%", marks, "regions")
    named = [words for words in shapes(chart, "text") if (words.text or "").startswith(("Suzhou", "Wuxi"))]
    heights = [float(words.get("y", 0)) for words in named]
    assert len(set(heights)) == 3 and max(heights) < min(float(bar.get("y", 0)) for bar in shapes(chart, "rect"))
    assert [words.get("text-anchor") for words in named] == ["start", "start", "end"]


def test_strips_grow_to_the_right() -> None:
    chart = strips("t", [("nation", [("N", 5.0)]), ("province", [("P", 6.0), ("Q", 7.0)])], "%", {})
    across = [float(dot.get("cx", 0)) for dot in shapes(chart, "circle")]
    assert across == sorted(across) and len(across) == 3


@pytest.mark.parametrize(
    "chart",
    [
        stacked_shares("空", [], {}, {}),
        through_years("空", [], (), []),
        strips("空", [], "%", {}),
        changes("空", [], "", "", ""),
        histogram("空", [], "", []),
    ],
)
def test_nothing_to_show_is_no_error(chart: Chart) -> None:
    assert ET.fromstring(chart.standalone).get("aria-label") == "空"


def test_a_downloaded_drawing_needs_no_page() -> None:
    chart = histogram("a < b", [1.0, 2.0], "%", [])
    assert "var(" in chart.drawn and "var(" not in chart.standalone


def test_a_spreadsheet_runs_nothing() -> None:
    told = csv_bytes(["name"], [["=1+1"], ["@x"], [-5.0], ["丽水"]]).decode("utf-8")
    assert told == "\ufeffname\r\n'=1+1\r\n'@x\r\n-5.0\r\n丽水\r\n"
