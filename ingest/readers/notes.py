"""Footnotes and endnotes: they stand behind the text, below a line of their own, so that no sentence holds one.

The notation, whatever the format: a line ``注释``, then a line ``[1] …`` for each note. Marks in the text go.
"""

from collections.abc import Sequence
from typing import Final

HEADING: Final = "注释"
HINT: Final = "notes_from"
"""The hint that says at which character the notes begin."""


def with_notes(text: str, notes: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The text with its notes behind it, and the hint that says where they begin; without notes nothing changes.

    >>> with_notes("增长6%。", ["按可比价。"])
    ('增长6%。\\n注释\\n[1] 按可比价。', {'notes_from': '6'})
    """
    told = [" ".join(note.split()) for note in notes if note.strip()]
    if not told:
        return text, {}
    numbered = (f"[{number}] {note}" for number, note in enumerate(told, start=1))
    return "\n".join([text, HEADING, *numbered]), {HINT: str(len(text) + 1)}
