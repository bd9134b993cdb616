"""Reader: the report's text with every number marked in place, and for each the ground of what became of it."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, Final

from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from dashboard.data import Row
from dashboard.places import in_chinese, place_and_year
from dashboard.view import MARKDOWN, NotThereError, View, certainty, prose

AROUND: Final = 140
LISTED: Final = 300
CANDIDATES: Final = 12
_BLANK_LINES: Final = re.compile(r"\n\s*\n")
# what a Markdown file says of itself before its text begins
_FRONT: Final = re.compile(r"---\n(?:[\w-]+:.*\n){1,20}---\n")
_SEARCH: Final = """
    where (? = '' or contains(coalesce(region_name, '') || ' ' || coalesce(cast(report_year as varchar), '') || ' '
        || coalesce(file_name, ''), ?)
        or list_contains(?, region_name) and coalesce(report_year = ?, true))
"""


def choose(view: View) -> Response:
    """The documents at hand; ``q`` looks in region, year and file name."""
    asked = view.query.get("q", "").strip()
    place, year = place_and_year(asked)
    values = [asked, asked, tuple(sorted(in_chinese(place))), year]
    rows = view.warehouse.rows(
        f"""
        select * from {view.warehouse.documents} {_SEARCH}
        order by report_year desc nulls last, region_code, part_no, document_id limit {LISTED}
        """,
        values,
    )
    whole = view.warehouse.one(f"select count(*) as n from {view.warehouse.documents} {_SEARCH}", values)
    return view.page(
        "documents.html",
        rows=rows,
        n=whole["n"] if whole else 0,
        listed=LISTED,
        asked=asked,
        has_files=any(row["file_name"] for row in rows),
    )


def page(view: View) -> Response:
    """The reader of one document; ``m`` is the number that is open."""
    document = _document(view, view.request.path_params["document"])
    mentions = _mentions(view, document["document_id"])
    text = view.warehouse.text(document)
    counts = dict.fromkeys(("target", "result", "none"), 0)
    for row in mentions:
        counts[row["role"]] = counts.get(row["role"], 0) + 1
    opened = int(view.query["m"]) if view.query.get("m", "").isdigit() else None
    known = next((row for row in mentions if row["value_start"] == opened), None)
    return view.page(
        "reader.html",
        document=document,
        marked=None if text is None else Markup("".join(_marked(view, text, mentions, opened))),
        mentions=mentions,
        counts=counts,
        parts=_parts(mentions),
        versions=_versions(view, document),
        opened=known and {**_ground(view, document, known), "mention": known},
    )


def detail(view: View) -> Response:
    """What became of one number: the side panel of the reader."""
    document = _document(view, view.request.path_params["document"])
    start = view.request.path_params["start"]
    known = next((r for r in _mentions(view, document["document_id"]) if r["value_start"] == start), None)
    if known is None:
        raise NotThereError(f"{document['document_id']}:{start}")
    return view.page("detail.html", opened={**_ground(view, document, known), "mention": known}, document=document)


def target(view: View) -> Response:
    """The permanent address of a target: where it stands in its report."""
    document, _, start = str(view.request.path_params["target"]).partition(":")
    return RedirectResponse(view.link("reader", document, m=start) + f"#m{start}")


def _document(view: View, document_id: str) -> Row:
    found = view.warehouse.one(f"select * from {view.warehouse.documents} where document_id = ?", [document_id])
    if found is None:
        raise NotThereError(document_id)
    return found


def _mentions(view: View, document_id: str) -> list[Row]:
    return view.warehouse.rows(
        f"""
        select mentions.*, targets.verdict, targets.relation, targets.reference
        from {view.warehouse.numbers} as mentions
        left join (
            select target_id, verdict, relation, reference from {view.warehouse.all_targets}
            where target_document_id = ?
        ) as targets on mentions.mention_id = targets.target_id
        where mentions.document_id = ? order by mentions.value_start
        """,
        [document_id, document_id],
    )


def _parts(mentions: Sequence[Row]) -> list[tuple[str, int]]:
    """The parts of a report in order, with the first number of each."""
    found: list[tuple[str, int]] = []
    for row in mentions:
        if row["section"] and (not found or found[-1][0] != row["section"]):
            found.append((row["section"], row["value_start"]))
    return found


def _versions(view: View, document: Row) -> list[Row]:
    """Other texts of the same report, and the reports of the year before and after."""
    return view.warehouse.rows(
        f"""
        select * from {view.warehouse.documents}
        where region_code = ? and (report_id = ? or is_primary and report_year in (?, ?)) and document_id != ?
        order by report_year, part_no, document_id
        """,
        [
            document["region_code"],
            document["report_id"],
            (document["report_year"] or 0) - 1,
            (document["report_year"] or 0) + 1,
            document["document_id"],
        ],
    )


def _marked(view: View, text: str, mentions: Sequence[Row], opened: int | None) -> Iterator[str]:
    """The text in paragraphs, each number a link to its ground; what the file says of itself stands back."""
    front = found.end() if (found := _FRONT.match(text)) else 0
    yield '<div class="front"><p>' if front else "<p>"
    done = 0
    for row in mentions:
        start, end = row["value_start"], row["value_end"]
        if start < done or end > len(text) or start >= end:
            continue
        yield _between(text, done, start, front)
        current = ' aria-current="true"' if start == opened else ""
        kind = f"{row['role']} {row['verdict'] or ''}".strip()
        told = view.say.value_of("role", row["role"])
        more = view.say.value_of("verdict", row["verdict"]) if row["verdict"] else ""
        yield (
            f'<a class="m {kind}" id="m{start}" href="?m={start}#m{start}" '
            f'title="{escape(told)} {escape(more)}"{current}>'
            f"{escape(text[start:end])}</a>"
        )
        done = end
    yield _between(text, done, len(text), front)
    yield "</p>"


def _between(text: str, start: int, end: int, front: int) -> str:
    """What stands between two numbers; the text itself begins at ``front``."""
    if not start < front <= end:
        return _paragraphs(text[start:end])
    return f"{_paragraphs(text[start:front])}</p></div><p>{_paragraphs(text[front:end])}"


def _paragraphs(text: str) -> str:
    """Text between numbers: a line a paragraph; marks of Markdown stay in the text, and stand back."""
    return MARKDOWN.sub(r'<span class="syntax">\g<0></span>', escape(text)).replace("\n", "</p>\n<p>")


def _ground(view: View, document: Row, mention: Row) -> dict[str, Any]:
    """Why a number is what it is: its verdict, rule and candidates, the targets that it answers, or the reason."""
    ground: dict[str, Any] = {"target": None, "candidates": [], "answers": [], "other": None, "rule": None}
    ground["named"] = _catalogued(view, mention["indicator_id"])
    if mention["role"] == "target":
        found = view.warehouse.one(
            f"select *, {certainty()} as certainty from {view.warehouse.all_targets} where target_id = ?",
            [mention["mention_id"]],
        )
        ground["target"] = found
        if found:
            ground["rule"] = _rule(view, found)
            ground["candidates"] = candidates(view, [mention["mention_id"]])[mention["mention_id"]]
            if found["result_document_id"]:
                ground["other"] = passage(view, found, "result")
    elif mention["role"] == "result":
        ground["answers"] = view.warehouse.rows(
            f"select * from {view.warehouse.all_targets} where result_id = ? order by report_year, target_start",
            [mention["mention_id"]],
        )
        if ground["answers"]:
            ground["other"] = passage(view, ground["answers"][0], "target")
    return ground


def _catalogued(view: View, indicator: str | None) -> str | None:
    """The name of the catalogue for what a number measures, in the language of the page."""
    named = view.warehouse.one(f"select * from {view.warehouse.indicators} where indicator_id = ?", [indicator])
    return view.say.name(named) if named else None


def candidates(view: View, targets: Sequence[str]) -> dict[str, list[Row]]:
    """The results that might have answered each of these targets, the chosen one first."""
    found: dict[str, list[Row]] = {target: [] for target in targets}
    if not view.warehouse.has("fct_match_candidates", "target_id", "candidate_rank", "lost_because"):
        return found
    marks = ", ".join("?" for _ in targets) or "null"
    for row in view.warehouse.rows(
        f"select * from marts.fct_match_candidates where target_id in ({marks}) "
        "order by target_id, is_chosen desc, is_due desc, candidate_rank, result_id",
        targets,
    ):
        found[row["target_id"]].append(row)
    return {target: rows[:CANDIDATES] for target, rows in found.items()}


def _rule(view: View, found: Row) -> str | None:
    if not view.warehouse.has("dim_rule", "rule_id", "rule_text"):
        return None
    rule = found["relation"] if found["rule_id"] == "relation" else found["rule_id"]
    row = view.warehouse.one("select rule_text from marts.dim_rule where rule_id = ?", [rule])
    return str(row["rule_text"]) if row else None


def passage(view: View, row: Row, side: str) -> dict[str, Any] | None:
    """The sentence of the other report with its number, and what stands around it."""
    try:
        document = _document(view, row[f"{side}_document_id"])
    except NotThereError:
        return None
    start, end = row[f"{side}_start"], row[f"{side}_end"]
    first, sentence = row[f"{side}_sentence_start"], row[f"{side}_sentence"] or ""
    text = view.warehouse.text(document)
    if text is not None and first is not None:
        last = first + len(sentence)
        around = (text[max(first - AROUND, 0) : first], text[last : last + AROUND])
        before, after = (_BLANK_LINES.sub("\n", prose(part)) for part in around)
        before = f"…{before}" if first > AROUND else before
        after = f"{after}…" if last + AROUND < len(text) else after
    else:
        before = after = ""
    inside = start is not None and first is not None and 0 <= start - first < end - first <= len(sentence)
    cut = (start - first, end - first) if inside else (0, 0)
    return {
        "document": document,
        "start": start if inside or not sentence else None,
        "before": before,
        "head": sentence[: cut[0]],
        "figure": sentence[cut[0] : cut[1]],
        "tail": sentence[cut[1] :],
        "after": after,
    }
