-- One row per growth target that no growth answers, where the levels of its year and of the year before are at hand:
-- the growth between them. It is shown and decides nothing: levels are revised and growth is counted on a like basis.
{{ config(meta={'is_regional': true, 'scope': 'target_id'}) }}

with levels as (
    select
        region_code,
        metric_year,
        indicator_id,
        dimension,
        min(metric_id) as result_id,
        min(base_value) as base_value
    from {{ ref('int_metrics') }}
    where
        role = 'result' and measure = 'level' and scope = '' and coalesce(period, 'year') = 'year'
        and comparator in ('eq', 'approx') and base_value > 0 and report_year = metric_year + 1
        and indicator_id in (select indicator_id from {{ ref('headline_indicators') }} where is_derivable)
        -- 五年新增……实际利用外资37亿美元
        and not names_years
    group by all
    -- two figures for one year: gross and net, or the whole and a part
    having count(distinct base_value) = 1
),

growths as (
    select
        told.*,
        before.result_id as base_id,
        round(100 * (told.base_value / before.base_value - 1), 2) as growth
    from levels as told
    inner join levels as before
        on told.region_code = before.region_code
        and told.metric_year = before.metric_year + 1
        and told.indicator_id = before.indicator_id
        and told.dimension = before.dimension
    -- so great a change is one of what was counted
    where abs(told.base_value / before.base_value - 1) < {{ var('long_growth') }} / 100
),

targets as (
    select
        verdicts.target_id,
        verdicts.bound_base,
        verdicts.slack,
        metrics.region_code,
        metrics.metric_year,
        metrics.indicator_id,
        rules.operator
    from {{ ref('int_verdicts') }} as verdicts
    inner join {{ ref('int_metrics') }} as metrics on verdicts.target_id = metrics.metric_id
    inner join {{ ref('attainment_rules') }} as rules on verdicts.rule_id = rules.rule_id
    where
        verdicts.verdict in ('incomparable', 'unreported') and not verdicts.is_relation
        and metrics.measure = 'growth' and metrics.dimension = 'percent'
        and metrics.scope = '' and coalesce(metrics.period, 'year') = 'year'
        -- 到2015年比2010年翻一番
        and abs(verdicts.bound_base) < {{ var('long_growth') }}
)

select
    targets.target_id,
    growths.result_id as derived_result_id,
    growths.base_id as derived_base_id,
    growths.growth as derived_value,
    case {{ rule_holds('targets.operator', 'growths.growth', 'targets.bound_base', 'targets.slack') }}
        when true then 'attained'
        when false then 'missed'
    end as derived_verdict
from targets
inner join growths
    on targets.region_code = growths.region_code
    and targets.metric_year = growths.metric_year
    and targets.indicator_id = growths.indicator_id
-- the one growth there is: totals told in 亿元 and in 美元 may both be at hand
qualify count(*) over (partition by targets.target_id) = 1
