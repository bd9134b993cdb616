"""Why a target has its verdict: both sentences with the numbers marked, the rule, and the candidates that lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dashboard.data import open_published
from dashboard.words import NBSP, Speech, speech
from orchestration.inert import shown_row
from orchestration.tongue import language, say

VERDICT_STYLES: Final = {
    "attained": "bold green",
    "missed": "bold red",
    "incomparable": "bold yellow",
    "unreported": "bold magenta",
    "pending": "bold blue",
}
SOUGHT: Final = {
    "target": "exp.sought_target",
    "subject": "exp.sought_subject",
    "item": "exp.sought_item",
    "reference": "exp.sought_reference",
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
    order by target_document_id, target_start
    limit 10
"""
_HAS_CANDIDATES: Final = """
    select 1 from information_schema.tables where table_schema = 'marts' and table_name = 'fct_match_candidates'
"""
# a release has no sentence of the reports, and nothing that may hold one
LEFT_OUT: Final = ("verdict_reason", "target_sentence", "result_sentence", "target_document", "result_document")
_Row = dict[str, Any]


class UnknownTargetError(LookupError):
    """No target has this id; ``near`` lists ids that begin with it or whose indicator contains it."""

    def __init__(self, target_id: str, near: list[str]) -> None:
        hint = say("exp.perhaps", near=", ".join(near)) if near else say("exp.every_id")
        super().__init__(say("exp.no_target", target=target_id) + hint)
        self.near = near


@dataclass(frozen=True, slots=True)
class Explanation:
    """One row of marts.fct_attainment with its rule, and the rows of marts.fct_match_candidates behind it.

    ``candidates`` is None where the warehouse has no such table, as a release.
    """

    target: _Row
    candidates: list[_Row] | None


def read_explanation(warehouse: Path, target_id: str) -> Explanation:
    """What the warehouse, or a release, says of one target; None for what a release leaves out.

    Raises UnknownTargetError where there is no such target, duckdb.Error where the file is no warehouse.
    """
    with open_published(warehouse) as connection:
        found = rows_of(connection, _TARGET, [target_id])
        if not found:
            near = [str(row["target_id"]) for row in rows_of(connection, _NEAR, [target_id, target_id])]
            raise UnknownTargetError(target_id, near)
        known = connection.execute(_HAS_CANDIDATES).fetchone()
        candidates = rows_of(connection, _CANDIDATES, [target_id]) if known else None
        return Explanation({**dict.fromkeys(LEFT_OUT), **found[0]}, candidates)


def explain(warehouse: Path, target_id: str) -> RenderableType:
    """The explanation of one target in the language of the locale, for a rich console; errors as above."""
    explanation = read_explanation(warehouse, target_id)
    words = speech(language())
    target = shown_row(explanation.target)
    parts: list[RenderableType] = [_heading(target, words), _target_table(target, words)]
    if explanation.candidates:
        parts.append(_candidate_table([shown_row(row) for row in explanation.candidates], words))
    elif explanation.candidates is not None:
        parts.append(Text(words("reader.no_candidates"), style="dim"))
    return Group(*parts)


def rows_of(connection: duckdb.DuckDBPyConnection, query: str, values: list[str]) -> list[_Row]:
    """The rows of a query, by the names of their columns."""
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _heading(target: _Row, words: Speech) -> Text:
    verdict = str(target["verdict"])
    place = target["region_name"] or words("word.region_unknown")
    heading = Text.assemble(
        (words.value_of("verdict", verdict), VERDICT_STYLES.get(verdict, "bold")),
        f"  {place} {target['target_year'] or ''}  ",
        (str(target["indicator_text"] or target["subject"] or ""), "bold"),
    )
    return heading.append(f"\n{words.ground(target['verdict_reason']) or words(f'meaning.{verdict}')}")


def _target_table(target: _Row, words: Speech) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")

    def row(key: str, value: RenderableType) -> None:
        table.add_row(say(key) if key else "", value)

    row("exp.promised", _promised(target, words))
    row("", _marked(target, "target"))
    row("", _place(target, "target"))
    if target["lead_unit"] is not None:
        row("exp.owed", str(target["lead_unit"]))
    if target["result_id"] is not None:
        compared = target["verdict"] in ("attained", "missed")
        row("exp.reported" if compared else "exp.nearest", amount(target["result_value"], target["result_unit"]))
        row("", _marked(target, "result"))
        row("", _place(target, "result"))
    elif target["result_sentence"] is not None:
        row("exp.said", Text(str(target["result_sentence"])))
        said = say("exp.from", document=target["result_document"], start=target["result_sentence_start"])
        row("", Text(said, style="dim"))
    if target["reference_value"] is not None:
        row("exp.against", amount(target["reference_value"], "%"))
    if target["official_value"] is not None:
        verdict = words.value_of("verdict", target["official_verdict"])
        row("exp.official", f"{amount(target['official_value'], target['unit'])}  {verdict}")
    if target["derived_value"] is not None:
        verdict = words.value_of("verdict", target["derived_verdict"])
        row("exp.derived", f"{amount(target['derived_value'], '%')}  {verdict}")
    for key, value in _judged(target, words):
        row(key, value)
    return table


def _judged(target: _Row, words: Speech) -> Iterator[tuple[str, RenderableType]]:
    """What the verdict rests on, and what might shake it."""
    if target["rule_text"]:
        yield "exp.rule", Text(f"{words.ground(target['rule_text'])} [{target['rule_id']}]")
    if target["margin"] is not None:
        share = target["attainment_ratio"]
        ratio = "" if share is None else f", {words('reader.ratio', share=f'{share:.1%}')}"
        yield "exp.margin", f"{target['margin']:+.4g}{ratio}"
    if target["match_method"] is not None:
        yield "exp.matched", f"{words.value_of('method', target['match_method'])}, {target['match_score']:.2f}"
    if target["turned_by_revision"]:
        yield "exp.revision", words("reader.turned")
    if target["is_corrected"]:
        yield "exp.correction", words("word.corrected")


def _candidate_table(candidates: list[_Row], words: Speech) -> Table:
    table = Table(title=words("reader.candidates"), title_justify="left", title_style="bold", expand=False)
    for key in ("", "exp.for", "exp.figure", "exp.reported_as", "exp.score", "exp.why"):
        table.add_column(say(key) if key else "", overflow="fold", no_wrap=key in ("", "exp.for", "exp.score"))
    for row in candidates:
        sought = say(SOUGHT[row["sought"]]) if row["is_due"] else say("exp.on_the_way", year=row["look_year"])
        figure = amount(row["result_value"], row["result_unit"]) + (
            "" if row["result_measure"] == "level" else f" ({words.value_of('measure', row['result_measure'])})"
        )
        where = f"{row['result_indicator_text'] or ''}  {row['result_document']} {row['result_start']}"
        mark, why = ("→", words("reader.chosen")) if row["is_chosen"] else ("", words.ground(row["lost_because"]))
        if row["is_chosen"] and row["standing"] != "match":
            why = say("exp.nearest_but", why=words.ground(row["finding_text"]))
        table.add_row(mark, sought, figure, where, f"{row['match_score']:.2f}", why)
    return table


def _promised(target: _Row, words: Speech) -> str:
    if target["target_value"] is None:
        relation = words.value_of("relation", target["relation"])
        return f"{relation}: {target['subject'] or ''} / {target['reference'] or ''}"
    facts = [words.value_of("measure", target["measure"])]
    if target["commitment"]:
        facts.append(words.value_of("commitment", target["commitment"]))
    return f"{words.target(target).replace(NBSP, ' ')} ({', '.join(facts)})"


def amount(value: float | None, unit: str | None) -> str:
    """A value with its unit, or that there is none."""
    return say("exp.no_number") if value is None else f"{value:,.10g} {unit or ''}".strip()


def _place(row: _Row, side: str) -> Text:
    document = row[f"{side}_document"] or row[f"{side}_document_id"]
    told = {"document": document, "start": row[f"{side}_start"], "end": row[f"{side}_end"]}
    return Text(say("exp.place", **told), style="dim")


def _marked(row: _Row, side: str) -> Text:
    """The sentence with its number marked; nothing is marked where the number stands outside of it."""
    sentence = str(row[f"{side}_sentence"] or "")
    begin = int(row[f"{side}_sentence_start"] or 0)
    start, end = int(row[f"{side}_start"]) - begin, int(row[f"{side}_end"]) - begin
    text = Text(sentence) if sentence else Text(speech(language())("word.no_sentence"), style="dim")
    if 0 <= start < end <= len(sentence):
        text.stylize("reverse bold", start, end)
    return text
