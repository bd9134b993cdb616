-- One row per target or result of the documents that count; the two ends of a range are one row.
with headlines_of_a_term as (
    -- a headline figure in the review of a term is one of the last year, unless its sentence speaks of several years
    select distinct mentions.mention_id
    from {{ ref('int_mentions') }} as mentions
    inner join {{ ref('headline_indicators') }} as headlines on mentions.indicator_id = headlines.indicator_id
    left join {{ ref('period_cues') }} as cues on contains(mentions.sentence, cues.cue)
    where mentions.period = 'multi_year' and mentions.role = 'result' and cues.cue is null
),

cut_or_not as (
    select
        *,
        coalesce(measure = 'level' and metric_value > 0 and regexp_matches(indicator_text, '^再?减少'), false) as is_cut
    from {{ ref('int_mentions') }}
),

metrics as (
    select
        mentions.* exclude (period, measure, metric_value),
        -- 减少农村贫困人口1000万 and 农村贫困人口减少1386万 are both a change
        if(mentions.is_cut, 'change', mentions.measure) as measure,
        if(mentions.is_cut, -mentions.metric_value, mentions.metric_value) as metric_value,
        if(headlines_of_a_term.mention_id is not null, 'year', mentions.period) as period,
        documents.report_id,
        documents.region_code,
        documents.region_level,
        documents.kind,
        documents.file_name,
        documents.report_is_complete
    from cut_or_not as mentions
    inner join {{ ref('int_documents') }} as documents on mentions.document_id = documents.document_id
    left join headlines_of_a_term on mentions.mention_id = headlines_of_a_term.mention_id
    where mentions.role in ('target', 'result') and documents.is_primary
),

neighbours as (
    select
        *,
        lead(mention_id) over in_order as next_id,
        lead(metric_value) over in_order as next_value,
        lead(value_end) over in_order as next_end,
        lead(value_start) over in_order as next_start,
        lead(unit) over in_order as next_unit,
        coalesce(
            comparator = 'lo'
            and lead(comparator) over in_order = 'hi'
            and lead(role) over in_order = role
            and lead(measure) over in_order = measure
            and lead(value_start) over in_order - value_end <= 12,
            false
        ) as opens_range,
        coalesce(
            comparator = 'hi'
            and lag(comparator) over in_order = 'lo'
            and lag(role) over in_order = role
            and lag(measure) over in_order = measure
            and value_start - lag(value_end) over in_order <= 12,
            false
        ) as closes_range
    from metrics
    window in_order as (partition by document_id order by value_start, value_end)
),

merged as (
    select
        mention_id as metric_id,
        if(opens_range, next_id, null) as range_end_id,
        role,
        document_id,
        report_id,
        region_code,
        region_level,
        report_year,
        kind,
        file_name,
        report_is_complete,
        value_start as metric_start,
        if(opens_range, next_end, value_end) as metric_end,
        value_end as number_end,
        indicator_text,
        indicator_id,
        measure,
        metric_value,
        if(opens_range, next_value, null) as metric_value_high,
        if(opens_range, coalesce(next_unit, unit), unit) as unit,
        if(opens_range, 'range', comparator) as comparator,
        metric_year,
        period,
        sub_region,
        sub_region_code,
        commitment,
        relation,
        subject,
        reference_text,
        section,
        sentence,
        sentence_start,
        correction
    from neighbours
    where not closes_range
),

in_context as (
    select
        *,
        regexp_extract(
            substr(sentence, 1, greatest(metric_start - sentence_start, 0)), '([^，,；;。！？!?：:\n]*)$', 1
        ) as words_before,
        regexp_extract(
            substr(sentence, number_end - sentence_start + 1), '^([^，,；;。！？!?、\n]*)', 1
        ) as words_after
    from merged
),

cued as (
    select
        in_context.metric_id,
        bool_or(cues.kind = 'flow') as says_flow,
        bool_or(cues.kind = 'stock') as says_stock,
        bool_or(cues.kind = 'level') as says_level,
        bool_or(cues.kind = 'new') as says_new,
        bool_or(cues.kind = 'renewal') as says_renewal
    from in_context
    inner join {{ ref('flow_cues') }} as cues on contains(in_context.words_before, cues.cue)
    group by in_context.metric_id
)

select
    in_context.*,
    coalesce(cued.says_flow, false) as says_flow,
    coalesce(cued.says_stock, false) as says_stock,
    coalesce(cued.says_level, false) as says_level,
    coalesce(cued.says_new, false) as says_new,
    coalesce(cued.says_renewal, false) as says_renewal,
    coalesce(in_context.sub_region_code, in_context.sub_region, '') as scope,
    units.dimension,
    in_context.metric_value * coalesce(units.factor, 1) as base_value,
    in_context.metric_value_high * coalesce(units.factor, 1) as base_value_high
from in_context
left join cued on in_context.metric_id = cued.metric_id
left join {{ ref('int_units') }} as units on in_context.unit = units.unit
