"""What no report has: a bound on the numbers of one text, so that no file can fill the memory."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ingest.mentions.candidates import Candidate
from ingest.readers.limits import Limits

SENTENCE_END: Final = re.compile(r"[。！？\n]")


def excess(text: str, found: Sequence[Candidate], limits: Limits) -> str | None:
    """Why a text has more numbers, or more of them in one sentence, than any report; None where it has not.

    Each number keeps its sentence: a million numbers in one sentence would fill any memory.
    """
    most, together = limits["text_numbers"], limits["text_sentence_chars"]
    if len(found) > most:
        return f"the text has {len(found):,} numbers, more than {most:,} (limit text_numbers)"
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    counts = Counter(bisect_left(ends, candidate.end) for candidate in found)
    bounds = [0, *ends, len(text)]
    load = sum(count * (bounds[place + 1] - bounds[place]) for place, count in counts.items())
    if load > together:
        return f"the text has thousands of numbers in sentences without end: {load:,} characters (text_sentence_chars)"
    return None
