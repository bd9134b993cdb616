"""The pages on the released panel: what a release does not hold is said, and what it holds reads well."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest
from starlette.testclient import TestClient

from dashboard.app import build_app

PANEL = Path(__file__).parents[3] / "examples" / "open-panel"
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def pages() -> Iterator[TestClient]:
    with TestClient(build_app(PANEL), base_url="http://127.0.0.1") as client:
        yield client


def test_what_charts_tell_when_pointed_at_is_in_the_language_of_the_page(pages: TestClient) -> None:
    asked = "/en/indicator/gdp?measure=growth&region=330000&region=330100&year=2023"
    page = pages.get(asked).text
    told = [words for drawing in re.findall("<svg.*?</svg>", page) for words in re.findall("<t[^>]*>([^<]+)<", drawing)]
    assert "Hangzhou 2023 Target ≥\u00a05\u00a0%" in told and "unchanged" in " ".join(told)
    assert [words for words in told if CHINESE.search(words)] == []
    assert "杭州市" in pages.get(f"{asked}&download=path.csv").text


def test_large_figures_are_told_as_elsewhere(pages: TestClient) -> None:
    page = pages.get("/en/indicator/grain_output?measure=level&region=000000").text
    assert re.search(r"<title>China \d+ Result \d\d,\d{3}\s万吨", page)


def test_the_reader_is_told_how_far_the_queue_of_a_review_goes(pages: TestClient) -> None:
    page = pages.get("/en/review").text
    assert re.search(r"the 2,000 least certain of \d\d,\d{3} verdicts", page)
    assert page.count("This warehouse holds no sentences") == 1
    names = re.findall(r'<a href="/en/target/[^"]+">([^<]+)</a>', page)
    assert len(names) == 20
    # the catalogue's name in English behind that of the place
    assert not any(CHINESE.search(name.partition(" 20")[2]) for name in names)
    drawn = pages.get("/en/review?sample=50").text
    assert re.search(r"50 were drawn at random from \d\d,\d{3} verdicts", drawn)


def test_a_target_without_a_number_says_what_it_is_held_against(pages: TestClient) -> None:
    targets = pl.read_parquet(PANEL / "fct_attainment.parquet")
    bound = targets.filter(pl.col("target_value").is_null() & pl.col("reference").is_not_null()).row(0, named=True)
    page = pages.get(f"/zh/target/{bound['target_id']}").text
    (mark,) = re.findall(r'<a class="m target[^>]*aria-current="true">([^<]*)</a>', page)
    assert bound["reference"] in mark
    assert '<mark class="result"></mark>' not in page


def test_a_release_is_named_by_what_it_holds(pages: TestClient) -> None:
    version = sha256((PANEL / "SHA256SUMS").read_bytes()).hexdigest()[:12]
    page = pages.get("/en/").text
    assert f"Released data, apart from any run · version {version}" in page
    assert "Data published" not in page


def test_a_release_says_how_many_of_the_numbers_it_holds(pages: TestClient) -> None:
    held = sum(pl.read_parquet(PANEL / f"{table}.parquet").height for table in ("fct_attainment", "fct_result"))
    assert f"in the reports; {held:,} of them are here" in pages.get("/en/").text


def test_years_without_targets_are_gaps(pages: TestClient) -> None:
    saved = pages.get("/zh/?download=shares-by-year.csv").text.splitlines()[1:]
    years = [int(line.split(",")[0]) for line in saved]
    assert years == list(range(years[0], years[-1] + 1))


def test_what_a_release_leaves_out_is_said_and_not_offered(pages: TestClient) -> None:
    numbers = pages.get("/en/review?of=numbers").text
    assert "does not hold every number" in numbers and "Nothing is waiting" not in numbers
    assert "--review" not in numbers and "stands without its home" in numbers
    assert 'class="file"' not in pages.get("/en/reader").text


def test_units_of_the_reports_are_told_in_english(pages: TestClient) -> None:
    told = pages.get("/en/region/330100/2023").text
    assert "万</b> ten thousand" in told and "亿</b> hundred million" in told and "元</b> yuan" in told
    assert "ten thousand" not in pages.get("/zh/region/330100/2023").text
