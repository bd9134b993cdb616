"""The year for which a report plans, and the day it was delivered, by weighing what the text says about it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from ingest.identity.kind import first_lines
from ingest.identity.lexicon import number, rows
from ingest.identity.named_years import Vote, around_years, heading_votes, plan_name, plan_years, weak_votes
from ingest.identity.page import Page, heading_role
from ingest.identity.view import squeeze

FIRST: Final = 1949
LAST: Final = 2100
LATE: Final = (11, 16)
"""Month and day from which a congress plans the next year."""
AUTUMN: Final = (11, 1)
"""Month and day from which it may: more of its text must speak for the next year than for its own."""
CERTAIN: Final = 6
"""Weight from which, undisputed, the years named all over the text need not be counted."""
_FORMULA_WEIGHT: Final = 4
_TOLD_WEIGHT: Final = 2
_OF_DELIVERY: Final = ("dateline", "title")


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern of lexicon/year_cues.csv."""

    id: str
    where: str
    pattern: re.Pattern[str]
    base: int
    shift: int
    weight: int


@dataclass(frozen=True, slots=True)
class Dated:
    """The report year and day, None where they cannot be told, and why or what contradicts."""

    year: int | None
    delivered_on: date | None
    note: str | None


@cache
def cues() -> tuple[Cue, ...]:
    """The cues of lexicon/year_cues.csv."""
    return tuple(
        Cue(r["id"], r["where"], re.compile(r["pattern"]), int(r["base"] or 0), int(r["shift"]), int(r["weight"]))
        for r in rows("year_cues")
    )


@cache
def sessions() -> dict[tuple[int, int], int]:
    """Term and session of the National People’s Congress to the year it met."""
    return {(int(r["term"]), int(r["session"])): int(r["year"]) for r in rows("npc_sessions")}


def date_report(page: Page) -> Dated:
    """The report year and the day of delivery of a page."""
    clauses = around_years(page.text)
    votes = [vote for vote in (*_cue_votes(page, clauses), *heading_votes(page)) if FIRST <= vote.year <= LAST]
    votes = _year_planned(votes)
    ranked, best, scores = _weighed(votes)
    if not ranked or scores[ranked[0]] < CERTAIN or (len(ranked) > 1 and scores[ranked[0]] < 2 * scores[ranked[1]]):
        votes += [vote for vote in weak_votes(clauses, page.text) if FIRST <= vote.year <= LAST]
        ranked, best, scores = _weighed(votes)
    if not ranked:
        return Dated(None, None, "report_year: no title, date or heading of the text names it")
    said = [f"{year} after “{_strongest(best, year).words}”" for year in ranked[:2]]
    if len(ranked) > 1 and scores[ranked[0]] == scores[ranked[1]]:
        return Dated(None, None, f"report_year: the text contradicts itself, {' and '.join(said)}")
    day = max((v for v in votes if v.day and v.year == ranked[0]), key=lambda v: v.weight, default=None)
    note = None
    if len(ranked) > 1 and _strongest(best, ranked[1]).weight >= _FORMULA_WEIGHT:
        note = f"report_year: {said[0]}, against {said[1]}"
    elif _strongest(best, ranked[0]).weight < _TOLD_WEIGHT:
        note = f"report_year: {said[0]} only"
    return Dated(ranked[0], day.day if day else None, note)


def _weighed(votes: list[Vote]) -> tuple[list[int], dict[tuple[int, str], Vote], dict[int, int]]:
    """The years by what speaks for them, the strongest vote of each cue for each year, and the sums."""
    best: dict[tuple[int, str], Vote] = {}
    for vote in votes:
        kept = best.get((vote.year, vote.cue))
        if kept is None or vote.weight > kept.weight:
            best[vote.year, vote.cue] = vote
    scores: dict[int, int] = {}
    for (year, _), vote in best.items():
        scores[year] = scores.get(year, 0) + vote.weight
    return sorted(scores, key=lambda year: (-scores[year], year)), best, scores


def _year_planned(votes: list[Vote]) -> list[Vote]:
    """A report of late November or of December is one of the next year, unless more of the text speaks for its own.

    A title says nothing there: it names the year of the congress as often as the year that is planned.
    """
    days = [(vote.year, (vote.day.month, vote.day.day)) for vote in votes if vote.day]
    others = [vote for vote in votes if vote.day is None and not vote.cue.startswith(_OF_DELIVERY)]
    _, _, scores = _weighed(others)
    turned = {
        year for year, day in days if day >= AUTUMN and scores.get(year, 0) + (day < LATE) <= scores.get(year + 1, 0)
    }
    dated = {year for year, _ in days}
    return [
        replace(vote, year=vote.year + 1)
        if vote.year in turned and (vote.day or vote.cue.startswith("dateline"))
        else vote
        for vote in votes
        if vote.day or not (vote.year in turned & dated and vote.cue.startswith("title"))
    ]


def _strongest(best: dict[tuple[int, str], Vote], year: int) -> Vote:
    return max((vote for (y, _), vote in best.items() if y == year), key=lambda vote: vote.weight)


def _cue_votes(page: Page, clauses: str) -> Iterator[Vote]:
    page_title = squeeze(page.page_title or "")
    places = {
        "head": (page.before_opening, page_title),
        "title": (*page.titles, page_title),
        "line": () if page.titles else tuple(first_lines(page)),
        "opening": (page.formula[:200],),
        "tail": (page.tail,),
        "body": (clauses,),
        "review": _beginnings(page, "review"),
        "plan": _beginnings(page, "plan"),
    }
    for cue in cues():
        votes = [_vote(cue, match) for place in places[cue.where] for match in cue.pattern.finditer(place)]
        told = [vote for vote in votes if vote]
        if cue.where == "title" and told:
            # a page names the reports of the years before and after it, but its own more often, or first
            most = Counter(vote.year for vote in told).most_common(1)[0][0]
            told = [vote for vote in told if vote.year == most]
        yield from told


def _beginnings(page: Page, role: str) -> tuple[str, ...]:
    starts = [heading.end for heading in page.headings if heading_role(heading.text) == role][:2]
    return tuple(squeeze(page.text[at : at + 80]) for at in starts)


def _vote(cue: Cue, match: re.Match[str]) -> Vote | None:
    groups = match.groupdict()
    day = None
    if groups.get("y"):
        year = int(groups["y"])
        if groups.get("d"):
            day = _day(year, groups["m"], groups["d"])
    elif groups.get("n"):
        year = cue.base + (number(groups["n"]) or 0)
    elif groups.get("plan"):
        first = plan_years().get(plan_name(groups["plan"]))
        if first is None:
            return None
        year = first[0]
    else:
        term, session = number(groups["term"]), number(groups.get("session") or "一")
        found = sessions().get((term or 0, session or 0))
        if found is None:
            return None
        year = found
    return Vote(year + cue.shift, cue.weight, cue.id, match.group()[:40], day)


def _day(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, number(month) or 0, number(day) or 0)
    except ValueError:
        return None
