"""What the tests of the store share."""

import os
import time
from pathlib import Path

import pytest

from ingest.readers import Settings
from ingest.readers.limits import DEFAULT_LIMITS
from ingest.store import RawStore


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "收件箱"
    folder.mkdir()
    return folder


@pytest.fixture
def store(tmp_path: Path) -> RawStore:
    return RawStore(tmp_path / "home", Settings(limits=DEFAULT_LIMITS.with_(settle_seconds=0.2)))


@pytest.fixture
def put(inbox: Path):  # type: ignore[no-untyped-def]
    """Writes a file that came to rest a while ago."""

    def one(name: str, content: str | bytes = "生产总值增长6%", age: float = 60) -> Path:
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        then = time.time() - age
        os.utime(path, (then, then))
        return path

    return one
