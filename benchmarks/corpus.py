"""A synthetic corpus: reports of real regions over real years, of which it is known what they promise and what came.

Usage: ``python benchmarks/corpus.py FOLDER --reports 6500 [--first 2001] [--last 2025] [--seed 1]``. The same arguments
give the same bytes. Beside ``FOLDER/reports/`` stands ``FOLDER/planted.csv``, one row per target with its verdict.
Wordings are our own (``benchmarks/wordings/``), in the forms that reports use; no sentence is taken from a report.
"""

import argparse
import csv
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

import yaml

WORDINGS: Final = Path(__file__).resolve().parent / "wordings"
REGIONS: Final = Path(__file__).resolve().parents[1] / "ingest" / "lexicon" / "regions.csv"
DBT_PROJECT: Final = Path(__file__).resolve().parents[1] / "dbt" / "dbt_project.yml"
# of real reports; what has no figure fills the rest
LENGTH: Final = 13_000
NUMERALS: Final = "一二三四五六"
PARTS: Final = len(NUMERALS)
# of a hundred targets: reached, missed; of the others the next report says nothing
REACHED: Final = 65
MISSED: Final = 20
LEVELS: Final = ("province", "prefecture", "county")
# the last character of a region's name, and who speaks for it
OFFICES: Final = {"省": "省长", "市": "市长", "县": "县长", "区": "区长", "州": "州长", "旗": "旗长"}
AUTONOMOUS: Final = "自治区"


@dataclass(frozen=True, slots=True)
class Planted:
    """One target, the result that the next report tells of it (empty where it tells nothing), and the verdict."""

    region_code: str
    report_year: int
    target_year: int
    name: str
    measure: str
    comparator: str
    unit: str
    target_value: float
    result_value: float | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What is promised: a growth, a rise of prices, or so many of something (``lead`` is then the verb)."""

    name: str
    lead: str
    low: float
    high: float
    step: float
    unit: str
    comparators: tuple[str, ...]
    better: str

    @property
    def measure(self) -> str:
        """As the warehouse names it."""
        return "growth" if self.unit == "%" else "level"


@dataclass(frozen=True, slots=True)
class Place:
    """A region with a government that reports; ``since`` is the year from which it has its name and code."""

    code: str
    name: str
    level: str
    since: int = 0


def places() -> list[Place]:
    """Provinces first, then prefectures, then counties: those in force whose name no other region has."""
    rows = [row for row in _rows(REGIONS) if not row["valid_to"] and row["level"] in LEVELS]
    named = Counter(row["name"] for row in rows)
    known = (Place(row["code"], row["name"], row["level"], int(row["valid_from"] or 0)) for row in rows)
    return sorted((one for one in known if named[one.name] == 1), key=lambda one: (LEVELS.index(one.level), one.code))


@cache
def things() -> tuple[Thing, ...]:
    """All that is promised in every report."""
    indicators = [
        _thing(row, row["lead"], row["comparators"], row["better"]) for row in _rows(WORDINGS / "indicators.csv")
    ]
    tasks = [_thing(row, row["verb"], "|以上", "more") for row in _rows(WORDINGS / "tasks.csv")]
    return (*indicators, *tasks)


@cache
def least_amount() -> float:
    """Share of an amount below which the warehouse leaves open whether a figure misses it."""
    return float(yaml.safe_load(DBT_PROJECT.read_text(encoding="utf-8"))["vars"]["least_amount"])


def _thing(row: dict[str, str], lead: str, comparators: str, better: str) -> Thing:
    low, high, step = (float(row[key]) for key in ("low", "high", "step"))
    return Thing(row["name"], lead, low, high, step, row["unit"], tuple(comparators.split("|")), better)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def planted(place: Place, year: int, seed: int, last: int) -> Iterator[Planted]:
    """The targets of one report, and what the report of the next year (up to the ``last``) tells of them."""
    for thing in things():
        chance = Random(f"{seed}/{place.code}/{year}/{thing.name}")
        target = _rounded(chance.uniform(thing.low, thing.high), thing.step)
        word = chance.choice(thing.comparators)
        drawn = chance.randrange(100)
        verdict = "attained" if drawn < REACHED else "missed" if drawn < REACHED + MISSED else "unreported"
        result = None if verdict == "unreported" else _result(thing, target, verdict == "attained", chance)
        if verdict == "missed" and thing.measure == "level" and (result or 0) < least_amount() * target:
            # one of two: so little decides or not by the words around it, and is not planted
            verdict, result = "unreported", None
        if year == last:
            verdict, result = "pending", None
        yield Planted(place.code, year, year, thing.name, thing.measure, word, thing.unit, target, result, verdict)


def _result(thing: Thing, target: float, reached: bool, chance: Random) -> float:
    """A figure on the one side of the target or on the other, beyond the slack that 左右 leaves."""
    more = reached == (thing.better == "more")
    if thing.unit == "%":
        return round(target + (chance.uniform(0.8, 1.8) if more else -chance.uniform(0.8, 1.8)), 1)
    away = chance.uniform(1.02, 1.3) if more else chance.uniform(0.74, 0.88)
    found = _rounded(target * away, thing.step)
    if more:
        return max(found, target + thing.step)
    return min(found, target - thing.step)


def _rounded(value: float, step: float) -> float:
    return round(max(1, round(value / step)) * step, 2)


def report(place: Place, year: int, first: int, last: int, seed: int) -> str:
    """The text of one report: the year before in review (but for the ``first``), then the plan of the year."""
    chance = Random(f"{seed}/{place.code}/{year}")
    done = list(planted(place, year - 1, seed, last)) if year > first else []
    told = [_told(one, chance) for one in done if one.result_value is not None]
    promised = [_promised(one, chance) for one in planted(place, year, seed, last)]
    kind = AUTONOMOUS if place.name.endswith(AUTONOMOUS) else place.name[-1]
    head = [
        chance.choice((f"{year}年{place.name}政府工作报告", f"{place.name}{year}年政府工作报告")),
        f"——{year}年1月{chance.randrange(5, 28)}日在{place.name}人民代表大会上",
        f"{place.name}{OFFICES.get(kind, '主席')}",
        "各位代表：",
        f"现在，我代表{kind}人民政府，向大会报告工作，请予审议，并请各位委员提出意见。",
    ]
    review = chance.choice((f"一、{year - 1}年工作回顾", "一、过去一年工作回顾", f"一、{year - 1}年工作情况"))
    plan = chance.choice(
        (f"二、{year}年工作安排", f"二、{year}年主要目标和重点任务", "二、今年工作的总体要求和重点任务")
    )
    close = "各位代表，让我们齐心协力、真抓实干，为建设更加美好的家园而努力奋斗！"
    n_filler = max(0, LENGTH - sum(map(len, (*told, *promised))) - 300)
    parts = (
        *head,
        review,
        *_paragraphs(told, "end_review", n_filler // 2, chance),
        plan,
        *_paragraphs(promised, "end_plan", n_filler // 2, chance),
        close,
    )
    return "\n".join(parts) + "\n"


def _promised(one: Planted, chance: Random) -> str:
    thing = _by_name()[one.name]
    figure = f"{_number(one.target_value)}{one.unit}{one.comparator}"
    if thing.lead == "growth":
        return f"{one.name}增长{figure}。"
    if thing.lead == "rise":
        return f"{one.name}涨幅{'控制在' if one.comparator == '以内' else ''}{figure}。"
    return f"{chance.choice(('', '计划', '今年将', '力争'))}{thing.lead}{one.name}{figure}。"


def _told(one: Planted, chance: Random) -> str:
    thing = _by_name()[one.name]
    figure = f"{_number(one.result_value or 0)}{one.unit}"
    if thing.lead == "growth":
        return f"{one.name}增长{figure}。"
    if thing.lead == "rise":
        return f"{one.name}上涨{figure}。"
    return f"{chance.choice(('', '全年'))}{thing.lead}{one.name}{figure}。"


@cache
def _by_name() -> dict[str, Thing]:
    return {thing.name: thing for thing in things()}


def _number(value: float) -> str:
    return f"{value:g}"


def _paragraphs(sentences: list[str], end: str, n_filler: int, chance: Random) -> Iterator[str]:
    """The headline figures first, in a paragraph of their own; then the tasks between words, below headings."""
    first = [sentence for sentence in sentences if not _is_task(sentence)]
    rest = [sentence for sentence in sentences if _is_task(sentence)]
    chance.shuffle(rest)
    if first:
        yield "".join(first)
    for part in range(PARTS):
        subject = chance.choice(_filler()["subject"])
        lines = [f"（{NUMERALS[part]}）{chance.choice(_filler()['verb'])}{subject}。"]
        lines += rest[part::PARTS]
        while sum(map(len, lines)) < n_filler // PARTS:
            lines.insert(chance.randrange(1, len(lines) + 1), _sentence(end, chance))
        yield "".join(lines)


def _is_task(sentence: str) -> bool:
    return not any(sentence.startswith(thing.name) for thing in things())


def _sentence(end: str, chance: Random) -> str:
    """Words around the figures; in the review with a figure that no target asks for, so that numbers stand as close."""
    words = _filler()
    verb, subject, way = (chance.choice(words[place]) for place in ("verb", "subject", "way"))
    if end == "end_review":
        return f"{way}，{subject}项目完成投入{chance.randrange(11, 990) / 10:g}亿元，{chance.choice(words[end])}。"
    return f"{verb}{subject}，{way}，{chance.choice(words[end])}。"


@cache
def _filler() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in _rows(WORDINGS / "filler.csv"):
        found.setdefault(row["place"], []).append(row["words"])
    return found


def write(folder: Path, reports: int, first: int, last: int, seed: int) -> int:
    """Write so many reports (all years of a region before the next one) and what is planted in them; their number."""
    known = places()
    most = sum(max(0, last - max(first, place.since) + 1) for place in known)
    if reports > most:
        raise SystemExit(f"{len(known):,} regions have {most:,} reports in these years")
    done = 0
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "planted.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, [field.name for field in fields(Planted)])
        table.writeheader()
        for place in known:
            begin = max(first, place.since)
            end = min(last, begin + reports - done - 1)
            for year in range(begin, end + 1):
                path = folder / "reports" / place.code[:2] / f"{place.code}-{year}.txt"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(report(place, year, begin, end, seed), encoding="utf-8")
                table.writerows(asdict(one) for one in planted(place, year, seed, end))
                done += 1
    return done


def main() -> None:
    """Write the corpus that the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--reports", type=int, default=65_000)
    asked.add_argument("--first", type=int, default=2001)
    asked.add_argument("--last", type=int, default=2025)
    asked.add_argument("--seed", type=int, default=1)
    told = asked.parse_args()
    started = time.monotonic()
    done = write(told.folder, told.reports, told.first, told.last, told.seed)
    print(f"{done:,} reports in {time.monotonic() - started:.1f} s: {told.folder}")


if __name__ == "__main__":
    main()
