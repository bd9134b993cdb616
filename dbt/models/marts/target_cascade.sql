-- One row per target path and year of a region that has a higher level with the same target: the step between them.
with recursive ancestors as (
    select
        region_code,
        parent_code as ancestor_code,
        1 as distance
    from {{ ref('stg_regions') }}
    where parent_code is not null
    union all
    select
        ancestors.region_code,
        regions.parent_code as ancestor_code,
        ancestors.distance + 1 as distance
    from ancestors
    inner join {{ ref('stg_regions') }} as regions on ancestors.ancestor_code = regions.region_code
    where regions.parent_code is not null and ancestors.distance < 4
),

paths as (
    select
        years.*,
        verdicts.is_ceiling
    from {{ ref('target_path') }} as years
    inner join {{ ref('int_verdicts') }} as verdicts on years.target_id = verdicts.target_id
    where years.sub_region = '' and years.measure in ('growth', 'level', 'change')
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
from paths as lower_level
inner join ancestors on lower_level.region_code = ancestors.region_code
inner join paths as upper_level
    on ancestors.ancestor_code = upper_level.region_code
    and lower_level.series_key = upper_level.series_key
    and lower_level.measure = upper_level.measure
    and lower_level.target_year = upper_level.target_year
    and lower_level.unit is not distinct from upper_level.unit
where
    -- only what the catalogue knows is the same thing at two levels
    lower_level.indicator_id is not null
    and upper_level.indicator_id = lower_level.indicator_id
    and lower_level.unit in (
        select distinct unit from {{ ref('int_metrics') }} where dimension in ('percent', 'points', 'permille')
    )
qualify row_number() over (partition by lower_level.target_id order by ancestors.distance) = 1
