"""Review: a queue of verdicts for a person, uncertain ones first or drawn at random, and how far they agree so far."""

import math
from pathlib import Path
from typing import Any, Final

from starlette.responses import RedirectResponse, Response

from dashboard.corrections import (
    ALLOWED,
    DECISIONS,
    Correction,
    RefusedError,
    add_review,
    check,
    read,
)
from dashboard.data import Row
from dashboard.pages import review_numbers
from dashboard.pages.reader import candidates
from dashboard.view import View, certainty
from dashboard.words import number

QUEUE: Final = 20
LEAST_CERTAIN: Final = 2_000
MOST_DRAWN: Final = 10_000
VERDICTS: Final = "verdicts"
NUMBERS: Final = "numbers"
# the queues, with the column that names what waits in each
KEYS: Final = {VERDICTS: "target_id", NUMBERS: "mention_id"}
# where it is kept what a person looked at; target_id is the id of the number in the second
REVIEWED: Final = {VERDICTS: "review.csv", NUMBERS: "review-numbers.csv"}


def page(view: View, refused: str | None = None) -> Response:
    """A queue, of verdicts or of numbers (``of``); filters: region, verdict or role, sample (a random draw), seed."""
    return (_of_numbers if view.query.get("of") == NUMBERS else _of_verdicts)(view, refused)


def _of_verdicts(view: View, refused: str | None) -> Response:
    rows, seen = queue(view), _seen(view)
    waiting = [row["target_id"] for row in rows if row["target_id"] not in seen]
    return view.page(
        "review.html",
        status=400 if refused else 200,
        refused=refused,
        rows=_whole(view, waiting[:QUEUE]),
        is_drawn=_drawn(view) > 0,
        most_drawn=MOST_DRAWN,
        has_sentences=view.warehouse.has("fct_attainment", "target_sentence"),
        fields=[name for name in ALLOWED if name != "match"],
        field="verdict",
        **_frame(view, VERDICTS, rows, waiting, seen),
    )


def _of_numbers(view: View, refused: str | None) -> Response:
    rows, seen = review_numbers.queue(view), _seen(view, NUMBERS)
    waiting = [row["mention_id"] for row in rows if row["mention_id"] not in seen or "number" in view.query]
    return view.page(
        "review_numbers.html",
        status=400 if refused else 200,
        refused=refused,
        rows=review_numbers.whole(view, waiting[:QUEUE]),
        fields=[name for name in ALLOWED if name not in ("match", "verdict")],
        field="role",
        **_frame(view, NUMBERS, rows, waiting, seen),
    )


def _frame(view: View, of: str, rows: list[Row], waiting: list[str], seen: dict[str, str]) -> dict[str, Any]:
    """What the frame of both queues tells: how many wait, of how many, and how far a person agrees so far."""
    key = KEYS[of]
    return {
        "queues": tuple(KEYS),
        "queue": of,
        "key": key,
        "n_waiting": len(waiting),
        "n_queue": len(rows),
        "n_whole": rows[0]["n_whole"] if rows else 0,
        "agreement": agreement([seen[row[key]] for row in rows if row[key] in seen]),
        "allowed": ALLOWED,
        "has_numbers": of != NUMBERS or view.warehouse.has("fct_mention"),
        "can_keep": view.warehouse.home is not None,
        "places": places(view),
    }


def places(view: View) -> list[Row]:
    """The regions that have documents, for a filter."""
    return view.warehouse.rows(
        f"select region_code as code, max(region_name) as name from {view.warehouse.documents} "
        "where region_code is not null group by region_code order by region_code"
    )


def _whole(view: View, ids: list[str]) -> list[Row]:
    """These targets in this order, with the names of the catalogue and their candidates."""
    marks = ", ".join("?" for _ in ids) or "null"
    found = view.warehouse.rows(
        f"select *, {certainty()} as certainty from {view.warehouse.targets} where target_id in ({marks})", ids
    )
    by_id = {row["target_id"]: row for row in found}
    # few rows: a join would read the sentences of every target
    named = {row["indicator_id"]: row for row in view.warehouse.rows(f"select * from {view.warehouse.indicators}")}
    might = candidates(view, ids)
    return [{**named.get(by_id[key]["indicator_id"], {}), **by_id[key], "candidates": might[key]} for key in ids]


def queue(view: View) -> list[Row]:
    """The ids of targets to be looked at: a random draw of the asked size, else the least certain first.

    ``n_whole`` beside each says of how many they were taken.
    """
    verdict, region, drawn = view.query.get("verdict"), view.query.get("region"), _drawn(view)
    order = "hash(target_id || ?)"
    if not drawn:
        order = f"certainty nulls last, indicator_id is null, region_level = 'county', {order}"
    return view.warehouse.rows(
        f"""
        select target_id, {certainty()} as certainty, count(*) over () as n_whole from {view.warehouse.targets}
        where (? is null or verdict = ?) and (? is null or region_code = ?) and (? or result_id is not null)
        order by {order} limit {drawn or LEAST_CERTAIN}
        """,
        [verdict, verdict, region, region, drawn > 0, view.query.get("seed", "1")],
    )


def _drawn(view: View) -> int:
    """How many are asked for at random; 0 for the queue of the least certain."""
    sample = view.query.get("sample", "")
    return min(int(sample), MOST_DRAWN) if sample.isdigit() else 0


def decide(view: View, form: dict[str, str]) -> Response:
    """Take a decision: accept, correct (one field, with reason) or reject (the pair is not the same thing)."""
    home = view.warehouse.home
    if home is None or view.keep is None or form.get("decision") not in DECISIONS:
        return page(view, "review.no_home")
    if "mention_id" in form:
        return _decide_number(view, form, home)
    row = view.warehouse.one(
        f"select * from {view.warehouse.all_targets} where target_id = ?", [form.get("target_id", "")]
    )
    if row is None:
        return page(view, "review.unknown")
    try:
        if form["decision"] != "accept":
            correction, said = _correction(view, row, form)
            check(correction, said)
            view.keep(correction)
    except RefusedError as error:
        return page(view, str(error))
    note = form.get("reason", "").strip()
    add_review(home / "review.csv", row["target_id"], form["decision"], note, row["verdict"])
    return RedirectResponse(view.here(), 303)


def _decide_number(view: View, form: dict[str, str], home: Path) -> Response:
    """Take a decision about a number: accept, correct one field, or reject (it measures nothing)."""
    number_id, reason = form["mention_id"], form.get("reason", "").strip()
    row = view.warehouse.one(f"select role from {view.warehouse.mentions} where mention_id = ?", [number_id])
    if row is None:
        return page(view, "review.unknown")
    try:
        if form["decision"] != "accept":
            rejects = form["decision"] == "reject"
            field = "role" if rejects else form.get("field", "")
            if field in ("verdict", "match"):
                raise RefusedError("review.no_field")
            said = machine_value(view, number_id, field)
            wanted = "none" if rejects else form.get("new_value", "").strip()
            correction = Correction(number_id, "", field, said or "", wanted, reason)
            check(correction, said)
            view.keep(correction) if view.keep else None
    except RefusedError as error:
        return page(view, str(error))
    add_review(home / REVIEWED[NUMBERS], number_id, form["decision"], reason, row["role"])
    return RedirectResponse(view.here(), 303)


def _correction(view: View, row: Row, form: dict[str, str]) -> tuple[Correction, str | None]:
    reason = form.get("reason", "").strip()
    if form["decision"] == "reject":
        if row["result_id"] is None:
            raise RefusedError("review.no_pair")
        matched = "yes" if _is_match(view, row) else "no"
        return Correction(row["target_id"], row["result_id"], "match", "yes", "no", reason), matched
    field = form.get("field", "")
    if field == "verdict":
        said = row["machine_verdict"] or row["verdict"]
        pair = row["result_id"] or ""
        wanted = view.say.code_of("verdict", form.get("new_value", "").strip())
        return Correction(row["target_id"], pair, field, said, wanted, reason), said
    said = machine_value(view, row["target_id"], field)
    expected = form.get("expected", "").strip() or said or ""
    return Correction(row["target_id"], "", field, expected, form.get("new_value", "").strip(), reason), said


def _is_match(view: View, row: Row) -> bool:
    """Whether the machine holds the target and its result for the same thing."""
    if not view.warehouse.has("fct_match_candidates", "is_machine_match"):
        return row["verdict"] in ("attained", "missed")
    found = view.warehouse.one(
        "select bool_or(is_machine_match) as same from marts.fct_match_candidates "
        "where is_due and target_id = ? and result_id = ?",
        [row["target_id"], row["result_id"]],
    )
    return bool(found and found["same"])


def machine_value(view: View, mention_id: str, field: str) -> str | None:
    """What the machine says of a field of a mention, as corrections.csv writes it."""
    column = "indicator_text" if field == "indicator" else field
    row = view.warehouse.one(f"select * from {view.warehouse.mentions} where mention_id = ?", [mention_id])
    if row is None or column not in row:
        raise RefusedError("review.no_field")
    if row["is_corrected"]:
        raise RefusedError("review.known")
    value = row[column]
    return (
        number(value).replace(",", "").replace("−", "-")
        if isinstance(value, float)
        else None
        if value is None
        else str(value)
    )


def _seen(view: View, of: str = VERDICTS) -> dict[str, str]:
    home = view.warehouse.home
    rows = read(home / REVIEWED[of]) if home else []
    return {row["target_id"]: row["decision"] for row in rows}


def agreement(decisions: list[str]) -> dict[str, Any]:
    """How many were accepted, with the 95 % interval after Wilson; None for the bounds where nothing was looked at."""
    n, kept = len(decisions), sum(decision == "accept" for decision in decisions)
    if not n:
        return {"n": 0, "kept": 0, "share": None, "low": None, "high": None}
    z, share = 1.959964, kept / n
    middle, room = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    return {"n": n, "kept": kept, "share": share, "low": (middle - room) / whole, "high": (middle + room) / whole}
