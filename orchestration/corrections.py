"""`corrections.csv`: checked line by line before anything is built, and written for a person by `duixian correct`."""

import csv
import difflib
import io
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Final

import polars as pl

from ingest.lake import Lake
from ingest.schemas import READ_OF_A_NUMBER
from ingest.store.state import replace_bytes
from orchestration.home import Home
from orchestration.tongue import say
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
        return [say("cor.encoding", path=home.corrections)]
    rows = list(csv.reader(io.StringIO(text)))
    if not rows:
        return [_line(home, 1, say("cor.no_heads", heads=",".join(COLUMNS)))]
    head = [name.strip() for name in rows[0]]
    if sorted(head) != sorted(COLUMNS):
        return [_line(home, 1, _heads(head))]
    told = [(number, row) for number, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)]
    return [_line(home, number, wrong) for number, wrong in _wrong_rows(home, head, told)]


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
        problem = say("cor.no_mention", mention=mention_id)
    if problem:
        raise CorrectionError(problem)
    made = Correction(mention_id, result_id, field, _machine_says(home, made), new_value, reason)
    known = _rows(home)
    if any((one.mention_id, one.result_id, one.field) == (mention_id, result_id, field) for one in known):
        raise CorrectionError(say("cor.known", path=home.corrections, field=field))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(astuple(one) for one in [*known, made])
    replace_bytes(home.corrections, buffer.getvalue().encode())
    return made


def _line(home: Home, number: int, wrong: str) -> str:
    return say("cor.line", path=home.corrections, number=number, wrong=wrong)


def _near(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return say("cor.near", near=near[0]) if near else ""


def _heads(head: list[str]) -> str:
    for name in head:
        if name not in COLUMNS:
            return say("cor.unknown_column", name=name) + _near(name, COLUMNS)
    missing = [name for name in COLUMNS if name not in head]
    return say("cor.column_missing", name=missing[0]) if missing else say("cor.column_twice")


def _wrong_rows(home: Home, head: list[str], rows: list[tuple[int, list[str]]]) -> Iterator[tuple[int, str]]:
    seen: dict[tuple[str, str, str], int] = {}
    known = _known(home, [row[head.index("mention_id")].strip() for _, row in rows if len(row) == len(head)])
    for number, row in rows:
        if len(row) != len(head):
            yield number, say("cor.cells", n=len(row), columns=len(head))
            continue
        one = Correction(**{name: cell.strip() for name, cell in zip(head, row, strict=True)})
        yield from ((number, wrong) for wrong in _wrong_cells(one))
        if one.mention_id and one.mention_id not in known:
            yield number, say("cor.gone", mention=one.mention_id)
        key = (one.mention_id, one.result_id, one.field)
        if key in seen:
            yield number, say("cor.same", line=seen[key])
        seen.setdefault(key, number)


def _wrong_cells(one: Correction) -> Iterator[str]:
    known = (*OF_A_MENTION, *OF_A_PAIR)
    if not one.mention_id:
        yield say("cor.empty")
    if one.field not in known:
        yield say("cor.no_field", field=one.field, known=", ".join(known)) + _near(one.field, known)
    if one.field in ALLOWED and one.new_value not in ALLOWED[one.field]:
        yield say("cor.not_allowed", value=one.new_value, known=", ".join(ALLOWED[one.field]))
    if one.field == "match" and not one.result_id:
        yield say("cor.pair")
    if one.field in OF_A_MENTION and one.result_id:
        yield say("cor.one_mention", field=one.field)
    if one.field in ("value", "year") and not _is_number(one.new_value, whole=one.field == "year"):
        yield say("cor.no_year" if one.field == "year" else "cor.no_number", value=one.new_value)
    if not one.reason:
        yield say("cor.no_reason")


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
                raise CorrectionError(say("cor.no_target", mention=one.mention_id))
            return str(row[0])
    mention = Lake(home.lake).scan("mentions").filter(pl.col("mention_id") == one.mention_id).select(one.field)
    said = mention.collect().item()
    if said is None:
        return ""
    # as dbt writes a number: at most four places, no zeros behind them
    return f"{said:.4f}".rstrip("0").rstrip(".") if one.field == "value" else str(said)
