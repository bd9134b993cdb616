"""Where what all homes of a user share is kept: made once per installation, thrown away at will."""

import os
from pathlib import Path
from typing import Final

# the folder to use instead of the user's cache
CACHE_VARIABLE: Final = "DUIXIAN_CACHE"


def cache_folder() -> Path | None:
    """The user's cache of this project, there or not; None for a user without a home."""
    told = os.environ.get(CACHE_VARIABLE)
    try:
        if told:
            return Path(told).expanduser().absolute()
        return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser().absolute() / "duixian"
    except RuntimeError:
        return None


def own_folder(root: Path, name: str) -> Path | None:
    """The folder of this name, made where it is missing; None where another user may write into it, or nobody.

    What is read there is believed, so that nobody else may have put it there.
    """
    folder = root / name
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        facts = folder.stat()
    except OSError:
        return None
    return None if facts.st_uid != os.geteuid() or facts.st_mode & 0o022 else folder
