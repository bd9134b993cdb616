-- One row per indicator, measure, region and year with a target: what was promised, what came, what was promised next.
with yearly as (
    select
        targets.*,
        series.series_key
    from {{ ref('fct_attainment') }} as targets
    inner join {{ ref('int_series') }} as series on targets.target_id = series.metric_id
    where
        targets.region_code is not null
        and targets.target_year is not null
        and targets.target_value is not null
        and targets.period = 'year'
        and targets.target_year <= targets.report_year + 1
    qualify row_number() over (
        partition by targets.region_code, targets.sub_region, series.series_key, targets.measure, targets.target_year
        order by (targets.target_document_kind = 'report') desc, targets.report_year, targets.target_start, targets.target_id
    ) = 1
),

followed as (
    select
        *,
        lead(target_year) over of_one_thing = target_year + 1 as is_followed,
        lead(target_value) over of_one_thing as following_value,
        lead(unit) over of_one_thing as following_unit,
        case
            when lag(verdict) over of_one_thing = verdict and lag(target_year) over of_one_thing = target_year - 1 then 0
            else 1
        end as starts_run
    from yearly
    window of_one_thing as (partition by region_code, sub_region, series_key, measure order by target_year)
),

in_runs as (
    select
        *,
        sum(starts_run) over (
            partition by region_code, sub_region, series_key, measure
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
    target_year,
    make_date(target_year, 12, 31) as due_on,
    unit,
    comparator,
    target_value,
    target_value_high,
    result_value,
    result_unit,
    verdict,
    margin,
    if(is_followed and following_unit is not distinct from unit, following_value, null) as next_target_value,
    if(is_followed and following_unit is not distinct from unit, following_value - target_value, null) as ratchet,
    if(verdict in ('attained', 'missed'), count(*) over run_so_far, null) as streak,
    target_id,
    result_id
from in_runs
window run_so_far as (
    partition by region_code, sub_region, series_key, measure, run_no
    order by target_year
    rows between unbounded preceding and current row
)
