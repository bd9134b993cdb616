"""Which format bytes are in: told by their content first, by their name only where the content leaves it open."""

import email
import re
from pathlib import PurePosixPath
from typing import BinaryIO, Final

import olefile

from ingest.readers import bulk_csv
from ingest.readers.base import Blob, Settings
from ingest.readers.columns import Columns
from ingest.readers.encodings import SAMPLE_BYTES, Undecodable, detect
from ingest.readers.lexicon import rows
from ingest.readers.limits import Limits
from ingest.readers.markdown import FRONT
from ingest.readers.zip_directory import member_names

TAG: Final = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|table|meta|span|br|a|h[1-6])\b[^>]*>", re.IGNORECASE)
PAGE_START: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
SAVED_PAGE: Final = re.compile(rb"(?:^|\n)content-type:\s*multipart/related", re.IGNORECASE)
MAIL_START: Final = re.compile(
    rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version:\s*1|Received:\s*(?:from|by)\b)",
    re.IGNORECASE,
)
MARKDOWN: Final = frozenset({"md", "markdown", "mdown", "qmd", "rmd"})
JSON_LINE: Final = re.compile(r"\s*\{\s*\"")
JSON_LIST: Final = re.compile(r"\s*\[\s*\{\s*\"")
LEAST_TAGS: Final = 3


def sniff(blob: Blob, file_name: str, settings: Settings) -> str:
    """Name of the format, a key of the registry; ``unsupported:NAME`` for one that is known and not read."""
    head = blob.head(SAMPLE_BYTES)
    for row in rows("magic_bytes"):
        offset, magic = int(row["offset"]), bytes.fromhex(row["magic"])
        if head.startswith(magic, offset):
            return _inner(row["format"], blob, settings.limits)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if MAIL_START.match(head):
        kind = email.message_from_bytes(head).get_content_type()
        return "mhtml" if kind == "multipart/related" else "mail"
    if SAVED_PAGE.search(head[:8192]):
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
    if suffix in MARKDOWN or FRONT.match(text):
        return "md"
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


def _inner(name: str, blob: Blob, limits: Limits) -> str:
    """Which of the formats that share a beginning: told by the members or streams that they must have."""
    if name == "zip":
        with blob.open() as stream:
            members = member_names(stream, limits)
        return next((row["format"] for row in rows("zip_packages") if row["member"] in members), "zip")
    if name == "ole":
        with blob.open() as stream:
            streams = stream_names(stream)
        return next((row["format"] for row in rows("ole_streams") if row["stream"] in streams), "office")
    return name


def stream_names(stream: BinaryIO) -> frozenset[str]:
    """Names of the streams of an old office document; none where it cannot be opened."""
    try:
        with olefile.OleFileIO(stream) as document:
            return frozenset(entry[0] for entry in document.listdir())
    except Exception:  # olefile raises many kinds on broken bytes
        return frozenset()


def unsupported_detail(name: str) -> str:
    """What to do with a file of a known format that is not read."""
    known = (*rows("magic_bytes"), *rows("zip_packages"), *rows("ole_streams"))
    return next((row["meaning"] for row in known if row["format"] == name), name.removeprefix("unsupported:"))
