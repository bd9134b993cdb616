"""What went wrong, in one line that says what to do."""

import errno
import shutil
from pathlib import Path
from typing import Final

from orchestration.tongue import say, spoken

INTERRUPTED: Final = 130
_REMEDIES: Final = {
    errno.ENOSPC: "fix.full",
    errno.EDQUOT: "fix.quota",
    errno.EROFS: "fix.read_only",
    errno.EACCES: "fix.permission",
    errno.EPERM: "fix.permission",
    errno.EMFILE: "fix.open_files",
    errno.EIO: "fix.disk",
    errno.ENOTDIR: "fix.folder",
    errno.EEXIST: "fix.folder",
    errno.ENOENT: "fix.no_folder",
}
# of the system, and of SQLite, in which Dagster keeps its records
_FULL: Final = ("no space left", "disk quota", "disk is full")
# bytes below which a disk is full
_LEAST_ROOM: Final = 1 << 20
# of DuckDB, whose files one program writes and nobody reads meanwhile
_LOCKED: Final = ("could not set lock",)


class SettingsError(ValueError):
    """What is wrong in `duixian.toml`, with its name and the nearest key that is known."""


def explained(error: BaseException) -> str:
    """One line for a person: which file, what is wrong, and the remedy where there is one."""
    if isinstance(error, OSError) and error.errno in _REMEDIES:
        place = f"{Path(str(error.filename))}: " if error.filename else ""
        return f"{place}{error.strerror}; {say(_REMEDIES[error.errno])}"
    words = str(error).strip() or say("fix.no_words")
    return (
        disk_trouble(words)
        or _told_with(words, _LOCKED, "fix.locked")
        or f"{type(error).__name__}: {spoken().reason(words)}"
    )


def no_room(folder: Path) -> str | None:
    """The remedy where the disk of a folder is full: not all that fails for it says so."""
    return say(_REMEDIES[errno.ENOSPC]) if shutil.disk_usage(folder).free < _LEAST_ROOM else None


def disk_trouble(words: str) -> str | None:
    """The line of a longer message that tells of a full disk, with the remedy; None where none does."""
    return _told_with(words, _FULL, _REMEDIES[errno.ENOSPC])


def _told_with(words: str, signs: tuple[str, ...], remedy: str) -> str | None:
    for line in words.splitlines():
        if any(told in line.casefold() for told in signs):
            return f"{line.strip()}; {say(remedy)}"
    return None
