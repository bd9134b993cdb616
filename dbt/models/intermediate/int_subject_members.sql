-- One row per subject of a relation whose members are all told (城镇, 农村 for 居民收入): the least of them.
{{ config(meta={'is_regional': true, 'scope': 'target_id'}) }}

with told as (
    select
        queries.target_id,
        queries.item // 100 as subject_item,
        pairs.result_id,
        pairs.match_method,
        pairs.match_score,
        results.metric_value
    from {{ ref('int_queries') }} as queries
    left join {{ ref('int_judged_pairs') }} as pairs
        on queries.query_id = pairs.query_id
        and pairs.is_due
        and pairs.candidate_rank = 1
        and pairs.standing = 'match'
    left join {{ ref('int_metrics') }} as results on pairs.result_id = results.metric_id
    where queries.sought = 'member'
)

select
    target_id,
    subject_item,
    min_by(result_id, { 'figure': metric_value, 'id': result_id }) as result_id,
    min(metric_value) as least_value,
    min(match_method) as match_method,
    min(match_score) as match_score
from told
group by all
having count(metric_value) = count(*)
