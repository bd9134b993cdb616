-- One row per pair of wordings that meet somewhere: a target's and a later result's, in one region and year.
-- The similarity does not depend on what else is in the lake, so a verdict does not move when a region is added.
with spread as (
    select
        part_no,
        unnest(bigrams) as bigram
    from {{ ref('int_wordings') }}
),

places as (
    select
        spread.part_no,
        spread.bigram,
        coalesce(common.weight, 1) as weight
    from spread
    left join {{ ref('common_bigrams') }} as common on spread.bigram = common.bigram
),

query_parts as (
    select distinct
        hash(years.region_code, years.look_year) as block,
        wordings.part_no
    from {{ ref('int_query_years') }} as years
    inner join {{ ref('int_wordings') }} as wordings on years.wording = wordings.wording
),

result_parts as (
    select distinct
        hash(results.region_code, results.metric_year) as block,
        wordings.part_no
    from {{ ref('int_metrics') }} as results
    inner join {{ ref('int_wordings') }} as wordings on results.indicator_text = wordings.wording
    where results.role = 'result'
),

query_keys as materialized (
    select
        query_parts.block,
        query_parts.part_no,
        hash(query_parts.block, places.bigram) as block_bigram,
        places.weight
    from query_parts
    inner join places on query_parts.part_no = places.part_no
),

result_keys as materialized (
    select
        result_parts.part_no,
        hash(result_parts.block, places.bigram) as block_bigram
    from result_parts
    inner join places on result_parts.part_no = places.part_no
),

-- blocking: two wordings of one region and year meet only over a bigram they share
met as (
    select
        query_keys.part_no as query_part,
        result_keys.part_no as result_part,
        query_keys.block,
        sum(query_keys.weight) as shared_weight
    from query_keys
    inner join result_keys on query_keys.block_bigram = result_keys.block_bigram
    group by query_keys.part_no, result_keys.part_no, query_keys.block
),

-- the same two wordings may meet in many blocks, each time with the same weight
shared as (
    select
        query_part,
        result_part,
        round(max(shared_weight), 4) as shared_weight
    from met
    group by query_part, result_part
),

compared as (
    select
        shared.query_part,
        shared.result_part,
        query_words.wording as query_wording,
        result_words.wording as result_wording,
        query_words.is_whole as query_is_whole,
        result_words.is_whole as result_is_whole,
        2 * shared.shared_weight / (query_words.total_weight + result_words.total_weight) as overlap,
        shared.shared_weight / query_words.total_weight as query_covered,
        shared.shared_weight / result_words.total_weight as result_covered,
        least(query_words.total_weight, result_words.total_weight) as least_weight,
        query_words.core = result_words.core as same_core,
        right(query_words.core, 2) = right(result_words.core, 2) as same_head,
        right(query_words.wording, 2) = right(result_words.wording, 2) as same_last_head,
        query_words.sizes = result_words.sizes as same_sizes,
        query_words.hard_scopes = result_words.hard_scopes as same_hard_scopes,
        len(query_words.soft_scopes) = 0 or len(result_words.soft_scopes) = 0
        or list_has_any(query_words.soft_scopes, result_words.soft_scopes) as fitting_soft_scopes
    from shared
    inner join {{ ref('int_wordings') }} as query_words on shared.query_part = query_words.part_no
    inner join {{ ref('int_wordings') }} as result_words on shared.result_part = result_words.part_no
),

-- a part of a joint indicator may borrow what it lacks from the whole: 大花园示范县、耀眼明珠 has 大花园耀眼明珠
borrowed as (
    select
        *,
        max(if(query_is_whole, result_covered, 0)) over (partition by query_wording, result_part) as result_covered_by_whole,
        max(if(result_is_whole, query_covered, 0)) over (partition by query_part, result_wording) as query_covered_by_whole
    from compared
)

select
    row_number() over (order by query_part, result_part) as pair_no,
    *,
    greatest(
        overlap,
        if(not query_is_whole and query_covered >= 0.95, 0.98 * result_covered_by_whole, 0),
        if(not result_is_whole and result_covered >= 0.95, 0.98 * query_covered_by_whole, 0)
    ) as similarity
from borrowed
