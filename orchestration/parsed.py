"""What dbt makes of its project, parsed once for all homes: seconds of every first run in a new one.

A parse holds the places of the home that it was made for. It is made for a stand-in, kept in the user's cache, and
given to each home with that home's places in it; both files are then as if dbt had parsed there.
"""

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

import msgpack

from orchestration.fingerprint import combined, recall, remember
from orchestration.home import DBT_PROJECT, Home
from orchestration.steps import dbt_code
from orchestration.user_cache import cache_folder, own_folder

# no home lies here, and no text of the project names it
STAND_IN: Final = Home(Path("/home-of-duixian-that-is-nowhere"))
# what dbt reads of an earlier parse, and what Dagster reads
MANIFEST: Final = "manifest.json"
PARTIAL: Final = "partial_parse.msgpack"
STAMP: Final = "parsed.json"

Parse = Callable[[Home, Path], None]


def give_parse(home: Home, parse: Parse) -> None:
    """Put the parse of the project as it is now into a home; ``parse(for_home, folder)`` makes what is missing."""
    with _kept(home) as folder:
        wanted: dict[str, object] = {"project": dbt_code()}
        for _ in range(2):
            if recall(folder / STAMP) != wanted:
                parse(STAND_IN, folder)
                remember(folder / STAMP, **wanted)
            try:
                manifest = (folder / MANIFEST).read_text(encoding="utf-8")
                json.loads(manifest)
                partial = msgpack.unpackb((folder / PARTIAL).read_bytes())
            except (OSError, ValueError, TypeError, msgpack.UnpackException):
                # damaged since it was made
                shutil.rmtree(folder)
                folder.mkdir(mode=0o700)
                continue
            _give(manifest, partial, home)
            return
        raise OSError(f"{folder} cannot be read")


def _give(manifest: str, partial: Any, home: Home) -> None:
    home.dbt_target.mkdir(parents=True, exist_ok=True)
    # as text, in JSON's spelling of both places: to write all of it anew takes ten times as long
    placed = manifest.replace(_spelt(str(STAND_IN.root)), _spelt(str(home.root)))
    _write(home.dbt_target / MANIFEST, placed.encode())
    _write(home.dbt_target / PARTIAL, msgpack.packb(_placed(partial, str(home.root))))


def _spelt(text: str) -> str:
    return json.dumps(text)[1:-1]


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_bytes(content)
    beside.replace(path)


def _placed(value: Any, root: str) -> Any:
    """The value with the home's place for the stand-in's, however deep."""
    if isinstance(value, str):
        return value.replace(str(STAND_IN.root), root)
    if isinstance(value, dict):
        return {key: _placed(one, root) for key, one in value.items()}
    if isinstance(value, list):
        return [_placed(one, root) for one in value]
    return value


@contextmanager
def _kept(home: Home) -> Iterator[Path]:
    """Where the parse of this installation is kept, held by one process: in the user's cache, else in the home."""
    name = f"dbt-{combined(str(DBT_PROJECT))[:16]}"
    cache = cache_folder()
    lock = (_lock(cache, name) if cache else None) or _lock(home.build, name)
    if lock is None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(home.build))
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Path(lock.name).with_suffix("")


def _lock(root: Path, name: str) -> IO[str] | None:
    """The open lock beside a folder that nobody else may write: what dbt runs is taken from no other user."""
    folder = own_folder(root, name)
    try:
        return folder.with_suffix(".lock").open("w") if folder else None
    except OSError:
        return None
