"""Where fetched bytes go: parts into a hidden folder of the inbox, whole files into the inbox with their sidecar."""

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import yaml

from ingest.fetch.catalogue import Row
from ingest.readers.lexicon import rows

UNSAFE: Final = re.compile(r"[^\w\-（）()《》—]+")
LONGEST_STEM: Final = 40
# hidden: the store does not look into it
PARTS: Final = ".fetching"


def file_name(row: Row, url: str, content_type: str) -> str:
    """A name from the row's words and the URL's hash: the same URL has the same name whenever it is fetched."""
    last = PurePosixPath(unquote(urlsplit(url).path)).name
    stem = row.title or PurePosixPath(last).stem or urlsplit(url).hostname or "report"
    if row.year and row.year not in stem:
        stem = f"{row.year}-{stem}"
    digest = hashlib.sha256(row.url.encode()).hexdigest()[:10]
    return f"{UNSAFE.sub('_', stem)[:LONGEST_STEM].strip('_-') or 'report'}-{digest}{_suffix(last, content_type)}"


def _suffix(last: str, content_type: str) -> str:
    known = {row["content_type"]: row["suffix"] for row in rows("fetch_types")}
    suffix = PurePosixPath(last).suffix.casefold()
    declared = known.get(content_type.split(";")[0].strip().casefold())
    return declared or (suffix if suffix in known.values() else ".html" if not suffix else ".bin")


@dataclass(slots=True)
class Part:
    """A download under way: its bytes, and the validator under which the server may go on with it."""

    path: Path
    notes: Path

    @classmethod
    def of(cls, inbox: Path, url: str) -> "Part":
        """The part of a URL; it may hold bytes of an earlier attempt."""
        folder = inbox / PARTS
        folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(url.encode()).hexdigest()
        return cls(folder / f"{name}.part", folder / f"{name}.json")

    def range_headers(self) -> dict[str, str]:
        """Headers that ask for the rest; none where there is nothing to go on from."""
        try:
            size = self.path.stat().st_size
            notes: Any = json.loads(self.notes.read_bytes())
            validator = notes["validator"]
        except (OSError, ValueError, KeyError, TypeError):
            self.drop()
            return {}
        if not size or not isinstance(validator, str):
            return {}
        return {"Range": f"bytes={size}-", "If-Range": validator}

    def start(self, validator: str | None) -> None:
        """Begins anew."""
        self.path.write_bytes(b"")
        self.notes.write_text(json.dumps({"validator": validator}), encoding="utf-8")

    def size(self) -> int:
        """How many bytes are there."""
        return self.path.stat().st_size if self.path.exists() else 0

    def sha256(self) -> str:
        """Hash of the bytes."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def drop(self) -> None:
        """Forgets the download."""
        self.path.unlink(missing_ok=True)
        self.notes.unlink(missing_ok=True)

    def finish(self, place: Path, source_url: str) -> None:
        """Moves the whole file into the inbox, its sidecar first."""
        sidecar = place.with_name(f"{place.name}.meta.yml")
        beside = self.path.with_suffix(".yml")
        beside.write_text(yaml.safe_dump({"source_url": source_url}, allow_unicode=True), encoding="utf-8")
        beside.replace(sidecar)
        with self.path.open("rb") as stream:
            os.fsync(stream.fileno())
        self.path.replace(place)
        self.notes.unlink(missing_ok=True)


def validator_of(headers: dict[str, str]) -> str | None:
    """What If-Range may name: a strong ETag, else the time of change."""
    etag = headers.get("etag", "")
    return etag if etag and not etag.startswith("W/") else headers.get("last-modified")
