"""When a text was published, and which figures it holds: what tells a corrected text from a copy of the old one."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Final

from ingest.identity.lexicon import rows

HEAD: Final = 600
_DAY: Final = re.compile(r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_NOTE: Final = re.compile(r"version: published (\d{4}-\d\d-\d\d) after the record")
_FIGURE: Final = re.compile(r"\d+(?:\.\d+)?")


def note_of_record(hints: Mapping[str, str]) -> str | None:
    """What identity_notes keep of the publication day of a bulk record or of a page's metadata; None without one."""
    match = _DAY.search(str(hints.get("publish_date") or ""))
    day = _day(match) if match else None
    return f"version: published {day} after the record" if day else None


def published_on(text: str, furniture: Iterable[tuple[int, int]], notes: str | None) -> date | None:
    """The day that the record says, else the latest that the page's head or furniture gives: 发布时间：2026-02-02."""
    kept = _NOTE.search(notes or "")
    if kept:
        return date.fromisoformat(kept[1])
    places = [text[:HEAD], *(text[start:end] for start, end in furniture)]
    days = (_day(match) for place in places for match in _cued().finditer(place))
    return max((day for day in days if day), default=None)


def figures(text: str, left_out: Iterable[tuple[int, int]]) -> str:
    """Digest of the figures of a text, in whatever order its columns were read."""
    kept, start = [], 0
    for stop, end in sorted(left_out):
        kept.append(text[start : max(start, stop)])
        start = max(start, end)
    found = sorted(_FIGURE.findall("\n".join([*kept, text[start:]])))
    return hashlib.sha256(" ".join(found).encode()).hexdigest()


@cache
def _cued() -> re.Pattern[str]:
    cues = "|".join(re.escape(row["cue"]) for row in rows("publication_cues"))
    return re.compile(rf"(?:{cues})\s*[:：]?\s*{_DAY.pattern}")


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(*(int(match[number]) for number in (1, 2, 3)))
    except ValueError:
        return None
