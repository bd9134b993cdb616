"""Overview: what is at hand, how verdicts are shared out by year and level, the latest run and its audit."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from dashboard.charts import Chart, stacked_shares
from dashboard.data import Row
from dashboard.view import LEVELS, NATION, VERDICTS, View

# how whole a report is at hand, better ones first
HELD = {"full": 2, "part": 1, "abstract": 1}
# so many years stand in the grid with each its own figure above it
FEW_YEARS = 12


def page(view: View) -> Response:
    """The first page; with ``parent`` the coverage below one province, with ``level`` one level's shares."""
    charts = {"shares-by-year": shares(view), "shares-by-level": shares_by_level(view)}
    found = view.download(charts)
    if found:
        return found
    years, regions = coverage(view)
    return view.page(
        "overview.html",
        counts=counts(view),
        charts=charts,
        years=years,
        regions=regions,
        few=FEW_YEARS,
        parent=parent_of(view),
        run=view.warehouse.one("select * from marts.dim_run limit 1") if view.warehouse.has("dim_run") else None,
        audit=view.warehouse.audit(),
        headline=view.warehouse.has("panel_headline"),
    )


def counts(view: View) -> Row:
    """Documents, regions, targets and verdicts in all; ``said_again`` are statements of targets that count already."""
    documents = view.warehouse.one(
        f"""
        select count(*) as documents, count(*) filter (where is_primary) as counting,
            count(distinct region_code) as regions, min(report_year) as first_year, max(report_year) as last_year,
            count(*) filter (where region_code is null or report_year is null) as untold
        from {view.warehouse.documents}
        """
    )
    # a release without the candidates still knows how many there were
    counted = "count(*) as numbers from " + view.warehouse.mentions
    if not view.warehouse.has("fct_mention"):
        counted = "sum(n_candidates) as numbers from " + view.warehouse.documents
    mentions = view.warehouse.one(f"select (select count(*) from {view.warehouse.numbers}) as held, {counted}")
    verdicts = view.warehouse.rows(f"select verdict, count(*) as n from {view.warehouse.targets} group by verdict")
    found = {row["verdict"]: row["n"] for row in verdicts}
    targets = sum(found.values())
    stated = view.warehouse.one(f"select count(*) as n from {view.warehouse.all_targets}")
    again = (stated["n"] if stated else targets) - targets
    return {**(documents or {}), **(mentions or {}), "verdicts": found, "targets": targets, "said_again": again}


def shares(view: View) -> Chart:
    """Verdicts by the year in which targets are due, of one level or all."""
    level = view.query.get("level")
    rows = view.warehouse.rows(
        f"""
        select target_year as label, verdict, count(*) as n from {view.warehouse.targets}
        where target_year is not null and (? is null or region_level = ?)
        group by all order by label
        """,
        [level, level],
    )
    # far deadlines and slips of the pen would stretch the axis
    latest = max((row["label"] for row in rows if row["verdict"] != "pending"), default=9999) + 1
    earliest = min((row["label"] for row in rows if row["verdict"] != "pending"), default=0)
    rows = [row for row in rows if earliest <= row["label"] <= latest]
    # a year without targets is a gap: years stand as far apart as they are
    years = range(rows[0]["label"], rows[-1]["label"] + 1) if rows else ()
    return _stacked(view, view.say("overview.by_year"), rows, years)


def shares_by_level(view: View) -> Chart:
    """Verdicts by level."""
    rows = view.warehouse.rows(
        f"select region_level as label, verdict, count(*) as n from {view.warehouse.targets} "
        "where region_level is not null group by all"
    )
    rows.sort(key=lambda row: LEVELS.index(row["label"]) if row["label"] in LEVELS else 9)
    named = [{**row, "label": view.say.value_of("level", row["label"])} for row in rows]
    return _stacked(view, view.say("overview.by_level"), named, list(dict.fromkeys(row["label"] for row in named)))


def _stacked(view: View, title: str, rows: list[Row], labels: Sequence[Any]) -> Chart:
    found: dict[tuple[Any, Any], int] = {(row["label"], row["verdict"]): row["n"] for row in rows}
    counted = {verdict: [found.get((label, verdict), 0) for label in labels] for verdict in VERDICTS}
    names = {verdict: view.say.value_of("verdict", verdict) for verdict in VERDICTS}
    return stacked_shares(title, [str(label) for label in labels], counted, names)


def parent_of(view: View) -> Row | None:
    """The region whose parts the grid shows; None for the nation."""
    code = view.query.get("parent")
    return (
        view.warehouse.one(f"select code, name from {view.warehouse.regions} where code = ? limit 1", [code])
        if code
        else None
    )


def coverage(view: View) -> tuple[list[int], list[Row]]:
    """Years, and per region what is at hand: 2 whole, 1 part, absent where nothing is."""
    parent = view.query.get("parent") or NATION
    rows = view.warehouse.rows(
        f"""
        with places as (
            select distinct code, name, level, parent from {view.warehouse.regions}
            where code in (select region_code from {view.warehouse.documents})
                or (valid_to is null and level in ('nation', 'province'))
        ),

        provinces as (
            select region_code[:2] as prefix, list(distinct region_code) as codes
            from {view.warehouse.documents} where region_code is not null group by all
        )

        select places.code, places.name, places.level, documents.report_year, documents.completeness,
            coalesce(
                len(provinces.codes) > cast(list_contains(provinces.codes, places.code) as integer), false
            ) as has_parts
        from places
        left join {view.warehouse.documents} as documents
            on places.code = documents.region_code and documents.is_primary and documents.report_year is not null
        left join provinces on places.code[:2] = provinces.prefix
        where places.code = ? or places.parent = ? or (? != '{NATION}' and places.code[:2] = ?[:2])
        order by places.code
        """,
        [parent, parent, parent, parent],
    )
    held: dict[str, Row] = {}
    states: dict[str, dict[int, int]] = defaultdict(dict)
    for row in rows:
        held.setdefault(row["code"], row)
        if row["report_year"]:
            state = HELD.get(row["completeness"], 1)
            states[row["code"]][row["report_year"]] = max(state, states[row["code"]].get(row["report_year"], 0))
    known = [year for states_of in states.values() for year in states_of]
    years = list(range(min(known), max(known) + 1)) if known else []
    return years, [{**row, "states": states[code]} for code, row in held.items()]
