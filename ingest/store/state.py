"""What the store remembers of the files it took up: an unchanged folder costs a look at each file, no reading."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was when its bytes were stored; ``source_url`` where it is a sidecar that names one."""

    stamp: tuple[int, int, int]
    sha256: str
    source_url: str | None


def load(path: Path) -> dict[str, Seen]:
    """Path to what is known of it; nothing where the file is missing or damaged (all is looked at again then)."""
    try:
        content: Any = json.loads(path.read_bytes())
        if content["version"] != VERSION:
            return {}
        return {name: _seen(*fields) for name, fields in content["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def save(path: Path, files: dict[str, Seen]) -> None:
    """Replaces the file in one step."""
    content = {name: [*seen.stamp, seen.sha256, seen.source_url] for name, seen in sorted(files.items())}
    replace_bytes(path, json.dumps({"version": VERSION, "files": content}).encode())


def replace_bytes(path: Path, data: bytes) -> None:
    """Writes beside the place and renames: a reader or a crash sees the old content or the new one, never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)


def _seen(size: int, mtime_ns: int, inode: int, sha256: str, source_url: str | None) -> Seen:
    if not all(isinstance(number, int) for number in (size, mtime_ns, inode)) or len(sha256) != 64:
        raise ValueError("not a record of this file")
    return Seen((size, mtime_ns, inode), sha256, source_url)
