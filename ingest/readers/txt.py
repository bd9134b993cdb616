"""Plain text: decoded and otherwise untouched, line ends included; only tables under dashes are rows of pipes."""

from collections.abc import Iterator

from ingest.readers.base import Blob, Context, Item, SourceText
from ingest.readers.dashed_tables import with_rows
from ingest.readers.encodings import Decoded, Undecodable, decode


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """The text of the file; rejected where it is empty, binary or in no known encoding."""
    decoded = decode(blob.bytes())
    if isinstance(decoded, Undecodable):
        yield context.reject(decoded.reason, decoded.detail)
    elif is_blank(decoded.text):
        yield context.reject("empty", "the file holds nothing but white space")
    else:
        text = with_rows(decoded.text)
        yield SourceText(text, "txt", decoded.encoding, context.member, hints=error_hints(decoded))


def is_blank(text: str) -> bool:
    """Whether nothing of the text can be seen."""
    return not text.strip("\ufeff\u200b\0 \t\r\n\f\v\u3000\u00a0") or text.isspace()


def error_hints(decoded: Decoded) -> dict[str, str]:
    """The hint that counts unreadable characters, where there are any."""
    return {"unreadable_characters": str(decoded.errors)} if decoded.errors else {}
