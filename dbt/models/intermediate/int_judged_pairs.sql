-- One row per candidate pair with what it is worth: match (the same thing), related (speaks of it, does not decide),
-- rejected; `finding` names the first ground that stands between it and a match.
with paired as (
    select
        pairs.*,
        pairs.same_id and headlines.indicator_id is not null as is_headline,
        headlines.indicator_id is not null as asks_headline
    from {{ ref('int_match_pairs') }} as pairs
    left join {{ ref('headline_indicators') }} as headlines on pairs.indicator_id = headlines.indicator_id
),

-- the catalogue's id is a topic: only for headline indicators is it enough, elsewhere the words must bear it out
found as (
    select
        pairs.*,
        forced.new_value as forced_match,
        case
            when pairs.other_id and not pairs.same_core then 'other_indicator'
            when
                not pairs.is_headline
                and pairs.similarity < if(pairs.same_id, {{ var('same_topic_wording') }}, {{ var('same_wording') }})
                then 'other_wording'
            -- the last word of a Chinese noun phrase says what it is
            when not pairs.is_headline and not pairs.same_core and not pairs.same_head then 'other_wording'
            when not pairs.is_headline and not pairs.whole_part then 'other_wording'
            when not pairs.is_headline and not (pairs.same_sizes and pairs.same_hard_scopes) then 'other_class'
            when not pairs.is_headline and not pairs.fitting_soft_scopes then 'other_class'
            when not pairs.is_headline and not pairs.same_id and pairs.least_weight < 1.2 then 'too_general'
            when not pairs.same_scope then 'other_scope'
            when pairs.other_works and pairs.query_measure = 'level' then 'other_class'
            when not pairs.same_measure then 'other_measure'
            when not pairs.same_dimension then 'other_unit'
            when not pairs.same_period then 'other_period'
            when
                pairs.query_measure = 'level' and pairs.query_says_flow and not pairs.result_says_flow
                and (
                    pairs.result_says_stock
                    or pairs.result_value >= {{ var('stock_suspicion') }} * pairs.query_value
                ) then 'may_be_stock'
            when
                pairs.query_measure = 'level' and pairs.result_says_flow and not pairs.query_says_flow
                and not pairs.result_says_stock
                and (pairs.query_says_stock or pairs.result_value * 2 < pairs.query_value) then 'may_be_flow'
            else 'same'
        end as machine_finding
    from paired as pairs
    left join {{ ref('stg_corrections') }} as forced
        on pairs.target_id = forced.mention_id and pairs.result_id = forced.result_id and forced.field = 'match'
),

overruled as (
    select
        *,
        case forced_match
            when 'yes' then 'corrected'
            when 'no' then 'corrected_away'
            else machine_finding
        end as finding
    from found
),

classed as (
    select
        *,
        case
            when finding in ('same', 'corrected') then 'match'
            when finding = 'corrected_away' then 'rejected'
            -- the energy that a unit of output takes is not spoken of where output is
            when finding = 'other_indicator' and asks_headline and not same_head then 'rejected'
            when finding in ('other_wording', 'other_indicator')
                then
                    if(
                        similarity >= {{ var('related_wording') }}
                        and (same_head or query_covered >= 0.6 or result_covered >= 0.6 and similarity >= 0.5)
                        and (same_hard_scopes or same_measure or similarity >= 0.6)
                        or same_id
                        or same_campaign
                        or same_rare_unit,
                        'related', 'rejected'
                    )
            else 'related'
        end as standing,
        case
            when finding in ('corrected', 'corrected_away') then 'correction'
            when is_headline then 'catalogue'
            when same_core then 'wording'
            when same_id then 'catalogue'
            when similarity >= {{ var('related_wording') }} then 'similar_wording'
            when same_campaign then 'campaign'
            when same_rare_unit then 'rare_unit'
            else 'similar_wording'
        end as match_method,
        case
            when finding = 'corrected' or is_headline or same_core then 1.0
            when same_id then round(greatest(similarity, 0.5 + similarity / 2), 4)
            else round(similarity, 4)
        end as match_score
    from overruled
)

select
    *,
    row_number() over (
        partition by query_id, is_due
        order by
            if(finding = 'corrected', 0, 1),
            case standing when 'match' then 0 when 'related' then 1 else 2 end,
            if(is_due, result_report_year, -look_year),
            match_score desc,
            same_measure desc,
            result_start,
            result_id
    ) as candidate_rank
from classed
