-- One row per thing to look for in later reports: the figure of a target,
-- or the two figures of a target set in relation to another one (each item of a joint subject is looked for).
{{ config(meta={'is_regional': true, 'scope': 'target_id'}) }}

with targets as (
    select * from {{ ref('int_metrics') }}
    where role = 'target' and region_code is not null and metric_year is not null
),

subjects as (
    select
        * exclude (subject_parts, parts),
        unnest(subject_parts) as subject_part,
        generate_subscripts(subject_parts, 1) as part_no,
        len(subject_parts) as n_items
    from targets
    where relation is not null and metric_value is null
),

asked as (
    select
        metric_id as target_id,
        'target' as sought,
        0 as item,
        indicator_text as wording,
        indicator_id,
        measure,
        dimension,
        is_named,
        true as each_must,
        parts
    from targets
    where relation is null or metric_value is not null
    union all
    -- several things that share one number: each of them must reach it
    select
        metric_id as target_id,
        'item' as sought,
        part_no as item,
        item_part.wording,
        item_part.indicator_id,
        measure,
        dimension,
        item_part.indicator_id is not null as is_named,
        true as each_must,
        [item_part] as parts
    from (
        select
            * exclude (parts),
            unnest(parts) as item_part,
            generate_subscripts(parts, 1) as part_no
        from targets
        where (measure = 'growth' or says_each or dimension = 'percent') and metric_value is not null and len(parts) > 2
    ) as joint
    where not item_part.is_whole
    union all
    -- what the catalogue knows as several things under one name: each of them too
    select
        targets.metric_id as target_id,
        'item' as sought,
        100 + members.position as item,
        targets.indicator_text as wording,
        members.member_id as indicator_id,
        targets.measure,
        targets.dimension,
        true as is_named,
        members.each_must,
        [] as parts
    from targets
    inner join {{ ref('composite_indicators') }} as members
        on targets.indicator_id = members.indicator_id
        and targets.metric_year between members.first_year and members.last_year
    where targets.measure = 'growth' and targets.metric_value is not null and targets.relation is null
    union all
    select
        metric_id as target_id,
        'subject' as sought,
        part_no as item,
        subject_part.wording,
        -- the catalogue's id is that of the whole, unless there is but one item
        coalesce(subject_part.indicator_id, if(n_items = 1, indicator_id, null)) as indicator_id,
        -- a promise to stay among the first is answered by a place, in whatever unit
        if(relation = 'keep_rank', 'rank', coalesce(measure, 'growth')) as measure,
        case
            when relation = 'keep_rank' then 'bare'
            when coalesce(measure, 'growth') = 'level' then dimension
            else 'percent'
        end as dimension,
        subject_part.indicator_id is not null or is_named as is_named,
        true as each_must,
        [subject_part] as parts
    from subjects
    union all
    -- what a subject is made of, where only its members are told
    select
        subjects.metric_id as target_id,
        'member' as sought,
        100 * subjects.part_no + members.position as item,
        subjects.indicator_text as wording,
        members.member_id as indicator_id,
        coalesce(subjects.measure, 'growth') as measure,
        'percent' as dimension,
        true as is_named,
        false as each_must,
        [] as parts
    from subjects
    inner join {{ ref('composite_indicators') }} as members
        on subjects.subject_part.indicator_id = members.indicator_id
        and subjects.metric_year between members.first_year and members.last_year
    where coalesce(subjects.measure, 'growth') = 'growth'
    union all
    -- what the items of a subject make up together, where only the whole is told: 居民收入 for 城镇, 农村
    select
        subjects.metric_id as target_id,
        'whole' as sought,
        0 as item,
        min(subjects.indicator_text) as wording,
        members.indicator_id,
        coalesce(min(subjects.measure), 'growth') as measure,
        'percent' as dimension,
        true as is_named,
        false as each_must,
        [] as parts
    from subjects
    inner join {{ ref('composite_indicators') }} as members
        on subjects.subject_part.indicator_id = members.member_id
        and subjects.metric_year between members.first_year and members.last_year
    where coalesce(subjects.measure, 'growth') = 'growth'
    group by subjects.metric_id, members.indicator_id
    having count(*) > 1 and count(*) = max(subjects.n_items)
    union all
    select
        metric_id as target_id,
        'reference' as sought,
        part_no as item,
        reference_part.wording,
        reference_part.indicator_id,
        coalesce(measure, 'growth') as measure,
        if(coalesce(measure, 'growth') = 'level', dimension, 'percent') as dimension,
        reference_part.indicator_id is not null as is_named,
        true as each_must,
        [reference_part] as parts
    from (
        select
            * exclude (reference_parts, parts),
            unnest(reference_parts) as reference_part,
            generate_subscripts(reference_parts, 1) as part_no
        from targets
        where relation is not null and metric_value is null
    ) as referred
)

select
    asked.target_id || ':' || asked.sought || ':' || asked.item as query_id,
    asked.target_id,
    asked.sought,
    asked.item,
    asked.wording,
    asked.indicator_id,
    asked.measure,
    asked.dimension,
    asked.is_named,
    asked.each_must,
    asked.parts,
    targets.region_code,
    targets.scope,
    targets.report_year,
    targets.metric_year as due_year,
    targets.period,
    targets.base_value,
    targets.unit,
    targets.comparator,
    targets.says_each,
    targets.says_flow,
    targets.says_stock or targets.says_level as says_stock,
    targets.works,
    targets.campaigns,
    targets.clause,
    targets.metric_start as query_start,
    -- what goes without saying: the 重点项目 of a province are 省重点项目, those of any city 市重点项目, and so many per cent
    -- of a thing are a share of it
    list_concat(
        ['project_list:' || if(right(regions.region_name, 1) = '市', 'prefecture', targets.region_level)],
        if(asked.measure = 'level' and asked.dimension = 'percent', ['sum:share'], [])
    ) as implied_scopes,
    -- its due year and, for an aim over years, those on the way
    cast(
        generate_series(
            least(greatest(targets.report_year, targets.metric_year - 15), targets.metric_year), targets.metric_year
        ) as integer[]
    ) as look_years
from asked
inner join targets on asked.target_id = targets.metric_id
left join {{ ref('stg_regions') }} as regions on targets.region_code = regions.region_code
