"""Behaviour as data: phrase -> expected mentions, one JSON object per line in the files beside this one.

id, text, section (the whole text is one), report_year, region_code, spoken_year (where 今年 means another year), and
``expect``:
- metrics: at (the number as written) with start and end, role, indicator, measure, value, unit, comparator, year;
  region (empty when left out), and commitment and period where the case is about them. Where several wordings of an
  indicator are equally right, ``indicator`` lists them;
  so do ``unit``, ``comparator`` and ``year``, where the language leaves them open.
- numbers that measure nothing: role none and the reason, or a list of reasons where more than one can be argued.
- targets without a number: relation, subject and reference, each with the wordings that are right, and year.

The metrics and relations of a case are complete: one that is not expected is an error. Numbers of role none need not be
listed, but every Arabic number is.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.mentions import Context, Mention, read_document
from ingest.sections import Section

FOLDER = Path(__file__).parent
FEWEST_CASES = 500
Case = dict[str, Any]


def load() -> list[Case]:
    return [
        json.loads(line)
        for path in sorted(FOLDER.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


CASES = load()


def mentions_of(case: Case) -> list[Mention]:
    sections = [Section(0, len(case["text"]), case["section"])]
    context = Context(case["report_year"], case["region_code"], case.get("spoken_year"))
    return read_document(case["text"], sections, context)


def clean(words: str | None) -> str:
    """An indicator without what two coders may write differently: quotation marks, blanks, punctuation, 的."""
    return re.sub(r"[\s\u200b\u2060\ufeff“”‘’\"'《》、,，。（）()·的]", "", words or "")


def one_of(got: object, allowed: object) -> bool:
    return got in (allowed if isinstance(allowed, list) else [allowed])


def same_words(got: str | None, allowed: str | list[str] | None) -> bool:
    if allowed is None:
        return not got
    return clean(got) in [clean(words) for words in (allowed if isinstance(allowed, list) else [allowed])]


def wrong_in_number(got: Mention, want: Case) -> Iterator[str]:
    """What is wrong with a mention that stands where it is expected."""
    if got.role != want["role"]:
        yield f"role {got.role}, not {want['role']}" + (f" (reason {got.reason})" if got.reason else "")
        return
    if want["role"] == "none":
        if not one_of(got.reason, want["reason"]):
            yield f"reason {got.reason}, not {want['reason']}"
        return
    if not same_words(got.indicator, want["indicator"]):
        yield f"indicator {got.indicator}, not {want['indicator']}"
    if got.value != pytest.approx(want["value"], rel=1e-6):
        yield f"value {got.value}, not {want['value']}"
    expected = {"region": "", **{key: want[key] for key in ("measure", "unit", "comparator", "year")}, **want}
    for key in ("measure", "unit", "comparator", "year", "region", "commitment", "period"):
        if key in expected and not one_of(getattr(got, key) or "", expected[key] or ""):
            yield f"{key} {getattr(got, key)}, not {expected[key]}"


def wrong_in_relation(got: Mention, want: Case) -> Iterator[str]:
    if (got.role, got.relation) != ("target", want["relation"]):
        yield f"{got.role} {got.relation}, not target {want['relation']}"
    if "year" in want and got.year != want["year"]:
        yield f"year {got.year}, not {want['year']}"
    if got.value is not None:
        yield f"value {got.value}, though there is no number"
    for key in ("subject", "reference"):
        if not same_words(getattr(got, key), want[key]):
            yield f"{key} {getattr(got, key)}, not {want[key]}"


def disagreements(case: Case) -> list[str]:
    """How the mentions of a case differ from what it expects, for people; empty when it passes."""
    found = mentions_of(case)
    problems: list[str] = []
    numbers = {(mention.start, mention.end): mention for mention in found if mention.relation is None}
    relations = [mention for mention in found if mention.relation is not None]
    for want in case["expect"]:
        if "relation" in want:
            got = next((one for one in relations if one.start < want["end"] and want["start"] < one.end), None)
            if got is not None:
                relations.remove(got)
        else:
            got = numbers.pop((want["start"], want["end"]), None)
        if got is None:
            problems.append(f"「{want['at']}」: nothing there, not {want.get('relation') or want['role']}")
            continue
        check = wrong_in_relation if "relation" in want else wrong_in_number
        problems.extend(f"「{want['at']}」: {problem}" for problem in check(got, want))
    for extra in [*numbers.values(), *relations]:
        if extra.role != "none":
            written = case["text"][extra.start : extra.end]
            problems.append(f"「{written}」: {extra.relation or extra.role} {extra.indicator}, where none is expected")
    return problems


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_spec(case: Case) -> None:
    assert not disagreements(case), case["text"]


def test_the_cases_are_many_and_told_apart() -> None:
    ids = [case["id"] for case in CASES]
    assert len(ids) >= FEWEST_CASES
    assert len(set(ids)) == len(ids)
    texts = [case["text"] for case in CASES]
    assert len(set(texts)) == len(texts)


def wrong_in_case(case: Case) -> Iterator[str]:
    """Where a case contradicts itself: offsets that lead to other words, Arabic numbers that it does not list."""
    text = case["text"]
    for want in case["expect"]:
        if text[want["start"] : want["end"]] != want["at"]:
            yield f"{case['id']}: {want['at']} stands elsewhere"
    listed = [(want["start"], want["end"]) for want in case["expect"]]
    for digits in re.finditer(r"[0-9０-９]+", text):
        if not any(start <= digits.start() and digits.end() <= end for start, end in listed):
            yield f"{case['id']}: {digits[0]} is not listed"


def test_offsets_of_the_cases_themselves() -> None:
    assert [wrong for case in CASES for wrong in wrong_in_case(case)] == []
