"""Units: who owes what (责任单位): tasks owed, kept and open by unit, and the tasks of one unit."""

from typing import Any, Final

from starlette.responses import Response

from dashboard.data import Row
from dashboard.view import View, rows_download

LISTED: Final = 400
STANDINGS: Final = ("attained", "missed", "partly", "spoken_of", "open")
ROLES: Final = ("lead", "assisting")
COUNTED: Final = ("region_code", "region_name", "report_year", "unit_name", "owed", "leading", *STANDINGS)
SAVED: Final = (
    "task_id", "region_code", "region_name", "report_year", "unit_name", "role", "item", "sentence", "due_year",
    "due_text", "standing", "n_targets", "n_attained", "n_missed", "n_open", "units",
)  # fmt: skip


def page(view: View) -> Response:
    """Units with what they owe; filters: region, year, q, role, standing. With ``unit`` the tasks of that unit."""
    if not view.warehouse.has("task_unit", "unit_name", "standing"):
        return view.page("units.html", known=False, unit=None, documents=_breakdowns(view))
    unit = view.query.get("unit")
    rows = tasks(view, unit) if unit else counts(view)
    download = view.query.get("download")
    if download == "units.csv" and not unit:
        return rows_download(download, COUNTED, rows)
    if download == "tasks.csv":
        return rows_download(download, SAVED, rows if unit else tasks(view, None))
    return view.page(
        "units.html",
        known=True,
        unit=unit,
        rows=rows[:LISTED],
        n_all=len(rows),
        listed=LISTED,
        places=_places(view),
        years=_years(view),
        standings=STANDINGS,
        roles=ROLES,
        documents=_breakdowns(view),
    )


def _asked(view: View) -> tuple[str, list[Any]]:
    """SQL for the filters of the address over task_unit, and its values."""
    said = {
        "units.region_code = ?": view.query.get("region"),
        "units.report_year = ?": view.asked_year(),
        "units.role = ?": view.query.get("role"),
        "units.standing = ?": view.query.get("standing"),
        "contains(units.unit_name, ?)": view.query.get("q"),
    }
    kept = {condition: value for condition, value in said.items() if value is not None}
    return " and ".join(["true", *kept]), list(kept.values())


def counts(view: View) -> list[Row]:
    """How many tasks each unit of a government owes in a year, and how they stand."""
    condition, values = _asked(view)
    stand = ", ".join(f"count(*) filter (where units.standing = '{name}') as {name}" for name in STANDINGS)
    return view.warehouse.rows(
        f"""
        select region_code, any_value(region_name) as region_name, report_year, unit_name, count(*) as owed,
            count(*) filter (where role = 'lead') as leading, {stand}
        from {view.warehouse.task_units} as units where {condition}
        group by region_code, report_year, unit_name
        order by report_year desc nulls last, region_code, owed desc, unit_name
        """,
        values,
    )


def tasks(view: View, unit: str | None) -> list[Row]:
    """The tasks that a unit owes, or every unit, with the units that owe them too and what came of them."""
    condition, values = _asked(view)
    return view.warehouse.rows(
        f"""
        select tasks.*, units.unit_name, units.role,
            (
                select string_agg(other.unit_text, '、' order by other.position)
                from {view.warehouse.task_units} as other where other.task_id = tasks.task_id
            ) as units
        from {view.warehouse.task_units} as units
        inner join {view.warehouse.tasks} as tasks on units.task_id = tasks.task_id
        where (? is null or units.unit_name = ?) and {condition}
        order by tasks.report_year desc, tasks.region_code, tasks.document_id, tasks.task_no, units.position
        """,
        [unit, unit, *values],
    )


def _places(view: View) -> dict[str, str]:
    rows = view.warehouse.rows(
        f"select region_code, any_value(region_name) as name from {view.warehouse.task_units} "
        "where region_code is not null group by region_code order by region_code"
    )
    return {row["region_code"]: view.say.place(row["name"]) for row in rows}


def _years(view: View) -> list[int]:
    rows = view.warehouse.rows(
        f"select distinct report_year as year from {view.warehouse.task_units} where report_year is not null order by 1"
    )
    return [row["year"] for row in rows]


def _breakdowns(view: View) -> list[Row]:
    return view.warehouse.rows(
        f"""
        select documents.*, count(targets.target_id) as n_targets,
            count(*) filter (where targets.verdict = 'attained') as n_kept,
            count(*) filter (where targets.verdict in ('unreported', 'pending', 'incomparable')) as n_open
        from {view.warehouse.documents} as documents
        left join {view.warehouse.targets} as targets on documents.document_id = targets.target_document_id
        where documents.kind != 'report' and documents.is_primary
        group by all order by documents.report_year desc, documents.region_code, documents.document_id limit 200
        """
    )
