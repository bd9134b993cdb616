"""JSON Lines bulk files, one document per line and read as a stream; and small JSON files that are one value."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from ingest.readers.base import Blob, Context, Item, Rejected
from ingest.readers.encodings import SAMPLE_BYTES, Undecodable, decode, detect, label
from ingest.readers.limits import human
from ingest.readers.records import Record, record_item


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """One item per line that is not blank. A line that is no JSON object is rejected by itself."""
    encoding = detect(blob.head(SAMPLE_BYTES), complete=blob.size <= SAMPLE_BYTES)
    if isinstance(encoding, Undecodable):
        yield context.reject(encoding.reason, encoding.detail)
        return
    if encoding.startswith("utf-16"):
        yield from read_json(blob, context)
        return
    with blob.open() as stream:
        for number, line in enumerate(_lines(stream, context.settings.limits["record_bytes"]), start=1):
            if line is None:
                limit = human(context.settings.limits["record_bytes"])
                yield Rejected(
                    context.record(number), "too_large", f"line {number} is longer than {limit} (record_bytes)"
                )
            elif line.strip():
                yield _line(line, context, number, encoding)


def read_json(blob: Blob, context: Context) -> Iterator[Item]:
    """A JSON file that is one object or one list of objects (also JSON Lines in UTF-16)."""
    decoded = decode(blob.bytes())
    if isinstance(decoded, Undecodable):
        yield context.reject(decoded.reason, decoded.detail)
        return
    try:
        value = json.loads(decoded.text)
    except (ValueError, RecursionError):
        for number, line in enumerate(decoded.text.splitlines(), start=1):
            if line.strip():
                yield _line(line.encode(), context, number, "utf-8")
        return
    for number, record in enumerate(value if isinstance(value, list) else [value], start=1):
        yield _object(record, context, number, decoded.encoding)


def _lines(stream: BinaryIO, most: int) -> Iterator[bytes | None]:
    """Lines of the stream; null for one longer than ``most``, which is skipped without loading it."""
    while line := stream.readline(most + 1):
        if len(line) <= most or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(most)) and not rest.endswith(b"\n"):
            pass
        yield None


def _line(line: bytes, context: Context, number: int, encoding: str) -> Item:
    try:
        value = json.loads(line.decode(encoding, "replace").lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        return Rejected(context.record(number), "bad_record", f"line {number} is not JSON: {str(error)[:120]}")
    return _object(value, context, number, label(encoding))


def _object(value: Any, context: Context, number: int, encoding: str) -> Item:
    member = context.record(number)
    if not isinstance(value, dict):
        return Rejected(member, "bad_record", f"record {number} is not an object with named fields")
    fields = context.settings.columns.assign(value)
    if "text" not in fields:
        named = ", ".join(str(name)[:40] for name in list(value)[:20]) or "none"
        expected = context.settings.columns.describe_text()
        return Rejected(member, "no_text_column", f"no field holds text: found {named}; expected one of {expected}")
    record: Record = {field: _string(value[name]) for field, name in fields.items()}
    return record_item(record, context, number, "jsonl", encoding)


def _string(value: Any) -> str:
    """A field as text; nothing for null and for what is itself a list or an object."""
    if value is None or isinstance(value, list | dict):
        return ""
    # a lone surrogate (an escape cut in two) cannot be stored: it becomes U+FFFD
    return str(value).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
