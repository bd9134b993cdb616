"""Whatever happens to the lake's files, it is noticed, and made again from the raw store, byte for byte."""

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ingest.build import build_links, build_mentions
from ingest.damage import damages, mend
from ingest.documents import build_documents, take_up
from ingest.lake import Lake, write_parquet
from ingest.store import RawStore

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
NAMES = ("shandong-2024.txt", "shandong-2025.txt", "shenzhen-2024.html")


def steps(home: Path, reports: Path) -> Lake:
    take_up(home, [reports], home / "no-examples")
    build_documents(home, "code", lambda _: None)
    build_links(home, "code")
    build_mentions(home, "code", lambda _: None)
    return Lake(home / "lake")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    (folder / "reports").mkdir()
    for name in NAMES:
        shutil.copy(EXAMPLES / name, folder / "reports" / name)
    (folder / "reports" / "weather.txt").write_text("今天多云转晴，最高气温23度。", encoding="utf-8")
    steps(folder / "home", folder / "reports")
    return folder


@pytest.fixture
def place(sound: Path, tmp_path: Path) -> Path:
    shutil.copytree(sound, tmp_path / "copy")
    return tmp_path / "copy"


def tables(lake: Lake) -> dict[str, bytes]:
    return {path.relative_to(lake.root).as_posix(): path.read_bytes() for path in sorted(lake.root.rglob("*.parquet"))}


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    path.write_bytes(bytes(data))


def other_columns(path: Path) -> None:
    pl.DataFrame({"a": [1]}).write_parquet(path)


def gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("harm", [half, flipped, other_columns, gone])
@pytest.mark.parametrize(
    "table",
    [
        "documents/report_year=2024/documents.parquet",
        "mentions/report_year=2025/mentions.parquet",
        "links.parquet",
        "quarantine.parquet",
    ],
)
def test_a_damaged_table_is_named_set_aside_and_made_again(
    place: Path, table: str, harm: Callable[[Path], None]
) -> None:
    lake = Lake(place / "home" / "lake")
    before = tables(lake)
    harm(lake.root / table)
    assert [damage.path for damage in damages(lake)] == [lake.root / table]
    aside: list[Path] = []

    def set_aside(path: Path) -> Path:
        aside.append(path)
        return path.rename(place / "aside")

    [told] = mend(lake, set_aside)
    assert str(lake.root / table) in told
    assert aside == ([] if harm is gone else [lake.root / table])
    assert tables(steps(place / "home", place / "reports")) == before
    assert list(damages(lake)) == []


@pytest.mark.parametrize("name", ["raw", "refused", "processed", "examples"])
def test_small_tables_too(place: Path, name: str) -> None:
    lake = Lake(place / "home" / "lake")
    before = tables(lake)
    lake.file(name).write_bytes(b"no parquet")
    assert [damage.path for damage in damages(lake)] == [lake.file(name)]
    list(mend(lake, lambda path: path.rename(place / "aside")))
    assert tables(steps(place / "home", place / "reports")) == before


def test_a_damaged_sketch_is_made_again(place: Path) -> None:
    lake = Lake(place / "home" / "lake")
    before = tables(lake)
    sketch = lake.root / "made_from" / "sketches-2024.parquet"
    half(sketch)
    assert [damage.path for damage in damages(lake)] == [sketch]
    list(mend(lake, lambda path: path.rename(place / "aside")))
    lake.file("links").unlink()
    assert tables(steps(place / "home", place / "reports")) == before


def test_a_crash_between_the_note_and_the_table_is_no_damage(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = Lake(place / "home" / "lake")
    frame = lake.read_year("mentions", 2024)
    monkeypatch.setattr(
        Path, "replace", lambda self, target: self if "digests" not in str(target) else stop(self, target)
    )

    def stop(self: Path, target: Path) -> None:
        shutil.move(self, target)

    lake.write_year("mentions", 2024, frame.head(3))
    monkeypatch.undo()
    assert list(damages(lake)) == []
    assert lake.read_year("mentions", 2024).height == frame.height, "the table was not put in its place"
    lake.write_year("mentions", 2024, frame.head(3))
    assert list(damages(lake)) == []


def test_it_is_remembered_which_files_are_the_bundled_examples(tmp_path: Path) -> None:
    home = tmp_path / "home"
    take_up(home, [EXAMPLES], EXAMPLES)
    lake = Lake(home / "lake")
    before = lake.file("examples").read_bytes()
    lake.file("examples").unlink()
    own = tmp_path / "own"
    own.mkdir()
    take_up(home, [own], EXAMPLES)
    known = set(pl.read_parquet(lake.file("examples"))["sha256"])
    assert known >= {entry.sha256 for entry in RawStore(home).entries() if entry.role == "document"}
    write_parquet(pl.DataFrame({"sha256": sorted(known)}), lake.file("examples"))
    assert before


def test_altered_raw_bytes_are_never_read_and_come_back_with_the_original(place: Path) -> None:
    home = place / "home"
    store = RawStore(home)
    entry = next(entry for entry in store.entries() if entry.file_name == NAMES[0])
    before = tables(Lake(home / "lake"))
    path = store.path(entry.sha256)
    path.chmod(0o644)
    flipped(path)
    assert not store.is_sound(entry.sha256)
    build_documents(home, "other code", lambda _: None)
    lake = Lake(home / "lake")
    row = lake.read("quarantine").filter(pl.col("sha256") == entry.sha256).row(0, named=True)
    assert row["reason"] == "damaged"
    assert "put the original into the inbox" in row["detail"]
    assert list(path.parent.glob("damaged-*")), "the altered bytes are kept"
    again = tables(steps(home, place / "reports"))
    assert {name: again[name] for name in before if not name.startswith("processed")} == {
        name: data for name, data in before.items() if not name.startswith("processed")
    }
