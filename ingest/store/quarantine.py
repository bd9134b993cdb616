"""The quarantine folder: what could not be read, by sha256, and a list that says why."""

import csv
import io
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from ingest.readers import Rejected
from ingest.store.raw import RawStore
from ingest.store.state import replace_bytes

INDEX: Final = "index.csv"
NAME: Final = re.compile(r"\.?[0-9a-f]{64}")
FIELDS: Final = ("sha256", "file_name", "member", "reason", "detail")


def fill_quarantine(store: RawStore, rejected: Iterable[Rejected]) -> Path:
    """Makes ``home/quarantine`` show exactly these rejections: their bytes, and ``index.csv`` with the reasons.

    Bytes are links to the raw store (copies where the disk has no links). What is no longer rejected leaves the folder
    and stays in the raw store. A rejected record or member of a bulk file has a row and no bytes of its own.
    Returns the path of the list.
    """
    folder = store.home / "quarantine"
    folder.mkdir(parents=True, exist_ok=True)
    listed = sorted(rejected, key=lambda one: (one.file_name or "", one.member or "", one.reason, one.detail))
    wanted = {one.sha256 for one in listed if one.sha256 and one.member is None}
    for stray in folder.iterdir():
        if NAME.fullmatch(stray.name) and stray.name not in wanted:
            stray.unlink()
    for sha256 in sorted(wanted):
        _put(store.path(sha256), folder / sha256)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows([getattr(one, field) or "" for field in FIELDS] for one in listed)
    replace_bytes(folder / INDEX, ("\ufeff" + buffer.getvalue()).encode("utf-8", "replace"))
    return folder / INDEX


def _put(source: Path, place: Path) -> None:
    if place.exists() or not source.exists():
        return
    try:
        os.link(source, place)
    except OSError:
        beside = place.with_name(f".{place.name}")
        shutil.copyfile(source, beside)
        beside.replace(place)
