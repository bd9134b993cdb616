"""The year for which a report plans, and the day it was delivered, by weighing what the text says about it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from ingest.identity.lexicon import number, rows
from ingest.identity.page import Page, heading_role, heading_words
from ingest.identity.view import plain, squeeze

FIRST: Final = 1949
LAST: Final = 2100
AUTUMN: Final = 11
"""Month from which a congress may plan the next year."""
_YEAR: Final = re.compile(r"((?:19|20)\d\d)(?:年|(?=[-—–~至到]+(?:19|20)\d\d年))")
_RANGE: Final = re.compile(r"((?:19|20)\d\d)年?[-—–~至到]+((?:19|20)\d\d)年")
_PLAN: Final = re.compile(r"[“\"「]?(十?[一二三四五六七八九]五|十五)[”\"」]?(?:时期|规划|计划|期间|发展)")
_FORMULA_WEIGHT: Final = 4


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
class Vote:
    """What one place of the text says: year, how much it counts, which cue, the words, the day if it names one."""

    year: int
    weight: int
    cue: str
    words: str
    day: date | None = None


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


@cache
def plan_ends() -> dict[str, int]:
    """Name of a five-year plan (十四五) to its last year."""
    return {row["name"]: int(row["last"]) for row in rows("five_year_plans")}


def date_report(page: Page) -> Dated:
    """The report year and the day of delivery of a page."""
    votes = [vote for vote in (*_cue_votes(page), *_heading_votes(page)) if FIRST <= vote.year <= LAST]
    votes = _year_planned(votes)
    best: dict[tuple[int, str], Vote] = {}
    for vote in votes:
        kept = best.get((vote.year, vote.cue))
        if kept is None or vote.weight > kept.weight:
            best[vote.year, vote.cue] = vote
    scores: dict[int, int] = {}
    for (year, _), vote in best.items():
        scores[year] = scores.get(year, 0) + vote.weight
    if not scores:
        return Dated(None, None, "report_year: no title, date or heading of the text names it")
    ranked = sorted(scores, key=lambda year: (-scores[year], year))
    said = [f"{year} after “{_strongest(best, year).words}”" for year in ranked[:2]]
    if len(ranked) > 1 and scores[ranked[0]] == scores[ranked[1]]:
        return Dated(None, None, f"report_year: the text contradicts itself, {' and '.join(said)}")
    day = max((v for v in votes if v.day and v.year == ranked[0]), key=lambda v: v.weight, default=None)
    note = None
    if len(ranked) > 1 and _strongest(best, ranked[1]).weight >= _FORMULA_WEIGHT:
        note = f"report_year: {said[0]}, against {said[1]}"
    return Dated(ranked[0], day.day if day else None, note)


def _year_planned(votes: list[Vote]) -> list[Vote]:
    """A report of November or December that plans the next year is one of the next year."""
    said = {vote.year for vote in votes if vote.day is None}
    return [
        replace(vote, year=vote.year + 1)
        if vote.day and vote.day.month >= AUTUMN and vote.year + 1 in said and vote.year not in said
        else vote
        for vote in votes
    ]


def _strongest(best: dict[tuple[int, str], Vote], year: int) -> Vote:
    return max((vote for (y, _), vote in best.items() if y == year), key=lambda vote: vote.weight)


def _cue_votes(page: Page) -> Iterator[Vote]:
    places = {
        "head": (page.before_opening,),
        "title": (*page.titles, squeeze(page.page_title or "")),
        "opening": (page.formula[:200],),
        "tail": (page.tail,),
        "body": (plain(page.text),),
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


def _heading_votes(page: Page) -> Iterator[Vote]:
    skip = heading_words()["skip"]
    for heading in page.headings:
        text = heading.text
        if callable(skip) and skip(text):
            continue
        ranges = _RANGE.findall(text)
        text_left = _RANGE.sub("", text)
        role = heading_role(text)
        if ranges and role:
            year = int(ranges[0][1]) + 1 if role == "review" else int(ranges[0][0])
            yield Vote(year, 2, f"heading_{role}", text)
        found = list(_YEAR.finditer(text_left))
        for i, match in enumerate(found):
            if text_left[: match.start()].endswith(("到", "至", "自", "从", "迈向", "面向")):
                continue
            segment = text_left[match.end() : found[i + 1].start() if i + 1 < len(found) else None]
            part = heading_role(segment) or (role if len(found) == 1 or i + 1 < len(found) else None)
            if part:
                numbered = 4 if text[:1] in "一二三四五六七八九十第" else 3
                yield Vote(int(match[1]) + (part == "review"), numbered, f"heading_{part}", text)
        if role == "review" and not found and not ranges:
            plan = _PLAN.search(text)
            if plan and plan[1] in plan_ends():
                yield Vote(plan_ends()[plan[1]] + 1, 3, "heading_five_year_plan", text)
