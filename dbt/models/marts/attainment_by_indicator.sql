-- One row per indicator and measure over all regions and years.
with keyed as (
    select
        targets.*,
        series.series_key
    from {{ ref('fct_attainment') }} as targets
    inner join {{ ref('int_series') }} as series on targets.target_id = series.metric_id
)

select
    series_key,
    max(indicator_id) as indicator_id,
    min(indicator_text) as indicator_text,
    measure,
    count(distinct region_code) as n_regions,
    min(target_year) as first_year,
    max(target_year) as last_year,
    {{ verdict_counts() }}
from keyed
where series_key is not null
group by series_key, measure
