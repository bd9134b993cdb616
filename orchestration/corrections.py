"""`corrections.csv`: checked line by line before anything is built, and written for a person by `duixian correct`."""

import csv
import difflib
import io
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from typing import Final

import polars as pl

from ingest.lake import Lake
from ingest.schemas import READ_OF_A_NUMBER
from ingest.store.state import replace_bytes
from orchestration.home import Home
from orchestration.versions import reading

OF_A_MENTION: Final = (*READ_OF_A_NUMBER, "period", "region", "commitment")
OF_A_PAIR: Final = ("match", "verdict")
ALLOWED: Final = {
    "role": ("target", "result", "none"),
    "measure": ("level", "growth", "change", "rank", "streak"),
    "comparator": ("eq", "ge", "le", "approx", "lo", "hi"),
    "commitment": ("must", "plain", "strive"),
    "match": ("yes", "no"),
    "verdict": ("attained", "missed", "incomparable", "unreported", "pending"),
}
_MATCH: Final = """
    select coalesce(bool_or(is_machine_match), false) from marts.fct_match_candidates
    where is_due and target_id = ? and result_id = ?
"""
_VERDICT: Final = "select machine_verdict from marts.fct_attainment where target_id = ?"


class CorrectionError(ValueError):
    """A correction that cannot be written, with the reason."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One row: what a person sets, what the machine said then, and why."""

    mention_id: str
    result_id: str
    field: str
    expected: str
    new_value: str
    reason: str


COLUMNS: Final = tuple(one.name for one in fields(Correction))


def check_corrections(home: Home) -> list[str]:
    """What is wrong in the file, a sentence each with line and column; empty where all is well or there is none."""
    if not home.corrections.exists():
        return []
    try:
        text = home.corrections.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return [f"{home.corrections}: it is not in UTF-8: save it as “CSV UTF-8”"]
    rows = list(csv.reader(io.StringIO(text)))
    if not rows:
        return [f"{home.corrections}, line 1: the heads are missing: {','.join(COLUMNS)}"]
    head = [name.strip() for name in rows[0]]
    if sorted(head) != sorted(COLUMNS):
        return [f"{home.corrections}, line 1: {_heads(head)}"]
    told = [(number, row) for number, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)]
    return [f"{home.corrections}, line {number}, {wrong}" for number, wrong in _wrong_rows(home, head, told)]


def correct(home: Home, mention_id: str, result_id: str, field: str, new_value: str, reason: str) -> Correction:
    """Add a row for a mention or a pair, with what the machine says now as what is expected.

    Raises CorrectionError where the id is not known, the field or value is none, or the file is damaged.
    """
    wrong = check_corrections(home)
    if wrong:
        raise CorrectionError(wrong[0])
    made = Correction(mention_id, result_id, field, "", new_value, reason)
    problem = next(_wrong_cells(made), None)
    if problem is None and not _known(home, [mention_id]):
        problem = f"mention_id: the lake has no mention {mention_id}"
    if problem:
        raise CorrectionError(problem)
    made = Correction(mention_id, result_id, field, _machine_says(home, made), new_value, reason)
    known = _rows(home)
    if any((one.mention_id, one.result_id, one.field) == (mention_id, result_id, field) for one in known):
        raise CorrectionError(f"{home.corrections} has a correction of {field} for it already: edit that line")
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(astuple(one) for one in [*known, made])
    replace_bytes(home.corrections, buffer.getvalue().encode())
    return made


def _heads(head: list[str]) -> str:
    for name in head:
        if name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, n=1)
            return f"column {name!r} is not known" + (f"; did you mean {near[0]}?" if near else "")
    missing = [name for name in COLUMNS if name not in head]
    return f"column {missing[0]} is missing" if missing else "a column stands twice"


def _wrong_rows(home: Home, head: list[str], rows: list[tuple[int, list[str]]]) -> Iterator[tuple[int, str]]:
    seen: dict[tuple[str, str, str], int] = {}
    known = _known(home, [row[head.index("mention_id")].strip() for _, row in rows if len(row) == len(head)])
    for number, row in rows:
        if len(row) != len(head):
            yield number, f"it has {len(row)} cells where there are {len(head)} columns: put quotes around commas"
            continue
        one = Correction(**{name: cell.strip() for name, cell in zip(head, row, strict=True)})
        yield from ((number, f"column {wrong}") for wrong in _wrong_cells(one))
        if one.mention_id and one.mention_id not in known:
            yield number, f"column mention_id: no document has a mention {one.mention_id} any more"
        key = (one.mention_id, one.result_id, one.field)
        if key in seen:
            yield number, f"column field: line {seen[key]} corrects the same"
        seen.setdefault(key, number)


def _wrong_cells(one: Correction) -> Iterator[str]:
    known = (*OF_A_MENTION, *OF_A_PAIR)
    if not one.mention_id:
        yield "mention_id: it is empty"
    if one.field not in known:
        near = difflib.get_close_matches(one.field, known, n=1)
        yield f"field: {one.field!r} is none of {', '.join(known)}" + (f"; did you mean {near[0]}?" if near else "")
    if one.field in ALLOWED and one.new_value not in ALLOWED[one.field]:
        yield f"new_value: {one.new_value!r} is none of {', '.join(ALLOWED[one.field])}"
    if one.field == "match" and not one.result_id:
        yield "result_id: a pair needs the id of its result"
    if one.field in OF_A_MENTION and one.result_id:
        yield f"result_id: {one.field} corrects one mention; leave it empty"
    if one.field in ("value", "year") and not _is_number(one.new_value, whole=one.field == "year"):
        yield f"new_value: {one.new_value!r} is no {'year' if one.field == 'year' else 'number'}"
    if not one.reason:
        yield "reason: say why, for the reader of the marts"


def _is_number(text: str, *, whole: bool) -> bool:
    try:
        int(text) if whole else float(text)
    except ValueError:
        return False
    return True


def _known(home: Home, ids: list[str]) -> set[str]:
    wanted = pl.Series(ids, dtype=pl.String)
    found = Lake(home.lake).scan("mentions").select("mention_id").filter(pl.col("mention_id").is_in(wanted.implode()))
    return set(found.collect()["mention_id"])


def _rows(home: Home) -> list[Correction]:
    if not home.corrections.exists():
        return []
    with home.corrections.open(encoding="utf-8-sig", newline="") as stream:
        return [Correction(**{name.strip(): cell for name, cell in row.items()}) for row in csv.DictReader(stream)]


def _machine_says(home: Home, one: Correction) -> str:
    if one.field in OF_A_PAIR:
        with reading(home.warehouse) as warehouse:
            if one.field == "match":
                row = warehouse.execute(_MATCH, [one.mention_id, one.result_id]).fetchone()
                return "yes" if row and row[0] else "no"
            row = warehouse.execute(_VERDICT, [one.mention_id]).fetchone()
            if row is None:
                raise CorrectionError(f"mention_id: {one.mention_id} is no target of the published warehouse")
            return str(row[0])
    mention = Lake(home.lake).scan("mentions").filter(pl.col("mention_id") == one.mention_id).select(one.field)
    said = mention.collect().item()
    if said is None:
        return ""
    # as dbt writes a number: at most four places, no zeros behind them
    return f"{said:.4f}".rstrip("0").rstrip(".") if one.field == "value" else str(said)
