"""What holds for all readers: no bytes raise, every reason is known, a large file is refused unread."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.readers import READERS, Rejected, SourceText, read
from ingest.readers.lexicon import rows

REASONS = {row["reason"] for row in rows("quarantine_reasons")}
STARTS = [bytes.fromhex(row["magic"]) for row in rows("magic_bytes") if row["offset"] == "0"]


@given(start=st.sampled_from([*STARTS, b"<html>", b'{"text":', b"text,year\n", b""]), rest=st.binary(max_size=200))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_bytes_raise(start: bytes, rest: bytes) -> None:
    for item in read(start + rest, "x"):
        if isinstance(item, Rejected):
            assert item.reason in REASONS and item.detail
        else:
            item.text.encode()


@given(place=st.floats(0, 0.999), byte=st.integers(0, 255))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_damage_raises(samples: list[bytes], place: float, byte: int) -> None:
    for sample in samples:
        data = bytearray(sample)
        data[int(place * len(data))] = byte
        for item in read(bytes(data), "x"):
            assert isinstance(item, SourceText) or item.reason in REASONS


@pytest.fixture(scope="module")
def samples(minipdf: ModuleType) -> list[bytes]:
    word, archive = io.BytesIO(), io.BytesIO()
    document = docx.Document()
    document.add_paragraph("生产总值增长6%")
    document.save(word)
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("a.txt", "生产总值增长6%")
    return [word.getvalue(), archive.getvalue(), minipdf.pdf([[(60, 100, 10, "生产总值增长6%左右")]])]


def test_300_megabytes_of_text_are_refused_unread(tmp_path: Path, rejection_of: Callable[..., Rejected]) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.write("生产总值增长6%。\n".encode() * 5_000)
        stream.truncate(300 << 20)
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = rejection_of(path, "huge.txt")
    assert found.reason == "too_large"
    assert "300 MB" in found.detail and "txt_bytes" in found.detail
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000, "kilobytes: the file was loaded"


def test_file_that_is_gone(tmp_path: Path, rejection_of: Callable[..., Rejected]) -> None:
    assert rejection_of(tmp_path / "gone.txt", "gone.txt").reason == "vanished"


def test_every_reader_can_be_loaded() -> None:
    from ingest.readers import _reader

    assert all(callable(_reader(name)) for name in READERS)


def test_real_files_are_read_under_meaningless_names(shared: Path) -> None:
    for path in sorted((shared / "reports").iterdir()):
        items = list(read(path, "0"))
        assert items and all(isinstance(item, SourceText) for item in items), path.name
        if path.suffix == ".txt":
            assert items[0].text == path.read_bytes().decode("utf-8").removeprefix("\ufeff")  # type: ignore[union-attr]
