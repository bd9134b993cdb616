"""The synthetic corpus: the same arguments give the same bytes, and what is planted stands in the texts."""

import csv
from pathlib import Path

import pytest

from benchmarks.corpus import Place, places, planted, report, things, write


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        assert write(tmp_path / name, 5, 2020, 2022, seed) == 5
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert files(tmp_path / "a") != files(tmp_path / "c")
    assert len(files(tmp_path / "a")) == 6


def test_a_target_of_one_report_is_answered_by_the_next() -> None:
    place = Place("330000", "浙江省", "province")
    now, later = (report(place, year, 2019, 2021, 3) for year in (2020, 2021))
    for one in planted(place, 2020, 3, 2021):
        thing = next(thing for thing in things() if thing.name == one.name)
        assert f"{one.target_value:g}{one.unit}{one.comparator}。" in now
        if one.result_value is None:
            assert one.verdict == "unreported"
        else:
            assert f"{one.result_value:g}{one.unit}。" in later
            slack = max(0.5, 0.05 * one.target_value) if one.comparator == "左右" and one.verdict == "missed" else 0
            far = one.result_value - one.target_value
            assert (far > -slack if thing.better == "more" else far <= 0) == (one.verdict == "attained")
    assert {one.verdict for one in planted(place, 2021, 3, 2021)} == {"pending"}


def test_a_region_has_all_its_years_before_the_next(tmp_path: Path) -> None:
    write(tmp_path, 5, 2020, 2022, 1)
    with (tmp_path / "planted.csv").open(encoding="utf-8") as stream:
        found = list(dict.fromkeys((row["region_code"], row["report_year"]) for row in csv.DictReader(stream)))
    assert [year for _, year in found] == ["2020", "2021", "2022", "2020", "2021"]


def test_the_country_has_more_reports_than_it_gave() -> None:
    assert sum(2025 - max(2001, place.since) + 1 for place in places()) > 65_000
    assert len({place.code for place in places()}) == len(places())


def test_more_reports_than_there_are_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="regions have"):
        write(tmp_path, 1_000_000, 2020, 2021, 1)
