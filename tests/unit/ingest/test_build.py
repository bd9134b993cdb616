"""Links are made from what is kept of unchanged documents, and are the same as if all were read anew."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from ingest import linking
from ingest.build import build_links
from ingest.documents import build_documents, take_up
from ingest.identity import link_all
from ingest.lake import Lake

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def read_in(home: Path, *names: str) -> Lake:
    folder = home.parent / "reports"
    folder.mkdir(exist_ok=True)
    for name in names:
        shutil.copy(EXAMPLES / name, folder / name)
    take_up(home, [folder], home / "no-examples")
    build_documents(home, "code", lambda _: None)
    return Lake(home / "lake")


def test_only_new_texts_are_sketched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def watched(documents: pl.DataFrame):  # type: ignore[no-untyped-def]
        read.extend(documents["file_name"])
        yield from original(documents)

    original = linking.sketched
    monkeypatch.setattr(linking, "sketched", watched)
    home = tmp_path / "home"
    for names, expected in (
        (["shandong-2024.txt", "shandong-2025.txt"], ["shandong-2024.txt", "shandong-2025.txt"]),
        (["shenzhen-2024.html", "shandong-2023.html"], ["shandong-2023.html", "shenzhen-2024.html"]),
        ([], []),
    ):
        read.clear()
        lake = read_in(home, *names)
        build_links(home, "code")
        assert sorted(read) == expected
        anew = link_all(lake.read_year("documents", year) for year in lake.years("documents"))
        assert lake.read("links").equals(anew)
    read.clear()
    build_links(home, "other code")
    assert len(read) == 4


def test_a_lost_sketch_is_made_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    lake = read_in(home, "shandong-2024.txt", "shenzhen-2024.html")
    build_links(home, "code")
    before = lake.file("links").read_bytes()
    for kept in (lake.root / "made_from").glob("sketches-*.parquet"):
        kept.unlink()
    lake.file("links").unlink()
    build_links(home, "code")
    assert lake.file("links").read_bytes() == before
