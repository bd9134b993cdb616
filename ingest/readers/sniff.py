"""Which format bytes are in: told by their content first, by their name only where the content leaves it open."""

import re
from pathlib import PurePosixPath
from typing import Final

from ingest.readers import bulk_csv
from ingest.readers.base import Blob, Settings
from ingest.readers.columns import Columns
from ingest.readers.encodings import SAMPLE_BYTES, Undecodable, detect
from ingest.readers.lexicon import rows
from ingest.readers.limits import Limits
from ingest.readers.zip_directory import member_names

TAG: Final = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|table|meta|span|br|a|h[1-6])\b[^>]*>", re.IGNORECASE)
PAGE_START: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
MAIL_HEADER: Final = re.compile(rb"(?:^|\n)content-type:\s*multipart/related", re.IGNORECASE)
JSON_LINE: Final = re.compile(r"\s*\{\s*\"")
JSON_LIST: Final = re.compile(r"\s*\[\s*\{\s*\"")
LEAST_TAGS: Final = 3


def sniff(blob: Blob, file_name: str, settings: Settings) -> str:
    """Name of the format, a key of the registry; ``unsupported:NAME`` for one that is known and not read."""
    head = blob.head(SAMPLE_BYTES)
    for row in rows("magic_bytes"):
        offset, magic = int(row["offset"]), bytes.fromhex(row["magic"])
        if head.startswith(magic, offset):
            return _package(blob, settings.limits) if row["format"] == "zip" else row["format"]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if MAIL_HEADER.search(head[:8192]):
        return "mhtml"
    encoding = detect(head, complete=blob.size <= SAMPLE_BYTES)
    if isinstance(encoding, Undecodable):
        return "txt"
    return _of_text(head.decode(encoding, "replace").lstrip("\ufeff"), _suffix(file_name), settings.columns)


def _of_text(text: str, suffix: str, columns: Columns) -> str:
    start = text[:200].lstrip()
    if PAGE_START.match(text):
        return "html"
    if JSON_LINE.match(start):
        return "jsonl" if "}" in text.split("\n", 1)[0] or "\n" not in text else "json"
    if JSON_LIST.match(start) or (start.startswith("[") and suffix == "json"):
        return "json"
    tags = len(TAG.findall(text[:SAMPLE_BYTES]))
    if tags >= LEAST_TAGS and (start.startswith("<") or suffix in {"html", "htm", "shtml", "xhtml"}):
        return "html"
    _, found = bulk_csv.header(text, columns)
    if ("text" in found and len(found) > 1) or (suffix in {"csv", "tsv"} and _is_table(text)):
        return "csv"
    return "txt"


def _is_table(text: str) -> bool:
    """Whether the first line has columns at all; else it is text under a misleading name."""
    line = text.split("\n", 1)[0]
    return any(mark in line for mark in bulk_csv.DELIMITERS)


def _suffix(file_name: str) -> str:
    return PurePosixPath(file_name).suffix.lstrip(".").casefold()


def _package(blob: Blob, limits: Limits) -> str:
    """Which of the formats that are zip archives inside: told by the members they must have."""
    with blob.open() as stream:
        names = member_names(stream, limits)
    return next((row["format"] for row in rows("zip_packages") if row["member"] in names), "zip")


def unsupported_detail(name: str) -> str:
    """What to do with a file of a known format that is not read."""
    known = (*rows("magic_bytes"), *rows("zip_packages"))
    return next((row["meaning"] for row in known if row["format"] == name), name.removeprefix("unsupported:"))
