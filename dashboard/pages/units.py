"""Units: who owes what (责任单位), as far as the warehouse knows it."""

from starlette.responses import Response

from dashboard.view import View


def page(view: View) -> Response:
    """Owed, kept and open by responsible unit; without these tables, the breakdown documents at hand."""
    if not view.warehouse.has("task_unit", "unit_name", "region_code", "report_year"):
        return view.page("units.html", known=False, rows=[], documents=_breakdowns(view))
    asked = view.query.get("q", "")
    rows = view.warehouse.rows(
        """
        select region_code, unit_name, report_year, count(*) as owed
        from marts.task_unit where ? = '' or contains(unit_name, ?)
        group by all order by report_year desc, owed desc limit 500
        """,
        [asked, asked],
    )
    return view.page("units.html", known=True, rows=rows, documents=_breakdowns(view))


def _breakdowns(view: View) -> list[dict[str, object]]:
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
