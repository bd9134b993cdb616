-- One row per target of the documents that are judged and per result of those that count; the two ends of a range are one row.
{{ config(meta={'is_regional': true, 'scope': 'document_id'}) }}

with metrics as (
    select
        mentions.* exclude (period, measure, metric_value),
        -- less of it, said before the thing or after it, is the same change
        case
            when mentions.is_cut and mentions.measure = 'level' and mentions.metric_value > 0 then 'change'
            -- prices have no level: 103.5 and 3.5 per cent are the same rise
            when headlines.is_change and mentions.dimension = 'percent' and mentions.measure = 'level' then 'growth'
            else mentions.measure
        end as measure,
        case
            when mentions.is_cut and mentions.measure = 'level' and mentions.metric_value > 0 then -mentions.metric_value
            -- an index of prices is told as the change that it states, so that targets and results compare as they stand
            when {{ is_price_index('mentions', 'headlines') }} then round(mentions.metric_value - 100, 6)
            else mentions.metric_value
        end as metric_value,
        -- a headline figure in the review of a term is one of the last year, unless its sentence speaks of several years
        if(
            mentions.period = 'multi_year' and mentions.role = 'result'
            and headlines.indicator_id is not null and not mentions.names_years,
            'year',
            mentions.period
        ) as period,
        documents.report_id,
        documents.region_code,
        documents.region_level,
        documents.kind,
        documents.file_name,
        documents.report_is_complete
    from {{ ref('int_mentions') }} as mentions
    inner join {{ ref('int_documents') }} as documents on mentions.document_id = documents.document_id
    left join {{ ref('headline_indicators') }} as headlines on mentions.indicator_id = headlines.indicator_id
    where if(mentions.role = 'target', documents.is_judged, mentions.role = 'result' and documents.is_primary)
),

neighbours as (
    select
        *,
        lead(mention_id) over in_order as next_id,
        lead(metric_value) over in_order as next_value,
        lead(value_end) over in_order as next_end,
        lead(unit) over in_order as next_unit,
        lead(dimension) over in_order as next_dimension,
        lead(factor) over in_order as next_factor,
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
        indicator_text,
        indicator_id,
        measure,
        metric_value,
        if(opens_range, next_value, null) as metric_value_high,
        if(opens_range, coalesce(next_unit, unit), unit) as unit,
        if(opens_range and next_unit is not null, next_dimension, dimension) as dimension,
        if(opens_range and next_unit is not null, next_factor, factor) as factor,
        if(opens_range, 'range', comparator) as comparator,
        metric_year,
        period,
        sub_region,
        sub_region_code,
        coalesce(sub_region_code, sub_region, '') as scope,
        commitment,
        relation,
        subject,
        reference_text,
        section,
        sentence,
        sentence_start,
        core,
        parts,
        subject_parts,
        reference_parts,
        better_by_words,
        names_years,
        is_named,
        starts_change,
        says_flow,
        says_stock,
        says_level,
        says_real,
        says_each,
        is_against_harm,
        works,
        campaigns,
        counted_campaigns,
        rank_area,
        promised_rank,
        rank_is_exact,
        clause,
        correction
    from neighbours
    where not closes_range
)

select
    *,
    metric_value * coalesce(factor, 1) as base_value,
    metric_value_high * coalesce(factor, 1) as base_value_high
from merged
