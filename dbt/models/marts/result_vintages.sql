-- One row per figure of one thing and year in one report: what was reported first, and what later reports made of it.
{{ config(meta={'is_regional': true, 'scope': 'result_id'}) }}

with figures as (
    select
        results.*,
        series.series_key
    from {{ ref('int_metrics') }} as results
    inner join {{ ref('int_series') }} as series on results.metric_id = series.metric_id
    where
        results.role = 'result'
        and results.region_code is not null
        and results.metric_year is not null
        and results.measure in ('level', 'growth')
        and results.metric_value is not null
        -- a bound is no revision of a figure, and where a change started is no figure of the year
        and results.comparator in ('eq', 'approx')
        and not results.starts_change
),

one_per_report as (
    select *
    from figures
    qualify row_number() over (
        partition by region_code, scope, series_key, measure, period, dimension, metric_year, report_year
        order by metric_start, metric_id
    ) = 1
),

beside_the_first as (
    select
        *,
        first_value(base_value) over (
            partition by region_code, scope, series_key, measure, period, dimension, metric_year
            order by report_year, metric_id
        ) as first_base
    from one_per_report
),

-- a later figure far from the first is another thing under the same name: revisions are small
revisions as (
    select *
    from beside_the_first
    where
        abs(base_value - first_base) <= if(
            measure = 'growth', {{ var('most_revision_points') }}, {{ var('most_revision_share') }} * abs(first_base)
        )
)

select
    region_code,
    scope as sub_region,
    series_key,
    indicator_id,
    indicator_text,
    measure,
    period,
    metric_year as result_year,
    make_date(metric_year, 12, 31) as result_on,
    report_year,
    metric_id as result_id,
    metric_value as result_value,
    unit,
    row_number() over of_one_year as vintage,
    count(*) over (partition by region_code, scope, series_key, measure, period, dimension, metric_year) as n_vintages,
    (base_value - first_base) / coalesce(factor, 1) as change_from_first,
    document_id,
    metric_start as value_start,
    metric_end as value_end
from revisions
window of_one_year as (
    partition by region_code, scope, series_key, measure, period, dimension, metric_year
    order by report_year, metric_id
    rows between unbounded preceding and current row
)
