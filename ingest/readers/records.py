"""What the bulk formats share: a record becomes a text with hints, or a rejection of its own."""

from collections.abc import Mapping
from typing import Final

from ingest.readers.base import Context, Item, Rejected, SourceText
from ingest.readers.columns import in_one_place
from ingest.readers.encodings import MOST_ERRORS
from ingest.readers.limits import human
from ingest.readers.txt import is_blank

Record = Mapping[str, str]
OWN_PLACE: Final = frozenset({"text", "title", "url"})


def record_item(record: Record, context: Context, number: int, format_name: str, encoding: str | None) -> Item:
    """The text of one record; its other fields become title, source_url and hints."""
    member = context.record(number)
    text = record.get("text", "")
    if is_blank(text):
        return Rejected(member, "empty", f"record {number} has no text")
    most = context.settings.limits["record_bytes"]
    if len(text) > most:
        return Rejected(member, "too_large", f"record {number} is longer than {human(most)} (limit record_bytes)")
    unreadable = text.count("\ufffd")
    if unreadable > max(1.0, MOST_ERRORS * len(text)):
        return Rejected(
            member, "unknown_encoding", f"record {number} has {unreadable} characters that are no {encoding or 'text'}"
        )
    placed = in_one_place(record)
    hints = {field: value.strip() for field, value in placed.items() if field not in OWN_PLACE and value.strip()}
    if unreadable:
        hints["unreadable_characters"] = str(unreadable)
    return SourceText(text, format_name, encoding, member, _given(record, "title"), _given(record, "url"), hints)


def _given(record: Record, field: str) -> str | None:
    return record.get(field, "").strip() or None
