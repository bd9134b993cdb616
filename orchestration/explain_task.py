"""What became of a task of a breakdown or plan list: who owes it, by when, its targets, what the next report says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import duckdb
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dashboard.data import open_published
from dashboard.words import Speech, speech
from orchestration.explain import amount, rows_of
from orchestration.inert import shown_row
from orchestration.tongue import language, say

_TASK: Final = "select * from marts.fct_task where task_id = ?"
_UNITS: Final = "select unit_text, unit_name, role, told_by from marts.task_unit where task_id = ? order by position"
_TARGETS: Final = """
    select target_id, indicator_text, target_value, unit, verdict, result_value, result_unit
    from marts.fct_attainment
    where task_id = ? and target_document_id = ?
    order by target_start
"""
_Row = dict[str, Any]


def read_task(warehouse: Path, task_id: str) -> _Row | None:
    """A row of marts.fct_task with its ``units`` and ``targets``; None where the warehouse has no such task."""
    with open_published(warehouse) as connection:
        try:
            found = rows_of(connection, _TASK, [task_id])
        except duckdb.CatalogException:
            # a released panel has no tasks
            return None
        if not found:
            return None
        task = found[0]
        targets = rows_of(connection, _TARGETS, [task_id, task["document_id"]])
        return {
            "sentence": None,
            "passage": None,
            **task,
            "units": rows_of(connection, _UNITS, [task_id]),
            "targets": targets,
        }


def explain_task(task: _Row) -> RenderableType:
    """The explanation of a task in the language of the locale, for a rich console."""
    words = speech(language())
    shown = shown_row(task)
    place = shown["region_name"] or words("word.region_unknown")
    heading = Text.assemble((words(f"standing.{shown['standing']}"), "bold"), f"  {place} {shown['report_year'] or ''}")
    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for key, value in _facts(shown, words):
        table.add_row(say(key) if key else "", value)
    return Group(heading, table)


def _facts(task: _Row, words: Speech) -> Iterator[tuple[str, RenderableType]]:
    item = f"{task['item']}. " if task["item"] else ""
    yield "exp.task", Text(f"{item}{task['sentence'] or words('word.no_sentence')}")
    where = say("exp.place", document=task["document_name"], start=task["task_start"], end=task["task_end"])
    yield "", Text(where, style="dim")
    for key, role in (("exp.lead", "lead"), ("exp.assisting", "assisting")):
        units = [shown_row(unit)["unit_text"] for unit in task["units"] if unit["role"] == role]
        if units:
            yield key, Text("、".join(units))
    if task["due_on"] is not None:
        yield "exp.due", f"{task['due_on']}"
    for number, target in enumerate(map(shown_row, task["targets"])):
        verdict = words.value_of("verdict", target["verdict"])
        told = "" if target["result_value"] is None else f" → {amount(target['result_value'], target['result_unit'])}"
        promised = f"{target['indicator_text'] or ''} {amount(target['target_value'], target['unit'])}{told}"
        yield ("" if number else "exp.targets"), Text(f"{verdict}  {promised}  [{target['target_id']}]")
    if task["passage"] is not None:
        yield "exp.said", Text(f"{task['passage']} ({task['passage_score']:.2f})")
