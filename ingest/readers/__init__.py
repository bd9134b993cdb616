"""Raw bytes to text: one module per format, and nothing else.

:func:`read` decides by content which reader takes the bytes (the name only breaks ties), and never raises on bad bytes:
what cannot be read comes back as :class:`Rejected` with a reason from ``lexicon/quarantine_reasons.csv``.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Final, cast

from ingest.readers.base import Blob, Context, Item, Reader, Rejected, Settings, SourceText
from ingest.readers.limits import human
from ingest.readers.sniff import sniff, unsupported_detail

__all__ = ["READERS", "Item", "Rejected", "Settings", "SourceText", "check_size", "read"]

DEFAULT_SETTINGS: Final = Settings()

# format -> module and function; imported when first needed, so that a text file does not wait for a PDF library
READERS: Final[Mapping[str, str]] = {
    "txt": "txt:read",
    "html": "html:read",
    "mhtml": "mhtml:read",
    "docx": "docx:read",
    "odt": "odt:read",
    "rtf": "rtf:read",
    "epub": "epub:read",
    "md": "markdown:read",
    "mail": "mail:read",
    "xlsx": "xlsx:read",
    "xls": "xls:read",
    "office": "office:read",
    "pdf": "pdf:read",
    "image": "image:read",
    "csv": "bulk_csv:read",
    "jsonl": "bulk_jsonl:read",
    "json": "bulk_jsonl:read_json",
    "zip": "archive:read",
    "gzip": "archive:read_gzip",
}


def read(data: bytes | Path, file_name: str, settings: Settings = DEFAULT_SETTINGS) -> Iterator[Item]:
    """The texts of one raw file.

    ``data`` are its bytes, or the path of a file that holds them: then bulk files and archives are streamed
    and a file beyond its limit is refused without being loaded. ``file_name`` is the name under which it arrived.
    A plain file gives one item, a bulk file or archive one per record or member, in their order.
    """
    try:
        blob = Blob.of(data)
    except OSError:
        yield Rejected(None, "vanished", f"{file_name} was there and is gone")
        return
    yield from read_blob(blob, Context(file_name, settings))


def read_blob(blob: Blob, context: Context) -> Iterator[Item]:
    """The texts of a blob; readers of containers call it for what they hold."""
    if blob.size == 0:
        yield context.reject("empty", "the file has no bytes")
        return
    try:
        name = sniff(blob, context.file_name, context.settings)
        refused = _refusal(blob, name, context)
        if refused is not None:
            yield refused
            return
        yield from _reader(name)(blob, context)
    except FileNotFoundError:
        yield context.reject("vanished", "the file was there and is gone")
    except MemoryError:
        yield context.reject("too_large", "the file needs more memory than there is")
    except Exception as error:  # whatever bytes do to a library, they stop no run
        yield context.reject("damaged", f"the file could not be read: {type(error).__name__}: {str(error)[:200]}")


def check_size(path: Path, file_name: str, size: int, settings: Settings = DEFAULT_SETTINGS) -> Rejected | None:
    """Whether a file of this size must be refused before it is stored; only its beginning is looked at."""
    if size <= min(int(value) for name, value in settings.limits.values.items() if name.endswith("_bytes")):
        return None
    blob = Blob(path, size)
    return _refusal(blob, sniff(blob, file_name, settings), Context(file_name, settings))


def _refusal(blob: Blob, name: str, context: Context) -> Rejected | None:
    if name.startswith("unsupported:"):
        return context.reject("unsupported_format", unsupported_detail(name))
    limit = context.settings.limits.for_format(name)
    if blob.size > limit:
        detail = f"{human(blob.size)} is more than a {name} file may have: {human(limit)} (limit {name}_bytes)"
        return context.reject("too_large", detail)
    return None


def _reader(name: str) -> Reader:
    module, function = READERS[name].split(":")
    loaded = import_module(f"ingest.readers.{module}")
    return cast(Callable[[Blob, Context], Iterator[Item]], getattr(loaded, function))
