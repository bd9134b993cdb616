"""Why a target has its verdict: both sentences with the numbers marked, the rule, and the candidates that lost."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from orchestration.inert import shown_row
from orchestration.versions import reading

VERDICT_STYLES: Final = {
    "attained": "bold green",
    "missed": "bold red",
    "incomparable": "bold yellow",
    "unreported": "bold magenta",
    "pending": "bold blue",
}
_TARGET: Final = """
    select targets.*, rules.rule_text
    from marts.fct_attainment as targets
    left join marts.dim_rule as rules
        on rules.rule_id = if(targets.rule_id = 'relation', targets.relation, targets.rule_id)
    where targets.target_id = ?
"""
_CANDIDATES: Final = """
    select *
    from marts.fct_match_candidates
    where target_id = ?
    order by sought desc, is_due desc, candidate_rank, result_id
"""
_NEAR: Final = """
    select target_id
    from marts.fct_attainment
    where starts_with(target_id, ?) or contains(indicator_text, ?)
    order by target_document, target_start
    limit 10
"""
_Row = dict[str, Any]


class UnknownTargetError(LookupError):
    """No target has this id; ``near`` lists ids that begin with it or whose indicator contains it."""

    def __init__(self, target_id: str, near: list[str]) -> None:
        hint = f" Perhaps one of: {', '.join(near)}" if near else " Every id is in marts.fct_attainment.target_id."
        super().__init__(f"There is no target {target_id}.{hint}")
        self.near = near


@dataclass(frozen=True, slots=True)
class Explanation:
    """One row of marts.fct_attainment with its rule, and the rows of marts.fct_match_candidates behind it."""

    target: _Row
    candidates: list[_Row]


def read_explanation(warehouse: Path, target_id: str) -> Explanation:
    """What the warehouse says of one target.

    Raises UnknownTargetError where there is no such target, duckdb.Error where the file is no warehouse.
    """
    with reading(warehouse) as connection:
        found = _rows(connection, _TARGET, [target_id])
        if not found:
            near = [str(row["target_id"]) for row in _rows(connection, _NEAR, [target_id, target_id])]
            raise UnknownTargetError(target_id, near)
        return Explanation(found[0], _rows(connection, _CANDIDATES, [target_id]))


def explain(warehouse: Path, target_id: str) -> RenderableType:
    """The explanation of one target, to be printed on a rich console; errors as in ``read_explanation``."""
    explanation = read_explanation(warehouse, target_id)
    target = shown_row(explanation.target)
    parts: list[RenderableType] = [_heading(target), _target_table(target)]
    if explanation.candidates:
        parts.append(_candidate_table([shown_row(row) for row in explanation.candidates]))
    else:
        parts.append(Text("No later figure came near enough to be a candidate.", style="dim"))
    return Group(*parts)


def _rows(connection: duckdb.DuckDBPyConnection, query: str, values: list[str]) -> list[_Row]:
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _heading(target: _Row) -> Text:
    verdict = str(target["verdict"])
    heading = Text.assemble(
        (verdict, VERDICT_STYLES.get(verdict, "bold")),
        f"  {target['region_name'] or 'region unknown'} {target['target_year'] or ''}  ",
        (str(target["indicator_text"] or target["subject"] or ""), "bold"),
    )
    return heading.append(f"\n{target['verdict_reason']}")


def _target_table(target: _Row) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("promised", _promised(target))
    table.add_row("", _marked(target, "target"))
    table.add_row("", _place(target, "target"))
    if target["lead_unit"] is not None:
        table.add_row("owed by", str(target["lead_unit"]))
    if target["result_id"] is not None:
        compared = target["verdict"] in ("attained", "missed")
        table.add_row("reported" if compared else "nearest", _amount(target["result_value"], target["result_unit"]))
        table.add_row("", _marked(target, "result"))
        table.add_row("", _place(target, "result"))
    elif target["result_sentence"] is not None:
        table.add_row("said", Text(str(target["result_sentence"])))
        where = f"{target['result_document']}, from character {target['result_sentence_start']}"
        table.add_row("", Text(where, style="dim"))
    if target["reference_value"] is not None:
        table.add_row("against", _amount(target["reference_value"], "%"))
    if target["rule_text"]:
        table.add_row("rule", f"{target['rule_text']} [{target['rule_id']}]".replace("[", "\\["))
    if target["margin"] is not None:
        ratio = "" if target["attainment_ratio"] is None else f", {target['attainment_ratio']:.3f} of the target"
        table.add_row("margin", f"{target['margin']:+.4g}{ratio}")
    if target["match_method"] is not None:
        table.add_row("matched by", f"{target['match_method']}, score {target['match_score']:.2f}")
    if target["turned_by_revision"]:
        table.add_row("revision", "a later report gives another figure that would turn this verdict")
    if target["is_corrected"]:
        table.add_row("correction", "a person's correction had a hand in this row")
    return table


def _candidate_table(candidates: list[_Row]) -> Table:
    table = Table(title="Candidates", title_justify="left", title_style="bold", expand=False)
    for name in ("", "for", "figure", "reported as", "score", "why it lost"):
        table.add_column(name, overflow="fold", no_wrap=name in ("", "for", "score"))
    for row in candidates:
        sought = str(row["sought"]) if row["is_due"] else f"{row['look_year']}, on the way"
        figure = _amount(row["result_value"], row["result_unit"]) + (
            "" if row["result_measure"] == "level" else f" ({row['result_measure']})"
        )
        where = f"{row['result_indicator_text'] or ''}  {row['result_document']} {row['result_start']}"
        mark, why = ("→", "chosen") if row["is_chosen"] else ("", row["lost_because"] or "")
        if row["is_chosen"] and row["standing"] != "match":
            why = f"nearest, but {row['finding_text']}"
        table.add_row(mark, sought, figure, where, f"{row['match_score']:.2f}", why)
    return table


def _promised(target: _Row) -> str:
    if target["target_value"] is None:
        return f"{target['relation']}: {target['subject'] or ''} / {target['reference'] or ''}"
    amount = _amount(target["target_value"], target["unit"])
    if target["target_value_high"] is not None:
        amount = f"{target['target_value']:g} to {_amount(target['target_value_high'], target['unit'])}"
    return f"{target['measure']} {target['comparator']} {amount} ({target['commitment'] or 'no cue of commitment'})"


def _amount(value: float | None, unit: str | None) -> str:
    return "no number" if value is None else f"{value:,.10g} {unit or ''}".strip()


def _place(row: _Row, side: str) -> Text:
    return Text(f"{row[f'{side}_document']}, characters {row[f'{side}_start']} to {row[f'{side}_end']}", style="dim")


def _marked(row: _Row, side: str) -> Text:
    """The sentence with its number marked; nothing is marked where the number stands outside of it."""
    sentence = str(row[f"{side}_sentence"] or "")
    begin = int(row[f"{side}_sentence_start"] or 0)
    start, end = int(row[f"{side}_start"]) - begin, int(row[f"{side}_end"]) - begin
    text = Text(sentence)
    if 0 <= start < end <= len(sentence):
        text.stylize("reverse bold", start, end)
    return text
