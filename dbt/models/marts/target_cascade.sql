-- One row per target path and year of a region that has a higher level with the same target: the step between them.
with recursive ancestors as (
    select
        code as region_code,
        parent as ancestor_code,
        1 as distance
    from {{ ref('dim_region') }}
    where parent is not null
    union all
    select
        ancestors.region_code,
        regions.parent as ancestor_code,
        ancestors.distance + 1 as distance
    from ancestors
    inner join {{ ref('dim_region') }} as regions on ancestors.ancestor_code = regions.code
    where regions.parent is not null and ancestors.distance < 4
),

paths as (
    select
        years.*,
        verdicts.is_ceiling
    from {{ ref('target_path') }} as years
    inner join {{ ref('int_verdicts') }} as verdicts on years.target_id = verdicts.target_id
    left join {{ ref('headline_indicators') }} as headlines on years.indicator_id = headlines.indicator_id
    left join {{ ref('stg_indicators') }} as catalogue on years.indicator_id = catalogue.indicator_id
    where
        years.sub_region = ''
        -- a growth or a share is asked of every level alike, a sum is not
        and years.dimension in ('percent', 'points', 'permille')
        and years.measure in ('growth', 'level', 'change')
        -- only what the catalogue names is the same thing at two levels
        and (headlines.indicator_id is not null or catalogue.names_one_thing)
),

-- where to look for each, told first: met by thing and year alone, every region would meet every other one
asked as materialized (
    select
        paths.*,
        ancestors.ancestor_code,
        ancestors.distance
    from paths
    inner join ancestors on paths.region_code = ancestors.region_code
)

select
    lower_level.series_key,
    lower_level.indicator_id,
    lower_level.indicator_text,
    lower_level.measure,
    lower_level.target_year,
    make_date(lower_level.target_year, 12, 31) as due_on,
    lower_level.unit,
    lower_level.region_code,
    lower_level.region_name,
    lower_level.region_level,
    lower_level.target_value,
    upper_level.region_code as upper_region_code,
    upper_level.region_name as upper_region_name,
    upper_level.region_level as upper_region_level,
    upper_level.target_value as upper_target_value,
    lower_level.target_value - upper_level.target_value as step,
    -- a lower ceiling on unemployment asks for more
    if(
        lower_level.is_ceiling,
        lower_level.target_value <= upper_level.target_value,
        lower_level.target_value >= upper_level.target_value
    ) as is_raised_or_equal,
    lower_level.target_id,
    upper_level.target_id as upper_target_id
from asked as lower_level
inner join paths as upper_level
    on lower_level.ancestor_code = upper_level.region_code
    and lower_level.series_key = upper_level.series_key
    and lower_level.measure = upper_level.measure
    and lower_level.target_year = upper_level.target_year
    -- one that gives per cent where the other gives per mille is mostly misprinted
    and lower_level.unit = upper_level.unit
    and lower_level.is_ceiling = upper_level.is_ceiling
qualify row_number() over (partition by lower_level.target_id order by lower_level.distance) = 1
