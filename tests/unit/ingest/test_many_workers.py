"""The lake is the same, byte for byte, however many processes made it, and in which steps."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import extraction, file_batches, linking, spill
from ingest.build import build_links, build_mentions
from ingest.checks import build as checks
from ingest.checks.build import build_checks
from ingest.documents import build_documents, take_up
from ingest.lake import Lake
from ingest.workers import WorkerLostError

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
NAMES = sorted(path.name for path in EXAMPLES.glob("sh*"))


def build(home: Path, names: list[str], workers: int) -> dict[str, bytes]:
    """The files of the lake, by name."""
    folder = home.parent / "reports"
    folder.mkdir(exist_ok=True)
    for name in names:
        shutil.copy(EXAMPLES / name, folder / name)
    take_up(home, [folder], home / "no-examples")
    build_documents(home, "code", lambda _: None, workers)
    build_links(home, "code", workers)
    build_mentions(home, "code", lambda _: None, workers)
    build_checks(home, "code", workers)
    root = home / "lake"
    assert not (root / ".spill").exists()
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.glob("**/*.parquet"))}


@pytest.fixture
def tiny_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """One document each, so that a few documents are many batches."""
    monkeypatch.setattr(file_batches, "BATCH_FILES", 1)
    monkeypatch.setattr(linking, "BATCH", 1)
    monkeypatch.setattr(extraction, "BATCH_CHARS", 1)
    monkeypatch.setattr(spill, "SPILL_CHARS", 30_000)
    for module, name in ((linking, "FEW"), (extraction, "FEW_CHARS"), (checks, "FEW_BYTES")):
        monkeypatch.setattr(module, name, 0)


@pytest.mark.usefixtures("tiny_batches")
def test_the_lake_does_not_depend_on_the_workers(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "three", "steps")]
    for folder in folders:
        folder.mkdir()
    one = build(folders[0] / "home", NAMES, 1)
    assert len(one) > 15
    assert build(folders[1] / "home", NAMES, 3) == one
    for end in (2, 5, len(NAMES)):
        last = build(folders[2] / "home", NAMES[:end], 1)
    assert last == one


def test_rows_of_a_bulk_file_go_through_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = build(tmp_path / "plain", NAMES[:3], 1)
    monkeypatch.setattr(file_batches, "PIECE_CHARS", 1)
    assert build(tmp_path / "pieces", NAMES[:3], 1) == plain


def dies(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.usefixtures("tiny_batches")
@pytest.mark.parametrize(
    ("module", "function"),
    [("ingest.documents", "read_files"), ("ingest.linking", "sketch_batch"), ("ingest.extraction", "extract")],
)
def test_a_killed_worker_leaves_nothing_torn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, function: str
) -> None:
    home = tmp_path / "home"
    before = build(home, NAMES[:2], 1)
    with monkeypatch.context() as patch, pytest.raises(WorkerLostError):
        patch.setattr(f"{module}.{function}", dies)
        build(home, NAMES, 2)
    lake = Lake(home / "lake")
    for name in ("documents", "links", "mentions"):
        frame = lake.read(name) if name == "links" else lake.scan(name).collect()
        assert not frame.is_empty()
    if module == "ingest.documents":
        kept = {name: data for name, data in before.items() if not name.startswith(("raw", "refused"))}
        now = {str(path.relative_to(lake.root)): path for path in lake.root.glob("**/*.parquet")}
        assert {name: now[name].read_bytes() for name in kept} == kept
    (tmp_path / "anew").mkdir()
    assert build(home, NAMES, 1) == build(tmp_path / "anew" / "home", NAMES, 1)


@pytest.mark.parametrize(
    "names", [["shandong-2024.txt", "shenzhen-2024.html"], ["shenzhen-2024.html", "shandong-2024.txt"]]
)
def test_statements_of_documents_that_stay_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str]
) -> None:
    read: list[int] = []
    original: Callable[..., extraction.Extracted] = extraction.extract
    monkeypatch.setattr(extraction, "extract", lambda batch: read.append(batch.height) or original(batch))
    home = tmp_path / "home"
    build(home, names[:1], 1)
    build(home, names, 1)
    assert read == [1, 1]
    together = Lake(home / "lake").read_year("statements", 2024)
    assert not together.is_empty()
    (tmp_path / "anew").mkdir()
    build(tmp_path / "anew" / "home", names, 1)
    assert together.equals(Lake(tmp_path / "anew" / "home" / "lake").read_year("statements", 2024))
