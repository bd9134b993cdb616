"""Finds the files of a folder, without following links out of it and without opening anything."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.readers import Rejected
from ingest.store.names import Treatment, clean, treatment


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file: where it stands, its cleaned path within the folder, what its name says, its state."""

    path: Path
    file_name: str
    treatment: Treatment
    size: int
    mtime_ns: int
    inode: int

    @property
    def stamp(self) -> tuple[int, int, int]:
        """What changes when the file changes."""
        return (self.size, self.mtime_ns, self.inode)


def walk(root: Path, skip: Path | None = None) -> Iterator[Found | Rejected]:
    """All files below a folder (or the one file), sidecars first in each folder, else by name.

    ``skip`` is a folder that is not entered (the home folder, where it lies within the one that is read).
    Raises FileNotFoundError where ``root`` is not there.
    """
    top = root.resolve(strict=True)
    if not top.is_dir():
        name = top.name
        yield _look(top, clean(name), treatment(name), top.stat())
        return
    pending = [(top, "")]
    while pending:
        folder, prefix = pending.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield Rejected(
                None, "unreadable", f"the folder cannot be read: {error.strerror}", prefix or clean(folder.name)
            )
            continue
        folders = []
        for entry in sorted(entries, key=lambda entry: treatment(entry.name) != "sidecar"):
            known = treatment(entry.name, folder.name)
            if known == "ignored":
                continue
            name = prefix + clean(entry.name)
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                if path != skip:
                    folders.append((path, f"{name}/"))
            else:
                found = _entry(entry, path, name, known, top)
                if found is not None:
                    yield found
        pending.extend(reversed(folders))


def _entry(entry: "os.DirEntry[str]", path: Path, name: str, known: Treatment, top: Path) -> Found | Rejected | None:
    try:
        if entry.is_symlink():
            return _link(path, name, top)
        return _look(path, name, known, entry.stat(follow_symlinks=False))
    except FileNotFoundError:
        return Rejected(None, "vanished", "the file was there and is gone", name)
    except OSError as error:
        return Rejected(None, "unreadable", f"the file cannot be read: {error.strerror}", name)


def _look(path: Path, name: str, known: Treatment, status: os.stat_result) -> Found | Rejected:
    if not stat.S_ISREG(status.st_mode):
        return Rejected(None, "not_a_file", "a device, pipe or socket is not read", name)
    return Found(path, name, known, status.st_size, status.st_mtime_ns, status.st_ino)


def _link(path: Path, name: str, top: Path) -> Rejected | None:
    """A link within the folder says nothing new: what it leads to is found by itself. Others are refused."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return Rejected(None, "symlink", "the link leads nowhere, or in a circle", name)
    if target.is_relative_to(top):
        return None
    return Rejected(None, "symlink", "the link leads out of the folder; copy the file itself into it", name)
