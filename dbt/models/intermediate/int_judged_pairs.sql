-- One row per candidate pair with what it is worth: match (the same thing), related (speaks of it, does not decide),
-- rejected; `finding` names the first ground that stands between it and a match.
{{ config(meta={'is_regional': true, 'scope': 'target_id'}) }}

with paired as (
    select
        pairs.*,
        pairs.same_id and headlines.indicator_id is not null as is_headline,
        headlines.indicator_id is not null as asks_headline,
        -- two names that the catalogue has for one and the same thing
        pairs.same_id and pairs.both_named and synonyms.indicator_id is not null as are_synonyms,
        pairs.result_value / nullif(pairs.query_value, 0) as ratio,
        coalesce(abs(pairs.result_value - pairs.query_value) <= 1e-9 * abs(pairs.query_value), false) as same_value,
        not pairs.is_start_of_change
        and pairs.same_measure and pairs.same_dimension and pairs.same_scope and pairs.same_period
        and pairs.same_sizes and pairs.same_hard_scopes and pairs.fitting_soft_scopes
        and not (pairs.other_works and pairs.query_measure = 'level') as same_terms
    from {{ ref('int_match_pairs') }} as pairs
    left join {{ ref('headline_indicators') }} as headlines on pairs.indicator_id = headlines.indicator_id
    left join {{ ref('synonymous_indicators') }} as synonyms on pairs.indicator_id = synonyms.indicator_id
),

-- what a figure answers in its very words, per report that promised it
answered as (
    select
        result_id,
        look_year,
        target_document_id,
        min(query_value) as least_promised,
        max(query_value) as most_promised
    from paired
    where sought = 'target' and query_measure = 'level' and same_core and same_terms
    group by all
),

rivalled as (
    select
        paired.*,
        answered.least_promised,
        answered.most_promised
    from paired
    left join answered
        on paired.result_id = answered.result_id
        and paired.look_year = answered.look_year
        and paired.target_document_id = answered.target_document_id
),

-- how alone the two stand: no other figure of the report is as near to the target, no other target as near to the result;
-- the same figure told twice is one
placed as (
    select
        *,
        coalesce(
            not same_core and not same_value and query_measure = 'level'
            and similarity < {{ var('own_wording') }}
            and (
                least_promised < 0.9 * query_value or most_promised > 1.1 * query_value
                -- or keeps a promise of nearer words just so, and this one not
                or ratio not between {{ var('alike_from') }} and {{ var('just_kept') }}
                and max(similarity) filter (
                    same_terms and same_unit and sought = 'target'
                    and ratio between {{ var('alike_from') }} and {{ var('just_kept') }}
                ) over (partition by result_id, look_year, target_document_id) >= similarity + {{ var('nearer') }}
            ),
            false
        ) as answers_another,
        coalesce(
            min(result_value) filter (where same_terms) over near_query = result_value
            and max(result_value) filter (where same_terms) over near_query = result_value,
            false
        ) as is_only_result,
        coalesce(
            min(query_value) filter (where same_terms and sought = 'target') over near_result = query_value
            and max(query_value) filter (where same_terms and sought = 'target') over near_result = query_value,
            false
        ) as is_only_target,
        count(distinct result_value) filter (where same_id and same_terms) over (
            partition by query_id, look_year, result_report_id
        ) as n_of_same_id
    from rivalled
    window near_query as (
        partition by query_id, look_year, result_report_id
        order by similarity
        range between {{ var('rival_distance') }} preceding and unbounded following
    ),
    near_result as (
        partition by result_id, look_year, target_document_id
        order by similarity
        range between {{ var('rival_distance') }} preceding and unbounded following
    )
),

-- other words for the same thing: all terms agree, nothing else comes as near, and the figure is one of its kind
weighed as (
    select
        *,
        same_terms and is_only_result and is_only_target
        -- two ids tell two things apart, unless it is nearly one name and the catalogue knows only its head
        and (
            not other_id
            or not both_named and query_measure = 'level'
            and similarity >= if(is_share, {{ var('same_share_name') }}, {{ var('same_name') }})
        )
        and least_weight >= 1.2
        and same_unit
        and (ratio between {{ var('least_ratio') }} and {{ var('most_ratio') }} or query_measure != 'level')
        and (
            similarity >= {{ var('near_wording') }}
            -- shares of any two things end in the same word
            and (
                same_head and not is_share
                or query_covered >= {{ var('covered') }} or result_covered >= {{ var('covered') }}
            )
            or similarity >= {{ var('related_wording') }} and same_value and query_measure = 'level'
            -- many a share is to be 100 %
            and not (is_share and query_value = 100)
        ) as is_near,
        -- a figure of several digits is not met again by chance
        same_terms and same_unit and same_value and query_measure = 'level'
        and (
            {{ significant_digits('query_value') }} >= 2 and similarity >= {{ var('near_wording') }} and not asks_headline
            or {{ significant_digits('query_value') }} >= 3 and similarity >= {{ var('related_wording') }}
            and (not other_id or not both_named)
        ) as is_told_again,
        -- part of what was promised already reaches it
        same_terms and same_unit and query_measure = 'level' and query_inside and similarity >= {{ var('near_wording') }}
        and is_only_target and result_value >= query_value and same_head as is_inside,
        -- the only figure far and wide, and hardly another amount
        same_terms and same_unit and is_only_result and is_only_target and query_is_whole
        and query_measure = 'level' and not is_share and not asks_headline
        and ratio between {{ var('close_from') }} and {{ var('close_to') }}
        and (same_id and both_named or similarity >= {{ var('near_wording') }} and (not other_id or not both_named))
            as is_close,
        -- the same last word or the same works, hardly another amount, and nothing else far and wide
        same_terms and same_unit and is_only_result and is_only_target and query_is_whole
        and query_measure = 'level' and not is_share and not asks_headline and (not other_id or not both_named)
        and similarity >= {{ var('least_wording') }} and least_weight >= {{ var('alike_weight') }}
        and (same_head or same_works)
        and ratio between {{ var('alike_from') }} and {{ var('alike_to') }} as is_alike,
        -- the same clause in all but the name, and nothing else far and wide: 整修城市道路 for 整修城市主次干道
        same_terms and same_unit and is_only_result and is_only_target and query_is_whole
        and not asks_headline and (not other_id or not both_named and shares_more_than_end)
        and not looser_works and not result_is_of_term
        and similarity >= {{ var('retold_wording') }} and least_weight >= {{ var('alike_weight') }}
        and words_apart <= {{ var('retold_apart') }}
        and ratio between {{ var('alike_from') }} and {{ var('close_to') }} as is_retold,
        -- the only figure of its id: of a class of things only where the words fit into each other too
        same_id and same_terms and n_of_same_id = 1 and same_unit
        and (
            both_named
            or similarity >= {{ var('near_wording') }}
            or similarity >= {{ var('least_wording') }} and query_covered >= {{ var('covered') }} and least_weight >= 1.2
        )
        and (ratio between {{ var('least_ratio') }} and {{ var('most_ratio') }} or query_measure != 'level')
            as is_only_one_of_id
    from placed
),

-- figures of another kind whatever the words: the total for what is new, the sum of several years for one
counted as (
    select
        *,
        coalesce(
            query_measure = 'level' and (
                result_says_stock and not query_says_stock and not result_says_flow and not is_headline
                and ratio >= {{ var('stock_suspicion') }}
                or query_says_flow and not result_says_flow
                and (result_says_stock or ratio >= {{ var('stock_suspicion') }})
                -- 增加到 says what there is then, not what was added
                or query_says_flow and result_says_level and ratio >= {{ var('stock_suspicion') }}
                or not (query_says_flow and result_says_flow) and not is_headline
                and not (result_is_of_the_year and not result_says_stock)
                and ratio >= {{ var('stock_at_any_rate') }}
            ),
            false
        ) as may_be_total,
        -- less came anew than there is to be in all
        coalesce(
            query_measure = 'level' and result_says_flow and not query_says_flow and not result_says_stock
            and result_value < query_value * if(query_says_stock, 1, 0.5),
            false
        ) as may_be_flow,
        -- so great a growth or decrease beside so small a one counts from a year further back
        coalesce(
            query_measure = 'growth'
            and greatest(abs(query_value), abs(result_value))
            >= if(query_value < 0, {{ var('long_decrease') }}, {{ var('long_growth') }})
            and ratio not between 0.4 and 2.5,
            false
        ) as may_be_long,
        -- though its clause does not say so
        coalesce(
            query_measure = 'level'
            and ratio >= case
                when result_is_of_term and not is_headline then {{ var('most_of_a_year') }}
                when result_is_of_term or result_names_years then 2
                when is_headline then 2.5
                else 1e9
            end,
            false
        ) as may_be_sum,
        -- one figure for several things; or so much more, of what the words narrow down no further:
        -- 社区应用场景 50, 应用场景 120
        not (is_headline or are_synonyms) and coalesce(
            result_is_of_several and not same_value
            or query_measure = 'level' and not is_share and not same_core and not result_is_narrowed
            and result_covered >= 0.95 and query_covered < {{ var('covered') }}
            and ratio >= {{ var('more_general') }}
            -- so many times as much, in other words: 港澳科研机构 10, 高端科研机构 30
            or query_measure = 'level' and not query_inside and not (same_id and both_named)
            and similarity < {{ var('same_wording') }} and ratio >= {{ var('far_more') }}
            -- 老旧小区45个, 老旧小区1.92万户: what is in them is counted
            or query_measure = 'level' and not same_unit and ratio >= {{ var('counted_otherwise') }},
            false
        ) as is_of_more
    from weighed
),

found as (
    select
        pairs.*,
        forced.new_value as forced_match,
        case
            when
                pairs.is_general and pairs.query_measure = 'level' and not pairs.same_campaign
                and not (pairs.is_headline or pairs.are_synonyms)
                then 'too_general'
            when
                pairs.is_told_again
                or (pairs.is_close or pairs.is_alike or pairs.is_retold) and not pairs.is_of_more and not pairs.may_be_flow
                then 'same'
            when pairs.other_id and not pairs.same_core and not (pairs.is_near and not pairs.asks_headline) then 'other_indicator'
            when pairs.is_start_of_change then 'start_of_change'
            when
                not pairs.is_headline and not pairs.may_be_total and not pairs.may_be_flow and not pairs.may_be_sum
                and not pairs.is_of_more
                -- 倍增 is no growth of the year
                and not (
                    pairs.may_be_long
                    and (abs(pairs.query_value) > abs(pairs.result_value) or pairs.result_value = {{ var('doubled') }})
                )
                and (pairs.is_near or pairs.is_inside or pairs.is_only_one_of_id)
                then 'same'
            when
                not (pairs.is_headline or pairs.are_synonyms)
                and pairs.similarity < if(pairs.same_id, {{ var('same_topic_wording') }}, {{ var('same_wording') }})
                then 'other_wording'
            -- the last word of a Chinese noun phrase says what it is
            when
                not (pairs.is_headline or pairs.are_synonyms)
                and not (pairs.same_core or pairs.same_head and pairs.whole_part)
                then 'other_wording'
            when not pairs.is_headline and not (pairs.same_sizes and pairs.same_hard_scopes) then 'other_class'
            when not pairs.is_headline and not pairs.fitting_soft_scopes then 'other_class'
            when
                not pairs.is_headline and not pairs.same_id and pairs.least_weight < 1.2
                and not (pairs.same_core and pairs.is_only_result and pairs.ratio between 0.8 and 1.5)
                then 'too_general'
            when not pairs.same_scope then 'other_scope'
            when pairs.other_works and pairs.query_measure = 'level' then 'other_class'
            when not pairs.same_measure then 'other_measure'
            when not pairs.same_dimension then 'other_unit'
            when not pairs.same_period then 'other_period'
            when pairs.may_be_sum then 'other_period'
            when pairs.may_be_long then 'other_period'
            when pairs.may_be_total then 'may_be_stock'
            when pairs.is_of_more then 'other_class'
            when pairs.may_be_flow then 'may_be_flow'
            else 'same'
        end as machine_finding
    from counted as pairs
    left join {{ ref('stg_corrections') }} as forced
        on pairs.target_id = forced.mention_id and pairs.result_id = forced.result_id and forced.field = 'match'
),

overruled as (
    select
        *,
        case
            when forced_match = 'yes' then 'corrected'
            when forced_match = 'no' then 'corrected_away'
            when machine_finding = 'same' and answers_another and not is_headline then 'another_promise'
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
            when finding = 'too_general' and is_general and query_measure = 'level' and not same_campaign then 'rejected'
            -- to keep a road up is not to build one
            when finding = 'other_class' and unlike_works and query_measure = 'level' then 'rejected'
            -- of two things that the catalogue has, one speaks of the other where it holds it: 进出口 and 出口
            when finding = 'other_indicator' and both_named and greatest(query_covered, result_covered) < 0.95
                then 'rejected'
            when
                finding in ('other_wording', 'other_indicator') and not shares_more_than_end
                -- 社区居家养老服务站 ends in what it is
                and not (
                    same_unit and not is_share
                    and greatest(query_covered, result_covered) * least_weight >= {{ var('telling_end') }}
                )
                and not (same_id and (is_headline or both_named))
                then 'rejected'
            -- neither the thing's last word nor what is counted is the same: 垃圾处理场45座, 垃圾处理率58%;
            -- 农业全产业链总产值 speaks of 农业全产业链
            when
                finding in ('other_wording', 'other_indicator') and not same_head and not same_dimension
                and query_covered < 0.95 and greatest(query_covered, result_covered) * least_weight < {{ var('much_shared') }}
                and not (same_id and (is_headline or both_named))
                then 'rejected'
            -- 项目建设 and 在建项目 share too general a word
            when
                finding in ('other_wording', 'other_indicator') and least_weight < {{ var('vague_weight') }}
                and not same_id
                then 'rejected'
            -- the energy that a unit of output takes is not spoken of where output is
            when finding = 'other_indicator' and asks_headline and not same_head then 'rejected'
            when finding in ('other_wording', 'other_indicator')
                then
                    if(
                        similarity >= if(
                            same_id and not (same_head and same_unit and least_weight >= 1.2),
                            {{ var('near_wording') }}, {{ var('related_wording') }}
                        )
                        and (
                            same_head
                            and greatest(query_covered, result_covered) >= if(same_unit and not is_share, 0.4, 0.5)
                            or query_covered >= 0.6 or result_covered >= 0.6 and similarity >= 0.5
                        )
                        and (same_hard_scopes or same_measure or similarity >= 0.6)
                        -- of one class of things is not yet the same thing
                        or same_id and (is_headline or both_named or similarity >= {{ var('near_wording') }})
                        or same_campaign and similarity >= {{ var('least_wording') }},
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
            else 'similar_wording'
        end as match_method,
        case
            when finding = 'corrected' or is_headline or same_core then 1.0
            when same_id then round(greatest(similarity, 0.5 + similarity / 2), 4)
            else round(similarity, 4)
        end as match_score,
        -- what both call new, or do in the same words, may fall far short
        same_core and query_is_whole and (
            query_says_flow and result_says_flow and not result_says_stock
            or least_weight >= {{ var('telling_weight') }}
        ) as may_fall_short,
        -- a figure in other words, for one of several things or for a part, may reach a target, but hardly misses it
        finding = 'corrected' or not result_is_of_part and (is_headline or are_synonyms)
        -- 地方财政收入 is a part of 财政收入
        and (query_measure != 'level' or same_core or ratio >= {{ var('least_part') }})
        or not (looser_works and query_measure = 'level') and not result_is_of_part
        and not result_is_narrowed and not ((query_is_narrowed or query_joins_more) and query_measure = 'level')
        -- a title is won or not; one told for fewer times is another level's, or an older one
        and query_measure != 'streak'
        and (
            same_core and query_is_whole and least_weight >= 1.2
            or (query_is_whole or query_measure != 'level') and not is_inside and ratio >= 0.7 and same_head
            and similarity >= if(same_id, {{ var('same_topic_wording') }}, {{ var('same_wording') }})
            -- 园区基础设施项目 and 医疗基础设施项目: each is told apart from the other
            and (both_named or greatest(query_covered, result_covered) >= {{ var('covered') }})
        ) as may_miss
    from overruled
)

select
    * exclude (
        least_promised, most_promised, answers_another, may_be_total, may_be_flow, may_be_sum, may_be_long, is_of_more,
        same_terms, is_near, is_told_again, is_close, is_alike, is_retold, is_inside,
        is_only_one_of_id, are_synonyms, n_of_same_id
    ),
    row_number() over (
        partition by query_id, is_due
        order by
            if(finding = 'corrected', 0, 1),
            case standing when 'match' then 0 when 'related' then 1 else 2 end,
            if(is_due, result_report_year, -look_year),
            match_score desc,
            same_measure desc,
            same_works desc,
            -- of two figures of a headline the one that is called by its name
            same_core desc,
            -- 突破2000亿元，达到2058亿元
            result_is_bound,
            similarity desc,
            -- 改造小区20个3万户 is two figures
            same_unit desc,
            result_start,
            result_id
    ) as candidate_rank
from classed
