import os
import socket
from pathlib import Path

import pytest

from ingest.readers import Rejected
from ingest.store import RawStore, fill_quarantine
from ingest.store.names import clean, sidecar_names, treatment


def told(store: RawStore, folder: Path) -> dict[str, str]:
    return {one.file_name or "": one.reason if isinstance(one, Rejected) else one.role for one in store.take_up(folder)}


def test_links_out_of_the_folder_are_refused(store, inbox, put, tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "外"
    secret.mkdir()
    (secret / "机密.txt").write_text("机密")
    put("a.txt")
    (inbox / "file.txt").symlink_to(secret / "机密.txt")
    (inbox / "folder").symlink_to(secret)
    (inbox / "loop").symlink_to("loop")
    (inbox / "nowhere").symlink_to(tmp_path / "nowhere")
    (inbox / "inside.txt").symlink_to("a.txt")
    (inbox / "up").symlink_to("..")
    reasons = told(store, inbox)
    assert reasons == {
        "a.txt": "document",
        "file.txt": "symlink",
        "folder": "symlink",
        "loop": "symlink",
        "nowhere": "symlink",
        "up": "symlink",
    }
    assert b"\xe6\x9c\xba" not in b"".join(path.read_bytes() for path in store.root.glob("??/*"))


def test_folder_given_as_a_link_is_followed(store, inbox, put, tmp_path) -> None:  # type: ignore[no-untyped-def]
    put("a.txt")
    link = tmp_path / "link"
    link.symlink_to(inbox)
    assert told(store, link) == {"a.txt": "document"}


def test_pipes_and_sockets_do_not_block(store, inbox, put) -> None:  # type: ignore[no-untyped-def]
    put("a.txt")
    os.mkfifo(inbox / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(inbox)
        try:
            one.bind("socket")
        finally:
            os.chdir(here)
        assert told(store, inbox) == {"a.txt": "document", "pipe.txt": "not_a_file", "socket": "not_a_file"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(store, inbox, put) -> None:  # type: ignore[no-untyped-def]
    put("a.txt").chmod(0)
    put("d/b.txt").parent.chmod(0)
    try:
        assert told(store, inbox) == {"a.txt": "unreadable", "d/": "unreadable"}
    finally:
        (inbox / "d").chmod(0o755)


NASTY = {
    "a\nb.txt": "a\\x0ab.txt",
    "\x1b[31mred.txt": "\\x1b[31mred.txt",
    "'; DROP TABLE x; --.txt": "'; DROP TABLE x; --.txt",
    '"quoted",comma.txt': '"quoted",comma.txt',
    "a\u202egpj.txt": "a\\u202egpj.txt",
    "报告 2024（终）.txt": "报告 2024（终）.txt",
    "$(touch x)`id`.txt": "$(touch x)`id`.txt",
    "-rf.txt": "-rf.txt",
}


def test_names_are_shown_without_control_characters(store, inbox, put) -> None:  # type: ignore[no-untyped-def]
    for n, name in enumerate(NASTY):
        put(name, f"内容{n}")
    assert set(told(store, inbox)) == set(NASTY.values())
    assert set(store.manifest()["file_name"]) == set(NASTY.values())
    assert set(told(store, inbox)) == set(NASTY.values()), "also when they are known"


def test_names_that_are_not_utf8(store, inbox) -> None:  # type: ignore[no-untyped-def]
    for raw in ("丽水.txt".encode("gb18030"), b"\xff\xff\x80.txt"):
        path = os.path.join(os.fsencode(inbox), raw)  # noqa: PTH118
        with open(path, "wb") as stream:  # noqa: PTH123
            stream.write(raw)
    assert set(told(store, inbox)) == {"丽水.txt", "\\xff\\xff\\x80.txt"}
    assert {one.is_new for one in store.take_up(inbox)} == {False}  # type: ignore[union-attr]


def test_clean_is_stable_and_bounded() -> None:
    assert clean("x" * 5_000) == "x" * 1_000
    assert clean("a\tb") == "a\\x09b"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("丽水.txt.meta.yml", "sidecar"),
        ("丽水.META.YML", "sidecar"),
        ("reports.csv", "catalogue"),
        ("my-reports.csv", "document"),
        (".meta.yml", "ignored"),
        ("a.part", "incomplete"),
        ("part", "document"),
        ("a.part1", "document"),
        (".hidden", "ignored"),
        ("README.md", "ignored"),
        ("catalogues.csv", "document"),
    ],
)
def test_what_a_name_says(name: str, expected: str) -> None:
    assert treatment(name) == expected


def test_lists_of_addresses_are_no_reports(store, inbox, put) -> None:  # type: ignore[no-untyped-def]
    put("catalogues/state-council.csv", "url\nhttps://a\n")
    put("catalogues/a.txt")
    put("reports/b.csv")
    assert set(told(store, inbox)) == {"catalogues/a.txt", "reports/b.csv"}


def test_sidecar_belongs_to_its_file() -> None:
    assert sidecar_names("d/丽水.txt")[0] == "d/丽水.txt.meta.yml"
    assert "d/丽水.meta.yml" in sidecar_names("d/丽水.txt")


def test_address_from_a_sidecar_that_changes(store, inbox, put) -> None:  # type: ignore[no-untyped-def]
    put("a.txt", "一")
    put("a.meta.yml", "source_url: https://one\n", age=90)
    list(store.take_up(inbox))
    put("a.meta.yml", "source_url: https://two\n", age=80)
    list(store.take_up(inbox))
    assert store.manifest()["source_url"].to_list() == ["https://two"]


@pytest.mark.parametrize(
    "content", ["[1, 2", "- a", "source_url: 3", "source_url: [x]", "\x00", "a: &a [*a]", "!!python/object:os.x {}"]
)
def test_sidecar_without_a_usable_address(store, inbox, put, content: str) -> None:  # type: ignore[no-untyped-def]
    put("a.txt", "一")
    put("a.meta.yml", content)
    assert told(store, inbox) == {"a.meta.yml": "sidecar", "a.txt": "document"}
    assert store.manifest()["source_url"].to_list() == [None]


def test_quarantine_shows_bytes_and_reasons(store, inbox, put) -> None:  # type: ignore[no-untyped-def]
    put("bad.bin", b"\0\1")
    [arrival] = store.take_up(inbox)
    whole = Rejected(None, "binary", "不是文本", "bad.bin", arrival.sha256)
    record = Rejected("#00002", "empty", "record 2", "bulk.csv", "0" * 64)
    index = fill_quarantine(store, [whole, record, Rejected(None, "vanished", "gone", "x.txt")])
    assert (index.parent / arrival.sha256).read_bytes() == b"\0\1"
    lines = index.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "sha256,file_name,member,reason,detail"
    assert [line.split(",")[3] for line in lines[1:]] == ["binary", "empty", "vanished"]
    fill_quarantine(store, [record])
    assert [path.name for path in index.parent.iterdir()] == ["index.csv"]
    assert store.read(arrival.sha256) == b"\0\1", "what leaves the quarantine stays in the raw store"
