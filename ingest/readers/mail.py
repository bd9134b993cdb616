"""Mails (eml): what is written in them and what is attached, each a text of its own."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from typing import Any, Final

from ingest.readers import html, read_blob
from ingest.readers.base import Blob, Budget, Context, Item, Rejected, SourceText
from ingest.readers.encodings import Undecodable, decode
from ingest.readers.txt import error_hints, is_blank

COVER_CHARS: Final = 400
"""A mail shorter than this only says what is attached."""


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """The text of the mail, left out where it only accompanies, then the attachments in their order."""
    limits = context.settings.limits
    if context.depth >= limits["archive_depth"]:
        yield context.reject("archive_bomb", f"mails within archives beyond {limits['archive_depth']} (archive_depth)")
        return
    message = email.message_from_bytes(blob.bytes(), policy=email.policy.default)
    budget = context.budget or Budget(limits["archive_members"], limits["archive_total_bytes"])
    attached = [part for part in message.iter_attachments() if part.get_filename()] if message.is_multipart() else []
    body = message.get_body(preferencelist=("html", "plain"))
    written = None if body is None else _body(body, message.get("Subject"), context)
    if isinstance(written, SourceText) and not (attached and len(written.text) < COVER_CHARS):
        yield written
    elif not attached:
        yield written or context.reject("empty", "the mail holds no text and nothing is attached")
    for part in attached:
        yield from _attached(part, context, budget)


def _body(part: "Message[Any, Any]", subject: str | None, context: Context) -> Item:
    """The text of the mail under its subject."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return context.reject("empty", "the mail holds no text")
    if part.get_content_type() == "text/html":
        item = html.page(data, context, part.get_content_charset())
    else:
        decoded = decode(data, part.get_content_charset())
        if isinstance(decoded, Undecodable):
            return context.reject(decoded.reason, decoded.detail)
        if is_blank(decoded.text):
            return context.reject("empty", "the mail holds no text")
        hints = error_hints(decoded)
        item = SourceText(decoded.text, "mail", decoded.encoding, context.member, None, None, hints)
    if isinstance(item, Rejected):
        return item
    return replace(item, format="mail", title=str(subject) if subject else item.title)


def _attached(part: "Message[Any, Any]", context: Context, budget: Budget) -> Iterator[Item]:
    inside = context.inside(str(part.get_filename()), budget)
    data = part.get_payload(decode=True)
    budget.members -= 1
    if not isinstance(data, bytes):
        data = part.as_bytes()
    budget.total_bytes -= len(data)
    if budget.members < 0 or budget.total_bytes < 0:
        yield inside.reject("archive_bomb", "the mail unfolds to more than an archive may (limit archive_total_bytes)")
        return
    yield from read_blob(Blob.of(data), inside)
