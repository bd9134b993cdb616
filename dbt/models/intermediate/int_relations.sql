-- One row per target set in relation to another figure (快于经济增长, 保持全省前列) or to a task from above: of how many parts of
-- its subject is told, and whether all of them hold against the reference.
{{ config(meta={'is_regional': true, 'scope': 'target_id'}) }}

{% set holds = rule_holds('parts.operator', 'parts.subject_value', 'referenced.reference_value', 'parts.slack_points') %}

with targets as (
    select *
    from {{ ref('int_metrics') }}
    where role = 'target' and relation is not null and metric_value is null
),

best as (
    select *
    from {{ ref('int_judged_pairs') }}
    where candidate_rank = 1 and standing in ('match', 'related') and is_due
),

-- the figure of what the parts of a subject make up together
told_as_one as (
    select
        best.target_id,
        best.result_id,
        best.match_method,
        best.match_score,
        results.metric_value
    from best
    inner join {{ ref('int_metrics') }} as results on best.result_id = results.metric_id
    where best.sought = 'whole' and best.standing = 'match'
),

-- every part of the subject; the one reference stands beside each of them below
parts as (
    select
        targets.metric_id as target_id,
        members.target_id is not null as is_least,
        coalesce(members.result_id, whole.result_id, best.result_id) as result_id,
        if(coalesce(members.target_id, whole.target_id) is not null, 'match', best.standing) as standing,
        coalesce(members.match_method, whole.match_method, best.match_method) as match_method,
        coalesce(members.match_score, whole.match_score, best.match_score) as match_score,
        coalesce(members.least_value, whole.metric_value, results.metric_value) as subject_value,
        results.comparator as result_comparator,
        coalesce(rules.rule_text, 'the promise holds up to place ' || targets.promised_rank) as rule_text,
        rules.operator,
        rules.slack_points,
        targets.relation = 'keep_rank' as is_rank,
        targets.promised_rank as most_rank,
        targets.rank_is_exact as is_exact,
        -- a place in the province is answered by a place in the province
        coalesce(targets.rank_area = results.rank_area, false) as same_area
    from targets
    inner join {{ ref('int_queries') }} as queries on targets.metric_id = queries.target_id and queries.sought = 'subject'
    left join best on queries.query_id = best.query_id
    left join {{ ref('int_metrics') }} as results on best.result_id = results.metric_id
    left join {{ ref('int_subject_members') }} as members
        on queries.target_id = members.target_id
        and queries.item = members.subject_item
        and best.standing is distinct from 'match'
    left join told_as_one as whole
        on queries.target_id = whole.target_id and best.standing is distinct from 'match'
    left join {{ ref('relation_rules') }} as rules on targets.relation = rules.relation
),

referenced as (
    select
        queries.target_id,
        best.result_id as reference_id,
        results.metric_value as reference_value,
        results.indicator_text as reference_indicator
    from {{ ref('int_queries') }} as queries
    inner join best on queries.query_id = best.query_id and best.standing = 'match'
    inner join {{ ref('int_metrics') }} as results on best.result_id = results.metric_id
    where queries.sought = 'reference'
    qualify row_number() over (partition by queries.target_id order by best.match_score desc, best.result_id) = 1
),

judged as (
    select
        parts.*,
        referenced.reference_id,
        referenced.reference_value,
        referenced.reference_indicator,
        case
            when parts.standing != 'match' or parts.standing is null then null
            when parts.is_rank and not (parts.same_area and parts.most_rank is not null) then null
            when parts.is_rank and parts.subject_value <= parts.most_rank then true
            when parts.is_rank then if(parts.is_exact and parts.result_comparator = 'eq', false, null)
            when referenced.reference_value is null then null
            -- the whole is not below the least of its members, but may be above it
            when parts.is_least and not (parts.operator in ('>=', '>') and {{ holds }}) then null
            else {{ holds }}
        end as holds
    from parts
    left join referenced on parts.target_id = referenced.target_id
)

select
    target_id,
    count(*) as n_parts,
    count(holds) as n_judged,
    bool_and(holds) as all_hold,
    -- the weakest part stands for all: the lowest figure, the last place
    min_by(
        result_id, { 'figure': coalesce(if(is_rank, -subject_value, subject_value), 1e300), 'id': result_id }
    ) as result_id,
    if(bool_or(is_rank), max(subject_value), min(subject_value)) as subject_value,
    min(reference_id) as reference_id,
    min(reference_value) as reference_value,
    min(reference_indicator) as reference_indicator,
    min(rule_text) as rule_text,
    min(match_method) as match_method,
    min(match_score) as match_score,
    bool_or(standing is not null) as is_spoken_of
from judged
group by target_id
