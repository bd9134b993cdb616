-- Never a match across regions, scopes, measures or kinds of unit: what is decided was comparable.
select targets.target_id
from {{ ref('fct_attainment') }} as targets
inner join {{ ref('int_metrics') }} as target_figures on targets.target_id = target_figures.metric_id
inner join {{ ref('int_metrics') }} as result_figures on targets.result_id = result_figures.metric_id
where
    targets.verdict in ('attained', 'missed')
    and targets.relation is null
    and not targets.is_corrected
    and (
        target_figures.region_code != result_figures.region_code
        or target_figures.scope != result_figures.scope
        or target_figures.measure != result_figures.measure
        -- what there is more of is what is new
        and not (
            target_figures.measure in ('change', 'level') and result_figures.measure in ('change', 'level')
            and target_figures.dimension not in ('percent', 'points')
            and (
                target_figures.measure = 'change' and result_figures.says_flow
                or result_figures.measure = 'change' and target_figures.says_flow
            )
        )
        or target_figures.metric_year != result_figures.metric_year
        or result_figures.report_year <= target_figures.report_year
    )
