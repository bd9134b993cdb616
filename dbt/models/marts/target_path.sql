-- One row per thing, measure, dimension, region and year with a target: what was promised, what came, what came next.
{{ config(meta={'is_regional': true, 'scope': 'target_id'}) }}

with stated as (
    select
        targets.*,
        series.series_key,
        coalesce(metrics.factor, 1) as unit_factor,
        case
            when metrics.says_flow and not metrics.says_stock then 'flow'
            when metrics.says_stock and not metrics.says_flow then 'stock'
        end as sort
    from {{ ref('fct_attainment') }} as targets
    inner join {{ ref('int_series') }} as series on targets.target_id = series.metric_id
    inner join {{ ref('int_metrics') }} as metrics on targets.target_id = metrics.metric_id
    where
        targets.region_code is not null
        and targets.target_value is not null
        and targets.period = 'year'
        -- what is set for the year itself: a past figure, or a year on the way of a longer plan, is no step of the path
        and targets.target_year = targets.report_year
),

-- the plain target leads; a tier that is striven for stands in the panel
yearly as (
    select
        *,
        count(distinct target_base) filter (where commitment != 'strive') over of_one_year as n_values
    from stated
    window of_one_year as (partition by region_code, sub_region, series_key, measure, dimension, target_year)
    qualify row_number() over (
        of_one_year
        order by
            (target_document_kind = 'report') desc,
            commitment = 'strive',
            target_start,
            target_id
    ) = 1
),

followed as (
    select
        *,
        -- several figures of one name in a year, or what is added beside what there is, make no step from year to year
        lead(target_year) over of_one_thing = target_year + 1
        and greatest(n_values, lead(n_values) over of_one_thing) <= 1
        and coalesce(sort = lead(sort) over of_one_thing, true) as is_followed,
        lead(target_base) over of_one_thing / unit_factor as following_value,
        case
            when lag(verdict) over of_one_thing = verdict and lag(target_year) over of_one_thing = target_year - 1 then 0
            else 1
        end as starts_run
    from yearly
    window of_one_thing as (partition by region_code, sub_region, series_key, measure, dimension order by target_year)
),

in_runs as (
    select
        *,
        sum(starts_run) over (
            partition by region_code, sub_region, series_key, measure, dimension
            order by target_year
            rows between unbounded preceding and current row
        ) as run_no
    from followed
)

select
    region_code,
    region_name,
    region_level,
    sub_region,
    series_key,
    indicator_id,
    indicator_text,
    measure,
    dimension,
    target_year,
    make_date(target_year, 12, 31) as due_on,
    unit,
    comparator,
    target_value,
    target_value_high,
    -- only what was held against the target, in its unit: a level beside a growth tells nothing
    if(verdict in ('attained', 'missed'), result_base / unit_factor, null) as result_value,
    if(verdict in ('attained', 'missed') and result_base is not null, unit, null) as result_unit,
    verdict,
    margin,
    if(is_followed, following_value, null) as next_target_value,
    if(is_followed, following_value - target_value, null) as ratchet,
    if(verdict in ('attained', 'missed'), count(*) over run_so_far, null) as streak,
    target_id,
    if(verdict in ('attained', 'missed'), result_id, null) as result_id
from in_runs
window run_so_far as (
    partition by region_code, sub_region, series_key, measure, dimension, run_no
    order by target_year
    rows between unbounded preceding and current row
)
