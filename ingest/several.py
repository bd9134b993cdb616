"""A page, book or mail that holds several reports: each becomes a text of its own. The same report twice stays one."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from ingest import lexicon
from ingest.identity import Identity, identify
from ingest.identity.page import find_titles
from ingest.identity.shingles import resemblance, sketch
from ingest.normalise import normalise
from ingest.readers import SourceText

LEAST_CHARS: Final = 500
"""A stretch shorter than this is no report."""
MOST_HEAD: Final = 1_500
"""Characters between a title and the words with which the speaker begins."""
SAME: Final = 0.5
"""Share of the shorter text's shingles that the longer one has where both are one report."""
NEAR: Final = 60
"""Characters between the address of a speech and the words with which it begins."""
_ADDRESS: Final = re.compile(rf"^ *{lexicon.written('address')}：", re.MULTILINE)
_DATELINE: Final = re.compile(lexicon.written("dateline"), re.MULTILINE)
APART: Final = ("furniture_from", "notes_from")
OF_THE_WHOLE: Final = frozenset({*APART, "year", "region"})


def parted(item: SourceText) -> Iterator[SourceText]:
    """The reports of a text, each from its title or dateline on; the text itself where it holds one, or the same twice.

    Their members are numbered from 1 (``#00001``). What was said of the whole page (title, year, region) is not said of
    each of its reports.
    """
    starts = report_starts(item.text)
    if len(starts) < 2:
        yield item
        return
    begins = [0, *starts[1:]]
    for number, (start, end) in enumerate(pairwise([*begins, len(item.text)]), start=1):
        hints = {name: value for name, value in item.hints.items() if name not in OF_THE_WHOLE}
        hints |= {
            name: str(int(item.hints[name]) - start) for name in APART if start < int(item.hints.get(name) or 0) <= end
        }
        member = f"{item.member or ''}#{number:05d}"
        yield replace(item, text=item.text[start:end], member=member, title=None, hints=hints)


def report_starts(text: str) -> list[int]:
    """Where the reports of a text begin; empty where all of it is one report."""
    if len(text) < 2 * LEAST_CHARS:
        return []
    starts: list[int] = []
    normal = normalise(text)
    for opening in lexicon.pattern("report_opening").finditer(normal):
        since = max(opening.start() - MOST_HEAD, starts[-1] + LEAST_CHARS if starts else 0)
        titles = find_titles(text, since, opening.start()) if since < opening.start() else []
        if titles:
            starts.append(titles[-1][0])
        elif dates := list(_DATELINE.finditer(normal, since, opening.end())):
            starts.append(dates[-1].start())
        elif not lexicon.pattern("speech_opening").match(normal, opening.start()):
            continue
        elif not starts and since == 0:
            # the first of them may begin with the speech itself
            starts.append(0)
        elif address := list(_ADDRESS.finditer(normal, max(since, opening.start() - NEAR), opening.end())):
            # and another with its address
            starts.append(address[-1].start())
    starts = [start for start, end in pairwise([*starts, len(text)]) if end - start >= LEAST_CHARS]
    if len(starts) < 2:
        return []
    segments = [text[start:end] for start, end in pairwise([*starts, len(text)])]
    # a copy stays with the report before it; a copy that stands elsewhere is a document, and linking finds it
    told = [
        starts[0],
        *(start for start, (a, b) in zip(starts[1:], pairwise(segments), strict=True) if not _same(a, b)),
    ]
    return told if len(told) > 1 else []


def _same(one: str, other: str) -> bool:
    """Whether two texts are one report: alike, and not said to be of two places or years."""
    if resemblance(sketch(normalise(one)), sketch(normalise(other)))[1] < SAME:
        return False
    a, b = identify(one), identify(other)
    if not isinstance(a, Identity) or not isinstance(b, Identity):
        return True
    told = ((a.region_code, b.region_code), (a.report_year, b.report_year))
    return all(first == second or None in (first, second) for first, second in told)
