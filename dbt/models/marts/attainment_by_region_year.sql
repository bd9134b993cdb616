-- One row per region and target year, in all, by theme and by commitment.
with themed as (
    select
        targets.*,
        coalesce(catalogue.theme, 'other') as theme
    from {{ ref('fct_attainment') }} as targets
    left join {{ ref('stg_indicators') }} as catalogue on targets.indicator_id = catalogue.indicator_id
)

select
    region_code,
    max(region_name) as region_name,
    max(region_level) as region_level,
    target_year,
    make_date(target_year, 12, 31) as due_on,
    case
        when grouping(theme) = 0 then 'theme'
        when grouping(commitment) = 0 then 'commitment'
        else 'all'
    end as breakdown,
    case
        when grouping(theme) = 0 then theme
        when grouping(commitment) = 0 then coalesce(commitment, 'unknown')
        else 'all'
    end as breakdown_value,
    {{ verdict_counts() }}
from themed
group by grouping sets ((region_code, target_year), (region_code, target_year, theme), (region_code, target_year, commitment))
