-- One row per target: the rule that applies, the result that decides and what follows. The rules are seed rows.
{{ config(meta={'is_regional': true, 'scope': 'target_id'}) }}

with targets as (
    select
        metrics.*,
        coverage.covering_year,
        coverage.is_covered,
        coverage.is_complete,
        coverage.coverage,
        case
            when metrics.measure = 'rank' or metrics.measure = 'level' and metrics.metric_value = 0 then 'less'
            -- what is done about a bad thing is counted, not the bad thing itself
            when
                metrics.is_against_harm and metrics.measure = 'level' and metrics.dimension not in ('percent', 'points')
                then 'more'
            -- 零增长 is promised of what is not to grow
            when metrics.measure = 'growth' and metrics.metric_value = 0 then coalesce(catalogue.better, 'less')
            else coalesce(catalogue.better, metrics.better_by_words, 'more')
        end as better,
        -- 第二产业比重46%: who then reads 44 % or 48 % is told neither that it was kept nor that it was not
        coalesce(
            catalogue.direction = 'neither' and metrics.better_by_words is null
            and metrics.measure = 'level' and metrics.dimension = 'percent' and metrics.comparator in ('eq', 'approx'),
            false
        ) as has_no_direction,
        coalesce(metrics.metric_value < 0 and metrics.measure in ('growth', 'change'), false) as is_decrease,
        metrics.relation is not null and metrics.metric_value is null as is_relation
    from {{ ref('int_metrics') }} as metrics
    inner join {{ ref('int_coverage') }} as coverage on metrics.metric_id = coverage.target_id
    left join {{ ref('stg_indicators') }} as catalogue on metrics.indicator_id = catalogue.indicator_id
    where metrics.role = 'target'
),

best as (
    select
        target_id,
        sought,
        query_id,
        result_id,
        standing,
        finding,
        match_method,
        match_score,
        candidate_rank,
        is_due,
        may_miss,
        may_fall_short,
        query_is_whole,
        is_headline,
        same_works
    from {{ ref('int_judged_pairs') }}
    where candidate_rank = 1 and standing in ('match', 'related')
),

-- things that share one number are judged by the weakest of them, once each is told
items as (
    select
        best.* replace (best.may_miss and queries.each_must as may_miss),
        -- the least of it, or where less is wished for the most
        if(targets.is_decrease or targets.better = 'less', -results.base_value, results.base_value) as achieved,
        queries.item > 100 as is_member
    from {{ ref('int_queries') }} as queries
    left join best on queries.query_id = best.query_id and best.is_due and best.standing = 'match'
    inner join targets on queries.target_id = targets.metric_id
    left join {{ ref('int_metrics') }} as results on best.result_id = results.metric_id
    where queries.sought = 'item'
    qualify
        count(best.result_id) over (partition by queries.target_id) = count(*) over (partition by queries.target_id)
        and row_number() over (partition by queries.target_id order by achieved, queries.query_id) = 1
),

best_of_targets as (
    select best.*
    from best
    where
        best.sought = 'target' and best.is_due
        and (best.standing = 'match' or best.target_id not in (select target_id from items))
        and best.target_id not in (select target_id from items where not is_member)
    union all
    -- things named together are told one by one, the members of a thing where it is not told itself
    select items.* exclude (achieved, is_member)
    from items
    where
        not items.is_member
        or items.target_id not in (select target_id from best where sought = 'target' and is_due and standing = 'match')
),

figures as (
    select
        targets.metric_id as target_id,
        rules.rule_id,
        rules.rule_text,
        rules.operator,
        rules.bound,
        rules.slack_points,
        rules.slack_share,
        best.sought,
        best.result_id,
        best.standing,
        best.finding,
        best.match_method,
        best.match_score,
        best.may_miss,
        best.may_fall_short,
        best.is_headline,
        best.same_works,
        results.report_id as result_report_id,
        results.base_value as result_base,
        results.metric_value as result_told,
        results.factor as result_factor,
        targets.factor != results.factor as is_told_in_other_unit,
        results.comparator as result_comparator,
        targets.measure = 'growth' and targets.dimension = 'percent' as is_rate,
        targets.measure = 'level' as is_level,
        targets.has_no_direction,
        targets.measure = 'level' and targets.dimension not in ('percent', 'points') as is_amount,
        case rules.bound
            when 'high' then greatest(targets.base_value, coalesce(targets.base_value_high, targets.base_value))
            else least(targets.base_value, coalesce(targets.base_value_high, targets.base_value))
        end as bound_base,
        if(
            targets.dimension in ('percent', 'points'),
            rules.slack_points,
            rules.slack_share * abs(targets.base_value)
        ) as slack
    from targets
    left join {{ ref('attainment_rules') }} as rules
        on targets.comparator = rules.comparator
        and targets.better = rules.better
        and targets.is_decrease = rules.is_decrease
    left join best_of_targets as best on targets.metric_id = best.target_id
    left join {{ ref('int_metrics') }} as results on best.result_id = results.metric_id
    where not targets.is_relation
),

compared as (
    select
        *,
        {{ rule_holds('operator', 'result_base', 'bound_base', 'slack') }}
        or coalesce(
            -- 47.06 is 47, but 6.4 is not 6
            is_level
            and (
                is_told_in_other_unit and abs(result_base - bound_base) <= {{ var('most_rounded') }} * abs(bound_base)
                or {{ significant_digits('result_told') }} >= 2
            )
            and {{ is_rounded('bound_base / result_factor', 'result_told') }},
            false
        ) as holds
    from figures
),

-- several things that were to grow alike, of which only some are told; of counts the words may tell the rest
partly_told as (
    select distinct queries.target_id
    from {{ ref('int_queries') }} as queries
    inner join best on queries.target_id = best.target_id and best.sought = 'target' and best.is_due
    where
        queries.sought = 'item' and queries.item < 100 and not best.query_is_whole
        and (queries.measure = 'growth' or queries.dimension = 'percent')
        and queries.target_id not in (select target_id from items)
),

-- figures of the same report that are as near to the target, and would turn the verdict
disputed as (
    select distinct compared.target_id
    from compared
    inner join {{ ref('int_judged_pairs') }} as others
        on compared.target_id = others.target_id
        and others.sought = 'target'
        and others.is_due
        and others.standing = 'match'
        and compared.result_report_id = others.result_report_id
        -- a miss has to be told alone: 开工75747套，基本建成64107套 against 新建7.1万套
        and others.match_score
        >= compared.match_score - if(compared.holds, {{ var('as_near') }}, {{ var('as_near_as_a_miss') }})
        -- the same figure told twice
        and others.result_value != compared.result_base
        -- 突破100万户、达135万户 is no dispute
        and not coalesce(others.result_is_bound and compared.result_comparator not in ('ge', 'le'), false)
        -- what is done in another way (allotted, not built) is farther off
        and coalesce(others.same_works or not compared.same_works, true)
    where
        compared.standing = 'match' and not compared.is_headline
        and compared.target_id not in (select target_id from items where not is_member)
        and compared.holds
        != {{ rule_holds('compared.operator', 'others.result_value', 'compared.bound_base', 'compared.slack') }}
),

decided as (
    select
        compared.*,
        case
            when standing = 'match' and (result_base is null or bound_base is null or rule_id is null) then 'no_number'
            -- so little may be a part of it, one year of several, or another thing of the same name
            when
                standing = 'match' and finding = 'same' and is_amount and operator = '>='
                and result_base < bound_base * case
                    when is_headline then {{ var('least_headline') }}
                    when may_fall_short then {{ var('least_told_alike') }}
                    else {{ var('least_amount') }}
                end
                then 'far_below'
            when
                standing = 'match' and has_no_direction and abs(result_base - bound_base) > {{ var('as_good_as_said') }}
                then 'no_direction'
            when standing = 'match' and not may_miss and not holds then 'other_wording'
            when finding = 'same' and holds and partly_told.target_id is not null then 'some_of_several'
            when standing = 'match' and disputed.target_id is not null then 'several_figures'
            -- who has grown by more than 4 per cent has not grown by 6
            when
                standing = 'match' and operator = '>=' and result_comparator = 'ge' and not holds
                and not (is_rate and result_base + {{ var('bound_reach') }} <= bound_base - slack) then 'result_is_bound'
            -- what fell by 2.5 % or more may have fallen by 2.52
            when
                standing = 'match' and operator = '<=' and not holds
                and result_comparator = if(bound_base < 0, 'ge', 'le') then 'result_is_bound'
            when
                standing = 'match' and operator = '<=' and result_comparator = 'ge' and holds
                and bound_base > 0 and result_base != bound_base then 'result_is_bound'
            -- the things that share a number go by names of their own
            when
                finding = 'same' and sought = 'target'
                and sure.confidence
                < if(compared.holds, {{ var('least_confidence') }}, {{ var('least_confidence_of_a_miss') }})
                then 'doubtful'
            else finding
        end as final_finding
    from compared
    left join disputed on compared.target_id = disputed.target_id
    left join partly_told on compared.target_id = partly_told.target_id
    left join {{ ref('int_confidence') }} as sure
        on compared.target_id = sure.target_id
        and compared.result_id = sure.result_id
        and if(compared.holds, 'attained', 'missed') = sure.verdict
),

-- the same figure reported again later: would it turn the verdict?
revised as (
    select
        decided.target_id,
        bool_or(
            {{ rule_holds('decided.operator', 'later.result_value', 'decided.bound_base', 'decided.slack') }}
            != decided.holds
        ) as is_turned
    from decided
    inner join {{ ref('int_judged_pairs') }} as chosen
        on decided.target_id = chosen.target_id and decided.result_id = chosen.result_id and chosen.is_due
    inner join {{ ref('int_judged_pairs') }} as later
        on chosen.query_id = later.query_id
        and later.is_due
        and later.standing = 'match'
        and chosen.result_report_year < later.result_report_year
    where decided.final_finding in ('same', 'corrected')
    group by decided.target_id
),

-- words are needed where no figure decides: for a task set from above, where nothing else is told, and for an admission
said as (
    select
        told.*,
        coalesce(told.relation = 'task_done', false)
        or coalesce(decided.result_id, relations.result_id) is null
        or told.assessment = 'not_reached' and decided.final_finding not in ('same', 'corrected') as is_needed
    from (
        select
            passages.* replace (
                -- below what was aimed at: good news where less is wished for
                case
                    when passages.assessment != 'below' then passages.assessment
                    when targets.better = 'less' then 'exceeded'
                    else 'not_reached'
                end as assessment
            ),
            targets.relation
        from {{ ref('int_passages') }} as passages
        inner join targets on passages.target_id = targets.metric_id
    ) as told
    left join decided on told.target_id = decided.target_id
    left join {{ ref('int_relations') }} as relations on told.target_id = relations.target_id
),

progress as (
    select
        pairs.target_id,
        max_by(pairs.result_id, pairs.look_year * 1e6 - pairs.candidate_rank) as progress_id,
        max(pairs.look_year) as progress_year
    from {{ ref('int_judged_pairs') }} as pairs
    where pairs.standing = 'match' and not pairs.is_due and pairs.sought = 'target'
    group by pairs.target_id
),

judged as (
    select
        targets.metric_id as target_id,
        targets.better,
        targets.is_decrease,
        targets.is_relation,
        targets.covering_year,
        targets.is_covered,
        targets.is_complete,
        targets.coverage,
        case when targets.is_relation then 'relation' else decided.rule_id end as rule_id,
        coalesce(relations.rule_text, decided.rule_text) as rule_text,
        coalesce(decided.operator in ('<=', '<'), targets.relation in ('slower', 'lower'), false) as is_ceiling,
        if(passages.target_id is null, coalesce(decided.result_id, relations.result_id), null) as result_id,
        coalesce(decided.match_method, relations.match_method) as match_method,
        coalesce(decided.match_score, relations.match_score) as match_score,
        case
            when passages.assessment = 'not_reached' and not targets.is_relation then 'admitted'
            when passages.target_id is not null and coalesce(decided.result_id, relations.result_id) is null then 'said_done'
            else decided.final_finding
        end as finding,
        decided.bound_base,
        decided.result_base,
        decided.slack,
        relations.reference_id,
        relations.reference_value,
        relations.reference_indicator,
        relations.subject_value,
        progress.progress_id,
        progress.progress_year,
        coalesce(revised.is_turned, false) as turned_by_revision,
        passages.document_id as passage_document_id,
        passages.passage,
        passages.passage_start,
        said.assessment as self_assessment,
        case
            when targets.is_relation
                then
                    case
                        when targets.relation = 'task_done' and passages.decides_task and {{ var('words_decide_tasks') }}
                            then 'attained'
                        when targets.relation = 'task_done' and relations.n_judged > 0 then 'incomparable'
                        when relations.n_judged > 0 and not relations.all_hold then 'missed'
                        when relations.n_judged = relations.n_parts and relations.n_parts > 0 then 'attained'
                        when relations.is_spoken_of or passages.target_id is not null then 'incomparable'
                        when targets.is_covered then 'unreported'
                        else 'pending'
                    end
            when decided.final_finding in ('same', 'corrected') and decided.holds then 'attained'
            when passages.assessment = 'not_reached' then 'missed'
            when decided.final_finding in ('same', 'corrected') and not decided.holds then 'missed'
            when decided.result_id is not null or passages.target_id is not null then 'incomparable'
            when targets.is_covered then 'unreported'
            else 'pending'
        end as verdict
    from targets
    left join decided on targets.metric_id = decided.target_id
    left join {{ ref('int_relations') }} as relations on targets.metric_id = relations.target_id
    left join revised on targets.metric_id = revised.target_id
    left join progress on targets.metric_id = progress.target_id
    left join said on targets.metric_id = said.target_id
    left join said as passages on targets.metric_id = passages.target_id and passages.is_needed
)

select
    judged.*,
    sure.confidence
from judged
left join {{ ref('int_confidence') }} as sure
    on judged.target_id = sure.target_id
    and judged.result_id = sure.result_id
    and judged.verdict = sure.verdict
