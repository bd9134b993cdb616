-- Two rows per pair that decides where it is chosen: how sure either verdict would be, from what a person would look at
-- (seed confidence_weights).
{{ config(meta={'is_regional': true, 'scope': 'target_id'}) }}

with pairs as (
    select
        *,
        if(query_measure = 'level', least(abs(ln(greatest(abs(ratio), 1e-3))), 3), 0) as far_apart
    from {{ ref('int_judged_pairs') }}
    where is_due and standing = 'match'
    qualify row_number() over (partition by target_id, result_id order by candidate_rank, query_id) = 1
),

verdicts as (
    select
        pairs.*,
        verdict,
        cast(verdict = 'missed' as integer) as is_missed
    from pairs
    cross join (select unnest(['attained', 'missed']) as verdict) as either
),

features as (
    select
        target_id,
        result_id,
        verdict,
        map {
            'intercept': 1.0,
            'catalogue_headline': cast(is_headline as integer),
            'same_catalogue_id': cast(same_id as integer),
            'telling_words': least(least_weight, 8),
            'shares_more_than_end': cast(shares_more_than_end as integer),
            'tens_of_words_apart': least(words_apart, 20) / 10,
            'only_promise': cast(is_only_target as integer),
            'looser_works': cast(looser_works as integer),
            'review_of_term': cast(result_is_of_term as integer),
            'far_apart': far_apart,
            'missed_far_apart': is_missed * far_apart,
            'is_missed': is_missed
        } as features
    from verdicts
),

listed as (
    select
        target_id,
        result_id,
        verdict,
        unnest(map_entries(features)) as entry
    from features
),

summed as (
    select
        listed.target_id,
        listed.result_id,
        listed.verdict,
        sum(weights.weight * coalesce(listed.entry.value, 0)) as logit
    from listed
    inner join {{ ref('confidence_weights') }} as weights on listed.entry.key = weights.feature
    group by all
)

select
    features.target_id,
    features.result_id,
    features.verdict,
    features.features,
    round(1 / (1 + exp(-summed.logit)), 4) as confidence
from features
inner join summed
    on features.target_id = summed.target_id
    and features.result_id = summed.result_id
    and features.verdict = summed.verdict
