"""What the pages say, in Chinese and in English: every word is a row of words.csv, every reason one of reasons.csv.

Reasons are what rooms below say in English: verdicts, notes on documents, what could not be read or fetched and what
to do about it. The terminal says them in these words too.
"""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from dashboard.places import english

LANGUAGES: Final = ("zh", "en")
HERE: Final = Path(__file__).parent
# reasons of a page, and the rules within them, are said many times over
REMEMBERED: Final = 4096
# holds a figure and its unit on one line
NBSP: Final = "\u00a0"
_BLANK: Final = re.compile(r"\\\{(\w+)\\\}")
# words of a report within an English sentence; what is quoted already and the unit behind a figure stay as they are
_CITED: Final = re.compile(r"“[^”]*”|\d \S+|[\u3400-\u9fff](?:[^\s,;.:()]*[\u3400-\u9fff”])?")
_NOTE: Final = re.compile(r"([a-z_]+): ")


@cache
def words() -> dict[str, dict[str, str]]:
    """Every key with its words by language."""
    with (HERE / "words.csv").open(encoding="utf-8", newline="") as stream:
        return {row["key"]: {"zh": row["zh"], "en": row["en"]} for row in csv.DictReader(stream)}


@cache
def _reasons() -> list[tuple[re.Pattern[str], str]]:
    with (HERE / "reasons.csv").open(encoding="utf-8", newline="") as stream:
        return [(_pattern(row["en"]), row["zh"]) for row in csv.DictReader(stream)]


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(_BLANK.sub(r"(?P<\1>.+?)", re.escape(sentence)), re.DOTALL)


@lru_cache(maxsize=REMEMBERED)
def reason_in_chinese(sentence: str) -> str:
    """A reason of the warehouse, which speaks English, in Chinese; as it stands where no row of reasons.csv fits.

    What fills a blank of a row is itself looked up: the rule within the reason, the tolerance within the rule.
    """
    for pattern, chinese in _reasons():
        found = pattern.fullmatch(sentence)
        if found:
            return chinese.format(**{name: reason_in_chinese(part) for name, part in found.groupdict().items()})
    return sentence


@dataclass(frozen=True)
class Speech:
    """One language: words by key, figures and reasons as a reader of it expects them."""

    language: str

    def __call__(self, key: str, /, **values: Any) -> str:
        """The words of a key with its blanks filled; raises KeyError for a key that no row has."""
        said = words()[key][self.language]
        return said.format(**values) if values else said

    def told(self, said: str) -> str:
        """The words of a key; a sentence that is no key as it stands."""
        return self(said) if said in words() else said

    def value_of(self, group: str, value: Any) -> str:
        """A code of the warehouse (verdict, commitment, ...) in words; the code itself where it has no row."""
        if value is None:
            return "–"
        known = words().get(f"{group}.{value}")
        return known[self.language] if known else str(value)

    def reason(self, sentence: str | None) -> str:
        """A reason of the warehouse in this language."""
        if sentence is None:
            return ""
        return reason_in_chinese(sentence) if self.language == "zh" else sentence

    def ground(self, sentence: str | None) -> str:
        """Why a verdict is what it is: a reason in this language, with the report's own words in quotation marks."""
        told = self.reason(sentence)
        return told if self.language == "zh" else _CITED.sub(_cited, told)

    def notes(self, notes: str | None) -> str:
        """The notes of a document's identity, each in this language."""
        return self("word.then").join(self._note(note) for note in re.split(r"; (?=[a-z_]+: )", notes or "") if note)

    def _note(self, note: str) -> str:
        """One note: the field it is about and a sentence, or several of which each has its own words."""
        field = _NOTE.match(note)
        if self.language == "en" and field and f"note.{field[1]}" in words():
            note = f"{self(f'note.{field[1]}')}: {note[field.end() :]}"
        told = self.reason(note)
        return told if told != note else self("word.then").join(map(self.reason, note.split("; ")))

    def name(self, row: dict[str, Any], fallback: str = "indicator_text") -> str:
        """The name of an indicator of the catalogue in this language, else as written."""
        return str(row.get(f"name_{self.language}") or row.get(fallback) or "")

    def place(self, name: str | None, short: bool = False) -> str:
        """A region's name; in English what it is called there comes first (alone where it must be short)."""
        called = english().get(name or "") if self.language == "en" else None
        return (called if short else f"{called} {name}") if called else name or ""

    def code_of(self, group: str, said: str) -> str:
        """The code that a word of this language stands for; the word itself where it is none."""
        named = (key for key, told in words().items() if key.startswith(f"{group}.") and told[self.language] == said)
        return next((key.partition(".")[2] for key in named), said)

    def thing(self, row: dict[str, Any]) -> str:
        """What a target is about: the name of its indicator, else its subject, else that none is named."""
        return self.name(row) or str(row.get("subject") or "") or self("word.unnamed")

    def target(self, row: dict[str, Any]) -> str:
        """A target in short: ≥ 5.5 %, 5 to 5.5 %, or what it is held against."""
        value, high, unit = row.get("target_value"), row.get("target_value_high"), row.get("unit") or ""
        if value is None:
            relation = self.value_of("relation", row.get("relation"))
            apart = "" if self.language == "zh" else " "
            return f"{relation}{apart}“{row['reference']}”" if row.get("reference") else relation
        if high is not None:
            return f"{number(value)}–{amount(high, unit)}"
        mark = {"ge": "≥", "lo": "≥", "le": "≤", "hi": "≤", "approx": "≈"}.get(row.get("comparator") or "", "")
        return f"{mark}{NBSP}{amount(value, unit)}".strip()


def _cited(found: re.Match[str]) -> str:
    return found[0] if found[0][0] == "“" or found[0][0].isdigit() else f"“{found[0]}”"


def number(value: Any, digits: int = 10) -> str:
    """A figure for people: thousands apart, no trailing noise."""
    if value is None:
        return "–"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, int):
        return f"{value:,}".replace("-", "−")
    whole, _, part = f"{value:,.{digits}f}".replace("-", "−").rstrip("0").rstrip(".").partition(".")
    return f"{whole}.{part[:6].rstrip('0')}".rstrip(".") if part else whole


def signed(value: float | None) -> str:
    """A margin with its sign."""
    return "–" if value is None else ("+" if value > 0 else "−" if value < 0 else "±") + number(abs(value), 4)


def amount(value: float | None, unit: str | None) -> str:
    """A figure with its unit."""
    return "–" if value is None else f"{number(value)}{NBSP}{unit or ''}".strip()


def percent(part: float | None) -> str:
    """A share as a whole percentage."""
    return "–" if part is None else f"{100 * part:.0f}%"


def speech(language: str) -> Speech:
    """The language of a page; raises KeyError for one that the pages do not speak."""
    if language not in LANGUAGES:
        raise KeyError(language)
    return Speech(language)


FORMATS: Final[dict[str, Callable[..., str]]] = {
    "number": number,
    "signed": signed,
    "amount": amount,
    "percent": percent,
}
