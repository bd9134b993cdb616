import gzip
import io
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.readers import Item, Rejected, Settings, SourceText, read
from ingest.readers.archive import leads_out
from ingest.readers.limits import DEFAULT_LIMITS

TEXT = "生产总值增长6%，全省第三。"


def packed(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data, method)
    return out.getvalue()


def tell(items: list[Item]) -> list[tuple[str | None, str]]:
    return [(item.member, item.text if isinstance(item, SourceText) else item.reason) for item in items]


def test_members_of_every_format(tmp_path: Path) -> None:
    page = f"<html><p>{TEXT}</p></html>".encode("gb18030")
    lines = (json.dumps({"text": TEXT, "year": 2024}) + "\n").encode() * 2
    data = packed(("甲/a.txt", TEXT.encode()), ("b", page), ("c.jsonl", lines), ("空.txt", b""), ("dir/", b""))
    expected = [("甲/a.txt", TEXT), ("b", TEXT), ("c.jsonl#00001", TEXT), ("c.jsonl#00002", TEXT), ("空.txt", "empty")]
    assert tell(list(read(data, "meaningless"))) == expected
    path = tmp_path / "on-disk"
    path.write_bytes(data)
    assert tell(list(read(path, "meaningless"))) == expected


def test_archives_within_archives() -> None:
    data = packed(("内/inner.zip", packed(("x.txt", TEXT.encode()))), ("y.txt", TEXT.encode()))
    assert tell(list(read(data, "a"))) == [("内/inner.zip/x.txt", TEXT), ("y.txt", TEXT)]


def test_archives_within_archives_end_somewhere() -> None:
    data = packed(("x.txt", TEXT.encode()))
    for _ in range(5):
        data = packed(("n.zip", data))
    assert tell(list(read(data, "a"))) == [("n.zip/n.zip/n.zip", "archive_bomb")]


def test_names_in_gb18030() -> None:
    data = packed(("AAAA.txt", TEXT.encode())).replace(b"AAAA", "丽水".encode("gb18030"))
    assert tell(list(read(data, "a"))) == [("丽水.txt", TEXT)]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b", "..\\..\\b", "C:\\b.txt", "c:/b"])
def test_paths_that_lead_out_are_refused(name: str) -> None:
    assert leads_out(name)
    assert tell(list(read(packed((name, TEXT.encode()), ("b.txt", TEXT.encode())), "a")))[0][1] == "path_traversal"


@pytest.mark.parametrize("name", ["a..b/c.txt", "..a", "a/b.txt", "报告.txt"])
def test_paths_that_stay_inside(name: str) -> None:
    assert not leads_out(name)


def test_links_and_passwords_are_refused() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    items = list(read(packed((link, b"/etc/passwd"), ("b.txt", TEXT.encode())), "a"))
    assert tell(items) == [("link.txt", "symlink"), ("b.txt", TEXT)]
    locked = bytearray(packed(("b.txt", TEXT.encode())))
    locked[6] |= 1
    locked[locked.rfind(b"PK\x01\x02") + 8] |= 1
    assert tell(list(read(bytes(locked), "a"))) == [("b.txt", "encrypted")]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_bomb_is_stopped_by_its_ratio(method: int) -> None:
    data = packed(("bomb.txt", b"0" * 30_000_000), ("b.txt", TEXT.encode()), method=method)
    items = list(read(data, "a"))
    assert tell(items) == [("bomb.txt", "archive_bomb"), ("b.txt", TEXT)]
    assert isinstance(items[0], Rejected) and "archive_ratio" in items[0].detail


@pytest.mark.parametrize(
    ("limit", "value", "stops_at"),
    [("archive_member_bytes", 1_000, "big"), ("archive_total_bytes", 3_000, "big"), ("archive_members", 1, None)],
)
def test_bounds_are_named(limit: str, value: int, stops_at: str | None) -> None:
    data = packed(("a.txt", TEXT.encode()), ("big", TEXT.encode() * 200), method=zipfile.ZIP_STORED)
    items = list(read(data, "a", Settings(limits=DEFAULT_LIMITS.with_(**{limit: value}))))
    assert isinstance(items[-1], Rejected)
    assert (items[-1].member, items[-1].reason) == (stops_at, "archive_bomb") and limit in items[-1].detail


def test_nested_archives_share_one_budget() -> None:
    inner = packed(*((f"{n}.txt", TEXT.encode()) for n in range(6)))
    items = list(
        read(packed(("a.zip", inner), ("b.zip", inner)), "a", Settings(limits=DEFAULT_LIMITS.with_(archive_members=10)))
    )
    assert sum(isinstance(item, SourceText) for item in items) < 10
    assert isinstance(items[-1], Rejected) and items[-1].reason == "archive_bomb"


def test_length_that_lies_is_found() -> None:
    data = packed(("a.txt", TEXT.encode() * 50))
    lying = data.replace(len(TEXT.encode() * 50).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != data
    assert tell(list(read(lying, "a"))) == [("a.txt", "damaged")]


def test_damaged_and_empty_archives(rejection_of: Callable[..., Rejected]) -> None:
    assert rejection_of(packed(("a.txt", TEXT.encode() * 99))[:-30]).reason == "damaged"
    assert rejection_of(packed()).reason == "empty"
    assert rejection_of(packed(("__MACOSX/._a.txt", b"x"), (".DS_Store", b"x"))).reason == "empty"


def test_a_stored_word_file_does_not_make_the_archive_one() -> None:
    inner = packed(("word/document.xml", b"<x/>"), ("[Content_Types].xml", b"<x/>"))
    items = list(read(packed(("a.docx", inner), ("b.txt", TEXT.encode()), method=zipfile.ZIP_STORED), "a"))
    assert tell(items)[1] == ("b.txt", TEXT)


def test_gzip_and_its_bomb() -> None:
    assert tell(list(read(gzip.compress(TEXT.encode()), "报告.txt.gz"))) == [("报告.txt", TEXT)]
    assert tell(list(read(gzip.compress(b"0" * 30_000_000), "x.gz"))) == [("x", "archive_bomb")]
    assert tell(list(read(gzip.compress(TEXT.encode() * 100)[:-20], "x.gz"))) == [("x", "damaged")]


@pytest.mark.parametrize("magic", ["377abcaf271c", "526172211a07", "fd377a585a00"])
def test_other_archives_are_named(rejection_of: Callable[..., Rejected], magic: str) -> None:
    found = rejection_of(bytes.fromhex(magic) + bytes(100))
    assert found.reason == "unsupported_format" and "zip" in found.detail
