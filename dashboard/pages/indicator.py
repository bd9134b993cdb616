"""Indicator: targets and results through the years, their distribution, the ratchet, the cascade across levels."""

from typing import Any, Final

from starlette.responses import Response

from dashboard.charts import Chart, Mark, strips, through_years
from dashboard.data import Row
from dashboard.histograms import changes, histogram
from dashboard.pages.statistics import claims, official_results
from dashboard.view import LEVELS, NATION, NotThereError, View
from dashboard.words import amount

MOST_REGIONS: Final = 6
LISTED: Final = 300
PATH_COLUMNS: Final = (
    "region", "year", "comparator", "target", "target_high", "unit", "result", "result_unit", "verdict", "mention_id",
)  # fmt: skip


def choose(view: View) -> Response:
    """Every indicator of the catalogue that has targets, by theme; ``q`` looks in wordings outside of it as well."""
    asked = view.query.get("q", "").strip()
    rows = view.warehouse.rows(
        f"""
        select indicators.indicator_id as key, any_value(indicators.name_zh) as name_zh,
            any_value(indicators.name_en) as name_en, any_value(indicators.theme) as theme,
            count(*) as n_targets, count(distinct targets.region_code) as n_regions,
            min(target_year) as first_year, max(target_year) as last_year,
            count(*) filter (where verdict = 'attained') as n_attained,
            count(*) filter (where verdict = 'missed') as n_missed
        from {view.warehouse.targets} as targets
        inner join {view.warehouse.indicators} as indicators on targets.indicator_id = indicators.indicator_id
        where ? = '' or contains(name_zh, ?) or contains(lower(name_en), lower(?))
        group by all order by theme, n_targets desc, key
        """,
        [asked, asked, asked],
    )
    others = (
        view.warehouse.rows(
            """
            select series_key as key, indicator_text, sum(n_targets) as n_targets, max(n_regions) as n_regions,
                min(first_year) as first_year, max(last_year) as last_year,
                sum(n_attained) as n_attained, sum(n_missed) as n_missed
            from marts.attainment_by_indicator
            where indicator_id is null and contains(indicator_text, ?)
            group by all order by n_targets desc, key limit 50
            """,
            [asked],
        )
        if asked and view.warehouse.has("attainment_by_indicator", "series_key")
        else []
    )
    themes: dict[str, list[Row]] = {}
    for row in rows:
        themes.setdefault(row["theme"], []).append(row)
    return view.page("indicators.html", themes=themes, others=others, asked=asked)


def page(view: View) -> Response:
    """One indicator; filters: measure, region (up to six), year."""
    key = view.request.path_params["key"]
    measures = _measures(view, key)
    if not measures:
        raise NotThereError(key)
    asked = view.query.get("measure")
    measure = str(asked if asked in {row["measure"] for row in measures} else measures[0]["measure"])
    places = _places(view, key, measure)
    chosen = [code for code in view.request.query_params.getlist("region") if code in places][:MOST_REGIONS]
    chosen = chosen or [NATION if NATION in places else next(iter(places))]
    years = _years(view, key, measure)
    year = view.asked_year() or max(years, key=lambda row: (row["n"], row["year"]))["year"]
    unit = _common_unit(view, key, measure)
    path = _path(view, key, measure, chosen)
    official = _official(view, key, measure, unit, chosen)
    named = {code: places[code] for code in chosen}
    charts = {"path": _path_chart(view, path, _results(view, key, measure, chosen), unit, official, named)}
    spread = _spread(view, key, measure, year, unit)
    if spread:
        charts["distribution"] = _distribution(view, spread, unit, year, chosen)
        charts["cascade"] = _cascade(view, spread, unit, year)
    steps = _ratchet(view, key, measure, unit)
    if steps:
        said = [view.say(f"indicator.ratchet{part}") for part in ("", "_pairs", "_kept")]
        charts["ratchet"] = changes(said[0], steps, unit, *said[1:])
    found = view.download(charts)
    if found:
        return found
    catalogue = view.warehouse.one(f"select * from {view.warehouse.indicators} where indicator_id = ?", [key])
    raised = sum(step > 0 for step in steps)
    return view.page(
        "indicator.html",
        key=key,
        named=catalogue or measures[0],
        catalogue=catalogue,
        measures=measures,
        measure=measure,
        places={code: view.say.place(name) for code, name in places.items()},
        chosen=chosen,
        years=sorted(row["year"] for row in years),
        year=year,
        unit=unit,
        path=sorted(path, key=lambda row: (chosen.index(row["region_code"]), -row["target_year"]))[:LISTED],
        charts=charts,
        steps={"n": len(steps), "raised": raised, "lowered": sum(step < 0 for step in steps), "kept": steps.count(0)},
        official=bool(official),
        claims=[row for row in claims(view, chosen, key=key) if row["measure"] == measure],
        most=MOST_REGIONS,
    )


def _measures(view: View, key: str) -> list[Row]:
    if not view.warehouse.has("target_path", "series_key"):
        return []
    return view.warehouse.rows(
        "select measure, count(*) as n, mode(indicator_text) as indicator_text from marts.target_path "
        "where series_key = ? group by measure order by n desc, measure",
        [key],
    )


def _places(view: View, key: str, measure: str) -> dict[str, str]:
    rows = view.warehouse.rows(
        "select region_code as code, any_value(region_name) as name from marts.target_path "
        "where series_key = ? and measure = ? and region_code is not null group by region_code order by region_code",
        [key, measure],
    )
    return {row["code"]: row["name"] for row in rows}


def _years(view: View, key: str, measure: str) -> list[Row]:
    return view.warehouse.rows(
        "select target_year as year, count(distinct region_code) as n from marts.target_path "
        "where series_key = ? and measure = ? and target_year is not null group by all order by year",
        [key, measure],
    )


def _common_unit(view: View, key: str, measure: str) -> str:
    row = view.warehouse.one(
        "select unit, count(*) as n from marts.target_path where series_key = ? and measure = ? and unit is not null "
        "group by unit order by n desc, unit limit 1",
        [key, measure],
    )
    return str(row["unit"]) if row else ""


def _path(view: View, key: str, measure: str, chosen: list[str]) -> list[Row]:
    """Targets of the whole region, the first that each year states."""
    marks = ", ".join("?" for _ in chosen)
    return view.warehouse.rows(
        f"""
        select * from marts.target_path
        where series_key = ? and measure = ? and region_code in ({marks}) and target_year is not null
            and target_value is not null and coalesce(sub_region, '') = ''
        qualify row_number() over (partition by region_code, target_year order by verdict = 'pending', target_id) = 1
        order by region_code, target_year
        """,
        [key, measure, *chosen],
    )


def _results(view: View, key: str, measure: str, chosen: list[str]) -> list[Row]:
    """What the reports give for each year, the first report that gives it; also where no target asked for it."""
    if not view.warehouse.has("result_vintages", "series_key", "vintage"):
        return []
    marks = ", ".join("?" for _ in chosen)
    return view.warehouse.rows(
        f"""
        select region_code, result_year, report_year, result_value, unit, result_id from marts.result_vintages
        where series_key = ? and measure = ? and region_code in ({marks}) and coalesce(sub_region, '') = ''
            and coalesce(period, 'year') = 'year' and result_year is not null and result_value is not null
        qualify row_number() over (partition by region_code, result_year, unit order by vintage, result_id) = 1
        order by region_code, result_year
        """,
        [key, measure, *chosen],
    )


def _path_chart(
    view: View, path: list[Row], results: list[Row], unit: str, official: list[Mark], names: dict[str, str]
) -> Chart:
    marks: list[Mark] = []
    for row in path:
        if row["unit"] == unit:
            place = view.say.place(row["region_name"], short=True)
            told = f"{place} {row['target_year']} {view.say('word.target')} {view.say.target(row)}"
            marks.append(
                Mark(
                    row["region_code"], row["target_year"], row["target_value"], row["target_value_high"], "target",
                    told, row["comparator"] or "eq",
                )
            )  # fmt: skip
    found = {(row["region_code"], row["result_year"]): row for row in results if row["unit"] == unit}
    for (code, year), row in found.items():
        place = view.say.place(names[code], short=True)
        told = f"{place} {year} {view.say('word.result')} {amount(row['result_value'], unit)}"
        marks.append(Mark(code, year, row["result_value"], told=told))
    marks += official
    rows: list[tuple[Any, ...]] = [
        (
            row["region_name"], row["target_year"], row["comparator"], row["target_value"], row["target_value_high"],
            row["unit"], row["result_value"], row["result_unit"], row["verdict"], row["target_id"],
        )
        for row in path
    ]  # fmt: skip
    due = {(row["region_code"], row["target_year"]) for row in path if row["result_value"] is not None}
    rows += [
        (names.get(code, code), year, None, None, None, None, row["result_value"], unit, None, row["result_id"])
        for (code, year), row in found.items()
        if (code, year) not in due
    ]
    rows.sort(key=lambda row: (str(row[0]), row[1]))
    return through_years(view.say("indicator.path"), marks, PATH_COLUMNS, rows, list(names), unit)


def _official(view: View, key: str, measure: str, unit: str, chosen: list[str]) -> list[Mark]:
    """Figures of statistical bulletins and plan reports, where the warehouse has them."""
    return [
        Mark(
            row["region_code"],
            row["result_year"],
            row["result_value"],
            kind="official",
            told=f"{view.say.place(row['region_name'], short=True)} {row['result_year']} "
            f"{view.say.value_of('kind', row['source_kind'])} {amount(row['result_value'], unit)}",
        )
        for row in official_results(view, key, measure, unit, chosen)
    ]


def _spread(view: View, key: str, measure: str, year: int, unit: str) -> list[Row]:
    """The target of every region for one year, in the customary unit."""
    return view.warehouse.rows(
        """
        select region_code, region_name, region_level, target_value as value
        from marts.target_path
        where series_key = ? and measure = ? and target_year = ? and unit = ? and target_value is not null
            and coalesce(sub_region, '') = '' and region_code is not null
        qualify row_number() over (partition by region_code order by target_id) = 1
        order by region_code
        """,
        [key, measure, year, unit],
    )


def _distribution(view: View, spread: list[Row], unit: str, year: int, chosen: list[str]) -> Chart:
    ours = [row for row in spread if row["region_code"] in chosen]
    pointed = [(view.say.place(row["region_name"], short=True), row["value"]) for row in ours]
    title = f"{view.say('indicator.distribution')} {year}"
    return histogram(title, [row["value"] for row in spread], unit, pointed, view.say("indicator.regions"))


def _cascade(view: View, spread: list[Row], unit: str, year: int) -> Chart:
    groups = [
        (
            view.say.value_of("level", level),
            [(r["region_name"], r["value"]) for r in spread if r["region_level"] == level],
        )
        for level in LEVELS
    ]
    called = {row["region_name"]: view.say.place(row["region_name"], short=True) for row in spread}
    return strips(f"{view.say('indicator.cascade')} {year}", [group for group in groups if group[1]], unit, called)


def _ratchet(view: View, key: str, measure: str, unit: str) -> list[float]:
    """How far the next year's target moved, over all regions and years."""
    rows = view.warehouse.rows(
        "select ratchet from marts.target_path where series_key = ? and measure = ? and unit = ? "
        "and ratchet is not null and coalesce(sub_region, '') = '' order by target_id",
        [key, measure, unit],
    )
    return [float(row["ratchet"]) for row in rows]
