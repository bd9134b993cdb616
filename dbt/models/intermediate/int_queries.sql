-- One row per thing to look for in later reports: the figure of a target,
-- or the two figures of a target set in relation to another one (each part of a joint subject is looked for).
with targets as (
    select * from {{ ref('int_metrics') }}
    where role = 'target' and region_code is not null and metric_year is not null
),

-- 交通、水利和能源等结构性投资: every item of a joint subject is one of investment
joint as (
    select
        *,
        coalesce(subject, indicator_text) as joint_subject,
        list_filter(string_split(coalesce(subject, indicator_text), '、'), lambda item: trim(item) != '') as items,
        regexp_replace(coalesce(subject, indicator_text), '(等)?(结构性)?(指标)?(增速|增长率|增幅|增长)?$', '') as ending
    from targets
    where relation is not null and metric_value is null
),

shared_heads as (
    select
        joint.metric_id,
        max_by(heads.head, length(heads.head)) as head
    from joint
    inner join {{ ref('list_heads') }} as heads on ends_with(joint.ending, heads.head)
    where len(joint.items) > 1
    group by joint.metric_id
),

subjects as (
    select
        joint.metric_id,
        -- the catalogue's id is that of the whole
        if(len(joint.items) > 1, null, joint.indicator_id) as indicator_id,
        -- a promise to stay among the first is answered by a place, in whatever unit
        if(joint.relation = 'keep_rank', 'rank', coalesce(joint.measure, 'growth')) as measure,
        case
            when joint.relation = 'keep_rank' then 'bare'
            when coalesce(joint.measure, 'growth') = 'level' then joint.dimension
            else 'percent'
        end as dimension,
        -- a short item lacks the head that it shares; a long one has its own
        unnest(
            list_transform(
                joint.items,
                lambda item: if(length(trim(item)) <= 3 and heads.head is not null, trim(item) || heads.head, trim(item))
            )
        ) as wording
    from joint
    left join shared_heads as heads on joint.metric_id = heads.metric_id
),

asked as (
    select
        metric_id as target_id,
        'target' as sought,
        indicator_text as wording,
        indicator_id,
        measure,
        dimension
    from targets
    where relation is null or metric_value is not null
    union all
    select
        subjects.metric_id as target_id,
        'subject' as sought,
        coalesce(canon.canonical, subjects.wording) as wording,
        if(canon.canonical is null, subjects.indicator_id, null) as indicator_id,
        subjects.measure,
        subjects.dimension
    from subjects
    left join {{ ref('relation_references') }} as canon on subjects.wording = canon.wording
    union all
    select
        targets.metric_id as target_id,
        'reference' as sought,
        coalesce(canon.canonical, targets.reference_text) as wording,
        null as indicator_id,
        coalesce(targets.measure, 'growth') as measure,
        if(coalesce(targets.measure, 'growth') = 'level', targets.dimension, 'percent') as dimension
    from targets
    left join {{ ref('relation_references') }} as canon on targets.reference_text = canon.wording
    where targets.relation is not null and targets.metric_value is null and targets.reference_text is not null
),

numbered as (
    select
        *,
        row_number() over (partition by target_id, sought order by wording) as part_no
    from (select distinct * from asked) as once
)

select
    numbered.target_id || ':' || numbered.sought || ':' || numbered.part_no as query_id,
    numbered.target_id,
    numbered.sought,
    numbered.wording,
    numbered.indicator_id,
    numbered.measure,
    numbered.dimension,
    targets.region_code,
    targets.scope,
    targets.report_year,
    targets.metric_year as due_year,
    targets.period,
    targets.base_value,
    targets.unit,
    targets.says_flow,
    targets.says_stock or targets.says_level as says_stock,
    targets.says_new,
    targets.says_renewal,
    targets.sentence
from numbered
inner join targets on numbered.target_id = targets.metric_id
