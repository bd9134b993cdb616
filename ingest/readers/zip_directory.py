"""Looks at a zip archive's list of members without trusting it."""

import struct
import zipfile
from typing import BinaryIO, Final

from ingest.readers.limits import Limits

END: Final = b"PK\x05\x06"
END_BYTES: Final = 22
END_SEARCHED: Final = 65_535 + END_BYTES
UTF8_NAME: Final = 0x800
BROKEN: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    OSError,
    EOFError,
    ValueError,
    struct.error,
    NotImplementedError,
)


class TooManyMembersError(Exception):
    """The archive lists more members than the limit allows; its list was not loaded."""


def open_zip(stream: BinaryIO, most_members: int) -> zipfile.ZipFile:
    """The archive, once its list of members is known to be of bearable length; raises what BROKEN names."""
    if _directory_bytes(stream) > most_members * 1_024:
        raise TooManyMembersError
    archive = zipfile.ZipFile(stream)
    if len(archive.infolist()) > most_members:
        raise TooManyMembersError
    return archive


def member_names(stream: BinaryIO, limits: Limits) -> frozenset[str]:
    """Names of the members; none where the archive cannot be opened."""
    try:
        with open_zip(stream, limits["archive_members"]) as archive:
            return frozenset(archive.namelist())
    except (*BROKEN, TooManyMembersError):
        return frozenset()


def member_name(info: zipfile.ZipInfo) -> str:
    """The name as its author wrote it: archives of Chinese Windows keep names in GB18030 and do not say so."""
    if info.flag_bits & UTF8_NAME:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _directory_bytes(stream: BinaryIO) -> int:
    """Length of the central directory as the archive's end claims; bounded by the file's own size."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - END_SEARCHED))
    tail = stream.read()
    stream.seek(0)
    found = tail.rfind(END)
    if found < 0 or len(tail) - found < END_BYTES:
        return 0
    claimed = int(struct.unpack_from("<I", tail, found + 12)[0])
    # an archive in zip64 keeps the true length elsewhere: assume the worst that its size allows
    return min(size, claimed) if claimed != 0xFFFFFFFF else size
