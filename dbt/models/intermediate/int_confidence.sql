-- One row per decided target: how sure the verdict is, from what a person would look at (seed confidence_weights).
{{ config(meta={'is_regional': true, 'scope': 'target_id'}) }}

with features as (
    select
        verdicts.target_id,
        map {
            'intercept': 1.0,
            'catalogue_headline': cast(pairs.is_headline as integer),
            'same_core': cast(pairs.same_core as integer),
            'same_catalogue_id': cast(pairs.same_id as integer),
            'similarity': pairs.similarity,
            'same_last_word': cast(pairs.same_head as integer),
            'alone_in_report': cast(pairs.is_only_result and pairs.is_only_target as integer),
            'same_number': cast(pairs.same_value as integer),
            'far_apart': if(pairs.query_measure = 'level', least(abs(ln(greatest(abs(pairs.ratio), 1e-3))), 3), 0),
            'is_level': cast(pairs.query_measure = 'level' as integer),
            'is_missed': cast(verdicts.verdict = 'missed' as integer)
        } as features
    from {{ ref('int_verdicts') }} as verdicts
    inner join {{ ref('int_judged_pairs') }} as pairs
        on verdicts.target_id = pairs.target_id and verdicts.result_id = pairs.result_id and pairs.is_due
    where verdicts.verdict in ('attained', 'missed')
    qualify row_number() over (partition by verdicts.target_id order by pairs.candidate_rank, pairs.query_id) = 1
),

listed as (
    select
        target_id,
        unnest(map_entries(features)) as entry
    from features
),

summed as (
    select
        listed.target_id,
        sum(weights.weight * listed.entry.value) as logit
    from listed
    inner join {{ ref('confidence_weights') }} as weights on listed.entry.key = weights.feature
    group by listed.target_id
)

select
    features.target_id,
    features.features,
    round(1 / (1 + exp(-summed.logit)), 4) as confidence
from features
inner join summed on features.target_id = summed.target_id
