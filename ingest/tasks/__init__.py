"""Documents -> tasks with the units that owe them, and the sentences of reviews that later speak of them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import polars as pl

from ingest.identity.unlisted import coded
from ingest.normalise import normalise
from ingest.reading import reading_of
from ingest.schemas import TASKS, polars_schema
from ingest.tasks.bare import bare
from ingest.tasks.due import due_of
from ingest.tasks.flat import flat_tasks
from ingest.tasks.model import Task
from ingest.tasks.names import NOBODY, Government
from ingest.tasks.passages import passages_of
from ingest.tasks.reader import TaskReader
from ingest.tasks.units import Unit, ranked, says_first_leads

__all__ = ["passages_of", "tasks_of"]

_BREAKDOWN: Final = "responsibility_breakdown"
_PLANS: Final = frozenset({"plan", "term_plan"})
# a list behind a report, of who owes what
_APPENDIX: Final = "appendix"
_ASIDE: Final = frozenset({"furniture", "plan_repeat", _APPENDIX})
Sections = Sequence[dict[str, Any]]
Span = Callable[[int, int], tuple[int, int]]


def tasks_of(documents: pl.DataFrame) -> pl.DataFrame:
    """Tasks of a batch of documents: ingest.schemas.DOCUMENTS in, ingest.schemas.TASKS out.

    Of a breakdown all tasks, of a report the numbered items of its plan and what names its units.
    """
    needed = documents.select("document_id", "report_year", "region_code", "kind", "text", "sections")
    rows = [
        row
        for document_id, year, region, kind, text, parts in needed.iter_rows()
        if kind in (_BREAKDOWN, "report")
        for row in _rows(document_id, year, region, kind, text, parts or ())
    ]
    return pl.DataFrame(rows, schema=polars_schema(TASKS))


def _rows(
    document_id: str, year: int | None, region: str | None, kind: str, text: str, parts: Sections
) -> Iterator[dict[str, Any]]:
    government = _government(region)
    flat = flat_tasks(normalise(text), government, _within(lambda raw: raw, parts, _sections(parts, kind)))
    if flat:
        yield from _told(document_id, year, flat, normalise(text), lambda start, end: (start, end))
        return
    reading = reading_of(text)
    in_plan = _within(reading.seen, parts, _sections(parts, kind))
    reader = TaskReader(reading, government, _within(reading.seen, parts, _sections(parts, kind) | {_APPENDIX}))
    tasks = [task for task in reader.read() if task.units or ((task.item or "").isdigit() and in_plan(task.start))]
    yield from _told(document_id, year, tasks, reading.text, reading.raw_span)


def _sections(parts: Sections, kind: str) -> frozenset[str]:
    """The sections in which tasks stand."""
    return frozenset(part["section"] for part in parts) - _ASIDE if kind == _BREAKDOWN else _PLANS


def _told(
    document_id: str, year: int | None, tasks: Sequence[Task], text: str, raw_span: Span
) -> Iterator[dict[str, Any]]:
    """Rows of tasks whose offsets point into ``text``; ``raw_span`` turns them to those of the raw text."""
    first_leads = says_first_leads(text)
    for number, task in enumerate(tasks, start=1):
        start, end = raw_span(task.start, task.end)
        sentence = text[task.start : task.end].strip()
        due = due_of(task.due) if task.due else due_of(sentence)
        yield {
            "task_id": f"{document_id}:t{start}",
            "document_id": document_id,
            "report_year": year,
            "task_no": number,
            "item": task.item,
            "section_path": task.path,
            "sentence": sentence,
            "task_start": start,
            "task_end": end,
            "item_end": raw_span(task.start, task.closes)[1],
            "due_year": due.year or year,
            "due_month": due.month,
            "due_text": due.text,
            "words": bare(sentence),
            "units": _placed(task, raw_span, first_leads),
        }


def _placed(task: Task, raw_span: Span, first_leads: bool) -> list[dict[str, Any]]:
    """The units of a task with their places in the raw text, the leading ones first."""

    def row(position: int, unit: Unit) -> dict[str, Any]:
        start, end = raw_span(unit.start, unit.end)
        told = {"unit_text": unit.unit_text, "unit_name": unit.unit_name, "role": unit.role, "told_by": unit.told_by}
        return {"position": position, **told, "unit_start": start, "unit_end": end}

    return [row(number, unit) for number, unit in enumerate(ranked(task.units, first_leads), start=1)]


def _government(region: str | None) -> Government:
    """The government of a region; its departments are those of a city where it is one of the four municipalities."""
    found = coded(region, None) if region else None
    if found is None:
        return NOBODY
    is_province = found.level == "province" and not found.name.endswith("市")
    return Government(
        found.names(), "national" if found.level == "nation" else "provincial" if is_province else "local"
    )


def _within(seen: Callable[[int], int], parts: Sections, sections: frozenset[str]) -> Callable[[int], bool]:
    """Whether a position stands in one of the sections; ``seen`` turns offsets of the raw text to such positions."""
    spans = [(seen(part["start"]), seen(part["end"])) for part in parts if part["section"] in sections]
    return lambda position: any(start <= position < end for start, end in spans)
