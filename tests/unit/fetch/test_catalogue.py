import json
from pathlib import Path
from urllib.parse import unquote

from ingest.fetch.catalogue import read_catalogue
from ingest.fetch.safety import check_url

CATALOGUE = Path(__file__).resolve().parents[3] / "examples" / "catalogues" / "state-council.csv"
# No report was given in these years: 1961 to 1963, 1965 to 1974 and 1976 to 1977 had none, or none that was published
WITHOUT = {1961, 1962, 1963, *range(1965, 1975), 1976, 1977}


def test_state_council_reports_of_all_years() -> None:
    rows = list(read_catalogue(CATALOGUE))
    assert [int(row.year or 0) for row in rows] == [year for year in range(1954, 2026) if year not in WITHOUT]
    for row in rows:
        check_url(row.url)
        assert unquote(row.url) == f"https://zh.wikisource.org/wiki/{row.title}"
        assert row.title == f"{row.year}年中华人民共和国国务院政府工作报告"


def test_addresses_are_those_of_known_reports(shared: Path) -> None:
    lines = (shared / "reports" / "national-bulk.jsonl").read_text(encoding="utf-8").splitlines()
    known = {record["url"] for record in map(json.loads, lines) if record["year"]}
    assert known and known <= {row.url for row in read_catalogue(CATALOGUE)}


def test_repositories_of_reports_are_asked_for_once_per_pattern() -> None:
    rows = list(read_catalogue(CATALOGUE.with_name("git-repositories.csv")))
    assert len(rows) == 3 and len({row.url for row in rows}) == 1
    for row in rows:
        check_url(row.url)
        assert row.files and row.url.endswith(".git")
