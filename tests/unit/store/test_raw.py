import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import polars as pl
import pytest

from ingest.readers import Rejected, Settings
from ingest.readers.limits import DEFAULT_LIMITS
from ingest.store import Arrival, RawStore, raw


def sha(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def told(store: RawStore, folder: Path) -> dict[str, str]:
    """File name to new, known, or the reason of its rejection."""
    return {
        one.file_name or "": one.reason if isinstance(one, Rejected) else ("new" if one.is_new else "known")
        for one in store.take_up(folder)
    }


def test_bytes_are_kept_by_their_hash(store, inbox, put) -> None:  # type: ignore[no-untyped-def]
    path = put("a.txt", "一")
    before = path.stat()
    [arrival] = store.take_up(inbox)
    assert arrival == Arrival(sha("一"), "a.txt", 3, None, "document", True)
    assert store.path(sha("一")) == store.home / "raw" / sha("一")[:2] / sha("一")
    assert store.read(sha("一")) == "一".encode()
    after = path.stat()
    assert (before.st_mtime_ns, before.st_ino, before.st_mode) == (after.st_mtime_ns, after.st_ino, after.st_mode)


def test_table_of_raw_files(store, inbox, put) -> None:  # type: ignore[no-untyped-def]
    put("乙/b.txt", "一")
    put("甲.txt", "一")
    put("c.txt", "二二")
    put("c.txt.meta.yml", "source_url: https://a.gov.cn/c\n")
    list(store.take_up(inbox))
    frame = pl.read_parquet(store.home / "lake" / "raw.parquet")
    assert frame["sha256"].is_sorted() and frame.height == 3
    documents = {row["file_name"]: row for row in store.manifest().to_dicts()}
    assert documents["c.txt"]["source_url"] == "https://a.gov.cn/c"
    assert documents["c.txt"]["size_bytes"] == 6
    assert documents["乙/b.txt"]["other_names"] == ["甲.txt"]
    assert store.manifest("sidecar")["file_name"].to_list() == ["c.txt.meta.yml"]


def test_table_does_not_depend_on_the_order_of_arrival(tmp_path, inbox, put) -> None:  # type: ignore[no-untyped-def]
    paths = [put(f"{n}.txt", str(n // 2)) for n in range(6)]
    tables = []
    for number, order in enumerate((paths, paths[::-1])):
        one = RawStore(tmp_path / str(number))
        for path in order:
            list(one.take_up(path))
        tables.append((one.home / "lake" / "raw.parquet").read_bytes())
    assert tables[0] == tables[1]


def test_second_look_reads_nothing(store, inbox, put, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    for n in range(5):
        put(f"{n}.txt", str(n))
    assert set(told(store, inbox).values()) == {"new"}
    table = (store.home / "lake" / "raw.parquet").stat()
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("an unchanged file was opened"))
    assert set(told(RawStore(store.home, store.settings), inbox).values()) == {"known"}
    assert (store.home / "lake" / "raw.parquet").stat().st_mtime_ns == table.st_mtime_ns


def test_changed_file_is_taken_up_and_the_old_bytes_stay(store, inbox, put) -> None:  # type: ignore[no-untyped-def]
    put("a.txt", "旧", age=60)
    list(store.take_up(inbox))
    put("a.txt", "新", age=50)
    assert told(store, inbox) == {"a.txt": "new"}
    assert store.read(sha("旧")) == "旧".encode() and store.read(sha("新")) == "新".encode()


def test_raw_bytes_that_got_lost_come_back(store, inbox, put) -> None:  # type: ignore[no-untyped-def]
    put("a.txt", "一")
    list(store.take_up(inbox))
    store.path(sha("一")).unlink()
    assert told(store, inbox) == {"a.txt": "new"}
    assert store.read(sha("一")) == "一".encode()


def test_damaged_raw_bytes_are_told(store, inbox, put) -> None:  # type: ignore[no-untyped-def]
    put("a.txt", "一")
    list(store.take_up(inbox))
    store.path(sha("一")).chmod(0o644)
    store.path(sha("一")).write_bytes(b"abc")
    with pytest.raises(ValueError, match="damaged"):
        store.read(sha("一"))


@pytest.mark.parametrize(
    "state",
    [b"", b"{", b'{"version": 1, "files": {"/x": [1, 2]}}', b'{"version": 99}', b"[]", b"\xff", b"null", b"[" * 10**6],
)
def test_damaged_memory_is_made_again(store, inbox, put, state: bytes) -> None:  # type: ignore[no-untyped-def]
    put("a.txt", "一")
    list(store.take_up(inbox))
    (store.root / "taken-up.json").write_bytes(state)
    assert told(store, inbox) == {"a.txt": "new"}
    assert told(store, inbox) == {"a.txt": "known"}
    assert json.loads((store.root / "taken-up.json").read_bytes())["files"]


@pytest.mark.parametrize("damage", [b"", b"PAR1 nonsense", None])
def test_damaged_table_is_made_again(store, inbox, put, damage: bytes | None) -> None:  # type: ignore[no-untyped-def]
    put("a.txt", "一")
    gone = put("b.txt", "二")
    list(store.take_up(inbox))
    table = store.home / "lake" / "raw.parquet"
    table.unlink() if damage is None else table.write_bytes(damage)
    gone.unlink()
    list(store.take_up(inbox))
    assert store.manifest()["sha256"].to_list() == sorted([sha("一"), sha("二")])
    assert {one.file_name for one in store.entries()} == {"a.txt", "b.txt"}


def test_unfinished_download_is_left_alone(store, inbox, put) -> None:  # type: ignore[no-untyped-def]
    for name in ("a.txt.part", "b.pdf.crdownload", "c.tmp", "D.TXT.PART"):
        put(name)
    for name in (".hidden", "~$报告.docx", "Thumbs.db", ".git/config", "__MACOSX/x"):
        put(name)
    assert set(told(store, inbox).values()) == {"incomplete"}
    assert store.entries() == []


def test_file_that_a_program_holds_open_is_left_alone(store, inbox, put) -> None:  # type: ignore[no-untyped-def]
    path = put("a.txt", "前半")
    with path.open("ab") as writer:
        os.utime(path, (time.time() - 60,) * 2)
        assert told(store, inbox) == {"a.txt": "incomplete"}
        writer.write("后半".encode())
    os.utime(path, (time.time() - 60,) * 2)
    assert told(store, inbox) == {"a.txt": "new"}
    assert [one.sha256 for one in store.entries()] == [sha("前半后半")]


def test_file_that_is_open_for_writing_for_hours_is_taken(store, inbox, put) -> None:  # type: ignore[no-untyped-def]
    path = put("a.txt", "一")
    with path.open("ab"):
        os.utime(path, (time.time() - 7_200,) * 2)
        assert told(store, inbox) == {"a.txt": "new"}


def test_fresh_file_is_looked_at_twice(store, inbox, put, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    put("fresh.txt", "一", age=0)
    put("old.txt", "二")
    pauses: list[float] = []
    monkeypatch.setattr(raw.time, "sleep", pauses.append)
    assert list(told(store, inbox).items()) == [("old.txt", "new"), ("fresh.txt", "new")]
    [pause] = pauses
    assert 0 < pause <= store.settings.limits.seconds("settle_seconds")


def test_growing_file_waits_for_the_next_look(store, inbox, put) -> None:  # type: ignore[no-untyped-def]
    path = put("grows.txt", "一", age=0)
    stop = threading.Event()

    def grow() -> None:
        while not stop.is_set():
            with path.open("ab") as stream:
                stream.write(b"x")
            time.sleep(0.01)

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        assert told(store, inbox) == {"grows.txt": "incomplete"}
    finally:
        stop.set()
        thread.join()
    os.utime(path, (time.time() - 60,) * 2)
    assert told(store, inbox) == {"grows.txt": "new"}


def test_file_that_vanishes(store, inbox, put, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    path = put("a.txt", "一")
    put("b.txt", "二")
    real = os.open

    def unlink_first(name, *rest, **more):  # type: ignore[no-untyped-def]
        path.unlink(missing_ok=True)
        return real(name, *rest, **more)

    monkeypatch.setattr(os, "open", unlink_first)
    assert told(store, inbox) == {"a.txt": "vanished", "b.txt": "new"}


def test_huge_text_is_refused_without_being_stored(store, inbox, put) -> None:  # type: ignore[no-untyped-def]
    path = put("huge.txt", "生产总值增长6%。\n")
    with path.open("r+b") as stream:
        stream.truncate(300 << 20)
    os.utime(path, (time.time() - 60,) * 2)
    [found] = store.take_up(inbox)
    assert isinstance(found, Rejected)
    assert found.reason == "too_large" and found.file_name == "huge.txt" and "txt_bytes" in found.detail
    assert not list(store.root.glob("??/*"))


def test_large_file_is_copied_in_pieces(tmp_path, inbox, put) -> None:  # type: ignore[no-untyped-def]
    content = b'{"text": "x"}\n' * 400_000
    put("bulk.jsonl", content)
    one = RawStore(tmp_path / "home")
    [arrival] = one.take_up(inbox)
    assert arrival.sha256 == sha(content) and one.read(arrival.sha256) == content


def test_folder_that_is_not_there(store, tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(FileNotFoundError):
        list(store.take_up(tmp_path / "nowhere"))


def test_home_within_the_folder_is_not_taken_for_input(inbox, put) -> None:  # type: ignore[no-untyped-def]
    put("a.txt", "一")
    one = RawStore(inbox / "data")
    assert told(one, inbox) == {"a.txt": "new"}
    assert told(one, inbox) == {"a.txt": "known"}
    (one.home / "inbox").mkdir()
    put("data/inbox/b.txt", "二")
    assert told(one, one.home / "inbox") == {"b.txt": "new"}


def test_crash_at_any_point_loses_nothing(tmp_path, inbox, put) -> None:  # type: ignore[no-untyped-def]
    """A process that is killed in the middle leaves a store that the next look completes."""
    for n in range(300):
        put(f"{n}.txt", f"内容{n}")
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom ingest.store import RawStore\n"
        "for n, one in enumerate(RawStore(Path(sys.argv[1])).take_up(Path(sys.argv[2]))):\n"
        "    if n == int(sys.argv[3]):\n        os.kill(os.getpid(), 9)\n"
    )
    home = tmp_path / "home"
    for n in (0, 150, 299):
        done = subprocess.run([sys.executable, "-c", program, str(home), str(inbox), str(n)], check=False)
        assert done.returncode == -9
    again = RawStore(home)
    assert sum(isinstance(one, Arrival) for one in again.take_up(inbox)) == 300
    assert {one.sha256 for one in again.entries()} == {sha(f"内容{n}") for n in range(300)}
    assert all(sha(again.read(one.sha256)) == one.sha256 for one in again.entries())
    fresh = RawStore(tmp_path / "fresh")
    list(fresh.take_up(inbox))
    assert (home / "lake" / "raw.parquet").read_bytes() == (fresh.home / "lake" / "raw.parquet").read_bytes()


def test_half_written_bytes_of_a_dead_process_are_swept(store, inbox, put) -> None:  # type: ignore[no-untyped-def]
    put("a.txt", "一")
    store.root.mkdir(parents=True)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (store.root / f".arriving.{dead.pid}.1").write_bytes(b"half")
    mine = store.root / f".arriving.{os.getpid()}.1"
    mine.write_bytes(b"half")
    (store.root / f".taken-up.json.{dead.pid}").write_bytes(b"half")
    list(store.take_up(inbox))
    assert [path.name for path in store.root.glob(".*.*")] == [mine.name]


def test_two_processes_at_once(tmp_path, inbox, put) -> None:  # type: ignore[no-untyped-def]
    for n in range(200):
        put(f"{'ab'[n % 2]}/{n}.txt", f"内容{n}")
    program = (
        "import sys\nfrom pathlib import Path\nfrom ingest.store import RawStore\n"
        "list(RawStore(Path(sys.argv[1])).take_up(Path(sys.argv[2])))\n"
    )
    home = tmp_path / "home"
    running = [subprocess.Popen([sys.executable, "-c", program, str(home), str(inbox / one)]) for one in "ab"]
    assert [one.wait() for one in running] == [0, 0]
    assert len(RawStore(home).entries()) == 200
    assert set(told(RawStore(home), inbox / "a").values()) == {"known"}


@pytest.mark.parametrize("limit", ["settle_seconds", "stale_writer_seconds"])
def test_limits_are_data(limit: str) -> None:
    assert DEFAULT_LIMITS.seconds(limit) > 0
    with pytest.raises(KeyError):
        Settings(limits=DEFAULT_LIMITS.with_(no_such_limit=1))
