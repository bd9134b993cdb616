"""Saved web pages (mhtml): the page itself, and frames of it that hold text of their own."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from typing import Final

from ingest.readers import html
from ingest.readers.base import Blob, Context, Item, SourceText

LEAST_FRAME_CHARS: Final = 200


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """The page, then its frames; a frame with next to no text (an advertisement, a counter) is passed over."""
    message = email.message_from_bytes(blob.bytes(), policy=email.policy.compat32)
    pages = [part for part in message.walk() if part.get_content_type() in {"text/html", "application/xhtml+xml"}]
    if not pages:
        yield context.reject("damaged", "the saved page holds no HTML part; save it again, as a complete page")
        return
    start = message.get_param("start")
    pages.sort(key=lambda part: part.get("Content-ID") != start if isinstance(start, str) else False)
    address = message.get("Snapshot-Content-Location") or pages[0].get("Content-Location")
    for number, part in enumerate(pages):
        inside = context if number == 0 else replace(context, member=context.record(number + 1))
        item = _page(part, inside)
        if number == 0:
            if isinstance(item, SourceText) and item.source_url is None and address:
                item = replace(item, source_url=str(address).strip())
            yield item
        elif isinstance(item, SourceText) and len(item.text) >= LEAST_FRAME_CHARS:
            yield item


def _page(part: Message, context: Context) -> Item:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return context.reject("empty", "the saved page is empty")
    item = html.page(data, context, part.get_content_charset())
    return replace(item, format="mhtml") if isinstance(item, SourceText) else item
