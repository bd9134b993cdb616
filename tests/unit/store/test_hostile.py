"""A folder of files that mean harm: each refused or read with the reason, and nothing touched outside."""

import io
import json
import os
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import docx
import pytest

# takes up and reads a folder, and tells what became of each file and which files were opened
PROGRAM = """
import json, os, resource, sys
from pathlib import Path
opened = {"read": [], "written": []}
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike)):
        mode, flags = arguments[1], arguments[2] or 0
        writes = any(sign in (mode or "") for sign in "wax+") or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        opened["written" if writes else "read"].append(os.path.abspath(os.fsdecode(arguments[0])))
    elif event in ("os.rename", "os.mkdir", "os.remove", "os.link", "os.symlink", "subprocess.Popen", "socket.connect"):
        opened["written"].append(f"{event} {os.path.abspath(os.fsdecode(arguments[0]))}")
from ingest.readers import Rejected, read
from ingest.store import RawStore, fill_quarantine
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
sys.addaudithook(watch)
store = RawStore(Path(sys.argv[1]))
told, rejected = {}, []
for one in store.take_up(Path(sys.argv[2])):
    if isinstance(one, Rejected):
        told[one.file_name] = one.reason
        rejected.append(one)
        continue
    for item in read(store.path(one.sha256), one.file_name):
        if isinstance(item, Rejected):
            rejected.append(item)
        key = one.file_name if item.member is None else f"{one.file_name}!{item.member}"
        told[key] = item.reason if isinstance(item, Rejected) else item.text
fill_quarantine(store, rejected)
print(json.dumps({"told": told, "opened": opened}))
"""

TEXT = "生产总值增长6%，全省第三。"


def packed(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def word_with_entity(secret: Path) -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    evil = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:document xmlns:w='
        '"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p>'
        "</w:body></w:document>"
    )
    with zipfile.ZipFile(out) as old:
        parts = [(info.filename, old.read(info)) for info in old.infolist()]
    return packed(*((name, evil.encode() if name == "word/document.xml" else data) for name, data in parts))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    secret = tmp_path / "secret" / "机密.txt"
    secret.parent.mkdir()
    secret.write_text("机密内容", encoding="utf-8")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    files = {
        "good.txt": TEXT.encode(),
        "bomb.zip": packed(("0", b"0" * 200_000_000)),
        "paths.zip": packed(
            ("../../../../tmp/evil.txt", b"x"), ("/etc/evil", b"x"), (link, b"/etc/passwd"), ("a", TEXT.encode())
        ),
        "entity.docx": word_with_entity(secret),
        "script.pdf": b"%PDF-1.4\n1 0 obj\n"
        b"<< /Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>\n"
        b"endobj\ntrailer\n<< /Root 1 0 R >>\n",
        "page.html": f"<html><script src='{secret.as_uri()}'></script><iframe src='{secret.as_uri()}'></iframe>"
        f"<p>{TEXT}</p></html>".encode(),
        "a\n\x1b[2Jb'\".txt": TEXT.encode(),
        "; rm -rf $(x) `y`.txt": TEXT.encode(),
    }
    for name, data in files.items():
        (inbox / name).write_bytes(data)
    with (inbox / "huge.txt").open("wb") as stream:
        stream.write(TEXT.encode())
        stream.truncate(300 << 20)
    (inbox / "out.txt").symlink_to(secret)
    (inbox / "outfolder").symlink_to(secret.parent)
    os.mkfifo(inbox / "pipe")
    for path in inbox.iterdir():
        if path.is_file() and not path.is_symlink():
            os.utime(path, (time.time() - 60,) * 2)
    return inbox


def test_nothing_outside_is_read_or_written(tmp_path: Path, folder: Path) -> None:
    home = tmp_path / "home"
    command = [sys.executable, "-c", PROGRAM, str(home), str(folder)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    found = json.loads(done.stdout)
    assert found["told"] == {
        "good.txt": TEXT,
        "bomb.zip!0": "archive_bomb",
        "paths.zip!../../../../tmp/evil.txt": "path_traversal",
        "paths.zip!/etc/evil": "path_traversal",
        "paths.zip!link.txt": "symlink",
        "paths.zip!a": TEXT,
        "entity.docx": "active_content",
        "script.pdf": "active_content",
        "page.html": TEXT,
        "a\\x0a\\x1b[2Jb'\".txt": TEXT,
        "; rm -rf $(x) `y`.txt": TEXT,
        "huge.txt": "too_large",
        "out.txt": "symlink",
        "outfolder": "symlink",
        "pipe": "not_a_file",
    }
    outside = [path for path in found["opened"]["written"] if str(home) not in path]
    assert outside == []
    secrets = [path for path in found["opened"]["read"] if "secret" in path or path.startswith("/etc")]
    assert secrets == []
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert "机密内容".encode() not in kept
