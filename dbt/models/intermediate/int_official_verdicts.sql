-- One row per target for which an official figure of its year is at hand: what that figure says of it.
{{ config(meta={'is_regional': true, 'scope': 'target_id'}) }}

with targets as (
    select
        verdicts.target_id,
        verdicts.bound_base,
        verdicts.slack,
        metrics.region_code,
        metrics.metric_year,
        metrics.indicator_id,
        {{ thing_key('metrics', 'headlines') }} as thing_key,
        {{ is_real('metrics', 'headlines') }} as is_real,
        metrics.says_flow,
        metrics.measure,
        metrics.dimension,
        metrics.factor,
        rules.operator
    from {{ ref('int_verdicts') }} as verdicts
    inner join {{ ref('int_metrics') }} as metrics on verdicts.target_id = metrics.metric_id
    left join {{ ref('headline_indicators') }} as headlines on metrics.indicator_id = headlines.indicator_id
    left join {{ ref('attainment_rules') }} as rules on verdicts.rule_id = rules.rule_id
    where metrics.scope = '' and metrics.period = 'year' and not verdicts.is_relation
)

select
    targets.target_id,
    official.official_id,
    official.official_base / coalesce(targets.factor, 1) as official_value,
    case {{ rule_holds('targets.operator', 'official.official_base', 'targets.bound_base', 'targets.slack') }}
        when true then 'attained'
        when false then 'missed'
    end as official_verdict
from targets
inner join {{ ref('int_official') }} as official
    on targets.region_code = official.region_code
    and targets.metric_year = official.metric_year
    and targets.indicator_id = official.indicator_id
    -- one id for all investments: of two of them neither is the witness of the other
    and targets.thing_key = official.thing_key
    and targets.is_real = official.is_real
    and targets.measure = official.measure
    and targets.dimension = official.dimension
where
    official.is_witness
    -- 新增高速公路300公里 is not kept by the 7000 that there are
    and not {{ is_other_amount('targets.bound_base', 'targets.says_flow', 'official.official_base', 'official.says_flow',
        'official.measure', 'official.dimension') }}
