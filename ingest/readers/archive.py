"""Zip archives and gzip files: what they hold is read by the other readers, within bounds no archive can lie about.

Nothing is unpacked to the disk, so a member's path can lead nowhere; paths that try are refused all the same.
"""

import gzip
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Final

from ingest.readers import read_blob
from ingest.readers.base import Blob, Budget, Context, Item, Rejected
from ingest.readers.lexicon import rows
from ingest.readers.limits import Limits, human
from ingest.readers.zip_directory import BROKEN, TooManyMembersError, member_name, open_zip

CHUNK: Final = 1 << 20
ENCRYPTED: Final = 0x1
DRIVE: Final = re.compile(r"[A-Za-z]:")
READ_ERRORS: Final = (*BROKEN, zlib.error, RuntimeError, MemoryError)


class _BombError(Exception):
    """The archive unfolds beyond a limit; the message names it."""


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """The texts of all members, archives within archives included, in the order of the archive's list."""
    limits = context.settings.limits
    if context.depth >= limits["archive_depth"]:
        yield context.reject(
            "archive_bomb", f"archives within archives beyond {limits['archive_depth']} (archive_depth)"
        )
        return
    budget = context.budget or Budget(limits["archive_members"], limits["archive_total_bytes"])
    with blob.open() as stream:
        try:
            archive = open_zip(stream, budget.members)
        except TooManyMembersError:
            most = limits["archive_members"]
            yield context.reject("archive_bomb", f"the archive has more than {most} members (limit archive_members)")
            return
        except READ_ERRORS as error:
            yield context.reject("damaged", f"the zip archive cannot be opened: {str(error)[:200]}")
            return
        with archive:
            yield from _members(archive, context, budget)


def read_gzip(blob: Blob, context: Context) -> Iterator[Item]:
    """The one file that a gzip file holds."""
    limits = context.settings.limits
    if context.depth >= limits["archive_depth"]:
        yield context.reject(
            "archive_bomb", f"archives within archives beyond {limits['archive_depth']} (archive_depth)"
        )
        return
    budget = context.budget or Budget(limits["archive_members"], limits["archive_total_bytes"])
    name = PurePosixPath(context.file_name).name.removesuffix(".gz") or "content"
    inside = context.inside(name, budget)
    with blob.open() as raw, gzip.GzipFile(fileobj=raw) as stream:
        try:
            data = _unfold(stream, blob.size, limits, budget)
        except _BombError as error:
            yield inside.reject("archive_bomb", str(error))
            return
        except READ_ERRORS as error:
            yield inside.reject("damaged", f"the gzip file cannot be unpacked: {str(error)[:200]}")
            return
    yield from read_blob(Blob.of(data), inside)


def _members(archive: zipfile.ZipFile, context: Context, budget: Budget) -> Iterator[Item]:
    limits = context.settings.limits
    found = False
    for info in archive.infolist():
        name = member_name(info)
        if info.is_dir() or _is_ignored(name):
            continue
        found = True
        budget.members -= 1
        inside = context.inside(_shown(name), budget)
        if budget.members < 0:
            most = limits["archive_members"]
            yield inside.reject(
                "archive_bomb", f"more than {most} members with nested archives (limit archive_members)"
            )
            return
        refused = _refusal(info, name, inside)
        if refused is not None:
            yield refused
            continue
        try:
            with archive.open(info) as stream:
                data = _unfold(stream, info.compress_size, limits, budget)
        except _BombError as error:
            yield inside.reject("archive_bomb", str(error))
            if budget.total_bytes <= 0:
                return
            continue
        except READ_ERRORS as error:
            yield inside.reject("damaged", f"the member cannot be unpacked: {str(error)[:200]}")
            continue
        yield from read_blob(Blob.of(data), inside)
    if not found:
        yield context.reject("empty", "the archive holds no file")


def _refusal(info: zipfile.ZipInfo, name: str, inside: Context) -> Rejected | None:
    if leads_out(name):
        return inside.reject("path_traversal", "the member's path leads out of the archive; pack it anew")
    if stat.S_ISLNK(info.external_attr >> 16):
        return inside.reject("symlink", "the member is a symbolic link; pack the file itself")
    if info.flag_bits & ENCRYPTED:
        return inside.reject("encrypted", "the member is protected by a password; unpack it first")
    return None


def leads_out(name: str) -> bool:
    """Whether a member's path is absolute, names a drive, or climbs up."""
    path = name.replace("\\", "/")
    return path.startswith("/") or bool(DRIVE.match(path)) or ".." in path.split("/") or "\0" in path


def _unfold(stream: IO[bytes] | gzip.GzipFile, packed: int, limits: Limits, budget: Budget) -> bytes:
    """The bytes of a member, counted while they unfold: what the archive says of their number is not believed."""
    most, ratio, floor = limits["archive_member_bytes"], limits["archive_ratio"], limits["archive_ratio_floor_bytes"]
    parts: list[bytes] = []
    length = 0
    while chunk := stream.read(CHUNK):
        length += len(chunk)
        budget.total_bytes -= len(chunk)
        if budget.total_bytes < 0:
            total = human(limits["archive_total_bytes"])
            raise _BombError(f"the archive unfolds to more than {total} (limit archive_total_bytes)")
        if length > most:
            raise _BombError(f"the member unfolds to more than {human(most)} (limit archive_member_bytes)")
        if length > floor and length > ratio * max(packed, 1):
            raise _BombError(f"the member unfolds to more than {ratio} times its packed size (limit archive_ratio)")
        parts.append(chunk)
    return b"".join(parts)


def _is_ignored(name: str) -> bool:
    """Whether a part of the path is one of those that systems leave in archives (lexicon/file_names.csv)."""
    parts = [part.casefold() for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
    ignored = [row for row in rows("file_names") if row["treatment"] == "ignored"]
    return any(
        (row["match"] == "name" and part == row["pattern"])
        or (row["match"] == "prefix" and part.startswith(row["pattern"]))
        for part in parts
        for row in ignored
    )


def _shown(name: str) -> str:
    """The path without control characters."""
    return "".join(character if character.isprintable() else f"\\x{ord(character):02x}" for character in name)[:1000]
