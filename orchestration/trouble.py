"""What went wrong, in one line that says what to do."""

import errno
from pathlib import Path
from typing import Final

INTERRUPTED: Final = 130
_REMEDIES: Final = {
    errno.ENOSPC: "the disk is full: make room, then run again; what is published stands",
    errno.EDQUOT: "the disk quota is used up: make room, then run again; what is published stands",
    errno.EROFS: "the file system is read-only: choose another folder with --home",
    errno.EACCES: "this user may not write there: change its permissions, or choose another folder with --home",
    errno.EPERM: "this user may not write there: change its permissions, or choose another folder with --home",
    errno.EMFILE: "too many files are open: raise the limit (ulimit -n), then run again",
    errno.EIO: "the disk gives errors: check it before anything else",
    errno.ENOTDIR: "a file stands where a folder is needed: choose another folder with --home",
    errno.EEXIST: "a file stands where a folder is needed: choose another folder with --home",
}


def explained(error: BaseException) -> str:
    """One line for a person: which file, what is wrong, and the remedy where there is one."""
    if isinstance(error, OSError) and error.errno in _REMEDIES:
        place = f"{Path(str(error.filename))}: " if error.filename else ""
        return f"{place}{error.strerror}; {_REMEDIES[error.errno]}"
    words = str(error).strip() or "no word of explanation"
    return disk_trouble(words) or f"{type(error).__name__}: {words}"


def disk_trouble(words: str) -> str | None:
    """The line of a longer message that tells of a full disk, with the remedy; None where none does."""
    for line in words.splitlines():
        if "no space left" in line.casefold() or "disk quota" in line.casefold():
            return f"{line.strip()}; {_REMEDIES[errno.ENOSPC]}"
    return None
