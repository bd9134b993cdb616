"""What the years named in headings and all over a text say about the year of the report."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Final

from ingest import lexicon
from ingest.identity.lexicon import number, rows
from ingest.identity.page import NUMBERED, Heading, Page, heading_role, heading_words
from ingest.identity.view import plain

MOST: Final = 2
"""Weight of the years named all over a text: less than that of any heading, date or formula."""

STEP: Final = 3
"""Years that the report of a year can be behind the latest session of the Party that it speaks of."""
BEFORE: Final = 16
BEHIND: Final = 48
"""Characters before and behind a year that can say whether it is looked back on or planned."""

_SESSION: Final = re.compile(
    r"(?<![委一二三四五六七八九十])(?P<term>[一二三四五六七八九十]{1,3})届(?P<sessions>[一二三四五六七八九十](?:中|次)?(?:(?:全会)?[、和,，]?[一二三四五六七八九]中)*)(?=全会)"
    r"|(?<!迎接)党的(?P<congress>[一二三四五六七八九十]{2,3})大(?!以来|召开|胜利|隆重)"
)
_WRITTEN: Final = re.compile(r"[12１２一二][\d０-９一二三四五六七八九〇○零]{3}\s?年")
_YEAR: Final = re.compile(r"((?:19|20)\d\d)(?:年|(?=[-—–~至到]+(?:19|20)\d\d年))")
_RANGE: Final = re.compile(r"((?:19|20)\d\d)年?[-—–~至到]+((?:19|20)\d\d)年")
_TERM: Final = re.compile(r"[“\"「]?(十?[一二三四五六七八九]五|十五)[”\"」]?(?:时期|规划|计划|期间|发展|工作|以来)")
_FROM_OR_TO: Final = ("到", "至", "自", "从", "迈向", "面向")
_SAID: Final = re.compile(
    r"(?<![到至由从自比较—–~\d-])((?:19|20)\d\d)\s?年(?!以来|底前|\s?\d|[十一二三四五六七八九]+月)([^。；;！!\n]{0,28})"
)


@dataclass(frozen=True, slots=True)
class Vote:
    """What one place of the text says: year, how much it counts, which cue, the words, the day if it names one."""

    year: int
    weight: int
    cue: str
    words: str
    day: date | None = None


@cache
def plan_years() -> dict[str, tuple[int, int]]:
    """Name of a five-year plan (十四五) to its first and last year."""
    return {row["name"]: (int(row["first"]), int(row["last"])) for row in rows("five_year_plans")}


def plan_name(ordinal: str) -> str:
    """The short name of a five-year plan by its number: 第十四个五年规划 is 十四五."""
    written = number(ordinal)
    names = list(plan_years())
    return names[written - 1] if written and written <= len(names) else ""


def heading_votes(page: Page) -> Iterator[Vote]:
    """What the headings say: a year looked back on is that before the report's, a year planned is its own."""
    skip = heading_words()["skip"]
    headings = [heading for heading in page.headings if not (callable(skip) and skip(heading.text))]
    reviewed = _followed_by_the_next_year(headings)
    for heading in headings:
        yield from _votes_of(heading, heading in reviewed)


def _followed_by_the_next_year(headings: list[Heading]) -> set[Heading]:
    """Headings of one year whose next with a year names the year after it: 2021年的主要工作, then 2022年工作."""
    dated = [(heading, found) for heading in headings if (found := _YEAR.findall(_RANGE.sub("", heading.text)))]
    return {
        heading
        for (heading, years), (_, later) in pairwise(dated)
        if len(years) == 1 and len(later) == 1 and int(later[0]) == int(years[0]) + 1
    }


def _votes_of(heading: Heading, is_followed: bool) -> Iterator[Vote]:
    text = heading.text
    role = "review" if is_followed else heading_role(text)
    ranges = _RANGE.findall(text)
    if ranges and role:
        year = int(ranges[0][1]) + 1 if role == "review" else int(ranges[0][0])
        yield Vote(year, 2, f"heading_{role}", text)
    text_left = _RANGE.sub("", text)
    found = [match for match in _YEAR.finditer(text_left) if not text_left[: match.start()].endswith(_FROM_OR_TO)]
    weight = 4 if NUMBERED.match(text) else 3
    if len(found) == 2 and int(found[1][1]) == int(found[0][1]) + 1:
        yield Vote(int(found[1][1]), weight, "heading_plan", text)
        return
    for i, match in enumerate(found):
        last = i + 1 == len(found)
        segment = text_left[match.end() : None if last else found[i + 1].start()]
        part = role if is_followed else heading_role(segment) or (role if len(found) == 1 or not last else None)
        if part:
            yield Vote(int(match[1]) + (part == "review"), weight, f"heading_{part}", text)
    if role == "review" and not found and not ranges:
        term = _TERM.search(text)
        if term and term[1] in plan_years():
            yield Vote(plan_years()[term[1]][1] + 1, 3, "heading_five_year_plan", text)


@cache
def party_sessions() -> dict[tuple[int, int], int]:
    """Term and plenary session of the Party (0 for its congress) to the year of the first yearly report behind it."""
    return {(int(r["term"]), int(r["session"])): int(r["next_report"]) for r in rows("party_sessions")}


def latest_session(text: str) -> Iterator[Vote]:
    """The year of the first report behind the latest session of the Party that the text speaks of."""
    found: dict[int, str] = {}
    for match in _SESSION.finditer(text):
        term = number(match["term"] or match["congress"])
        for session in re.findall("[一二三四五六七八九](?=中)", match["sessions"] or "") or ["0"]:
            year = party_sessions().get((term or 0, number(session) or 0))
            if year:
                found.setdefault(year, match[0])
    if found:
        yield Vote(max(found), MOST, "party_session", found[max(found)])


def around_years(text: str) -> str:
    """The clauses that name a year, in half width and with Arabic years, a 。 between any two."""
    stretches: list[tuple[int, int]] = []
    for match in _WRITTEN.finditer(text):
        start, end = max(0, match.start() - BEFORE), match.end() + BEHIND
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return plain("。".join([text[start:end] for start, end in stretches]))


def weak_votes(clauses: str, text: str) -> list[Vote]:
    """What the years named all over a text and the sessions of the Party that it speaks of say.

    A year out of step with the latest session is a horizon or a memory, not the year of the report.
    """
    sessions = list(latest_session(text))
    named = [
        vote for vote in named_years(clauses) if all(0 <= vote.year - session.year <= STEP for session in sessions)
    ]
    return [*named, *sessions]


def named_years(clauses: str) -> Iterator[Vote]:
    """The year that the clauses of :func:`around_years` speak for: results are of the year before, aims its own."""
    scores: Counter[int] = Counter()
    words: dict[int, str] = {}
    horizons = {last for _, last in plan_years().values()}
    ahead = re.compile("|".join(lexicon.word_list("years_ahead")))
    back = re.compile("|".join(lexicon.word_list("years_back")))
    for match in _SAID.finditer(clauses):
        named, aims, reached = int(match[1]), ahead.search(match[2]), back.search(match[2])
        if not aims and not reached:
            continue
        year = named + (not aims)
        # the last year of a five-year plan is named as a horizon, once and again
        scores[year] += 1 if named in horizons else 2
        words.setdefault(year, match[0][:40])
    scores = Counter({year: score for year, score in scores.items() if score > 1})
    if not scores:
        return
    # years long past are named in comparisons; the year of the report is among the last that are named often
    latest = max(year for year, score in scores.items() if score * 3 >= max(scores.values()))
    yield Vote(latest, MOST if scores[latest] > 2 else 1, "named_years", words[latest])
