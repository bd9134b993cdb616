-- One row per candidate, with a person's corrections applied over what the extractor said.
with corrections as (
    select
        mention_id,
        -- an empty new value takes away what was there: a figure of the whole region has no sub-region
        list(field) as fields,
        max(new_value) filter (where field = 'role') as role,
        max(new_value) filter (where field = 'reason') as reason,
        max(new_value) filter (where field = 'indicator') as indicator_text,
        max(new_value) filter (where field = 'indicator_id') as indicator_id,
        max(new_value) filter (where field = 'measure') as measure,
        max(new_value) filter (where field = 'value') as metric_value,
        max(new_value) filter (where field = 'unit') as unit,
        max(new_value) filter (where field = 'comparator') as comparator,
        max(new_value) filter (where field = 'year') as metric_year,
        max(new_value) filter (where field = 'period') as period,
        max(new_value) filter (where field = 'region') as sub_region,
        max(new_value) filter (where field = 'commitment') as commitment,
        string_agg(
            field || ': ' || coalesce(expected, '') || ' -> ' || coalesce(new_value, '') || ' (' || reason || ')',
            '; ' order by field
        ) as correction
    from {{ ref('stg_corrections') }}
    where result_id is null
    group by mention_id
)

select
    mentions.mention_id,
    mentions.document_id,
    mentions.report_year,
    mentions.value_start,
    mentions.value_end,
    mentions.value_text,
    coalesce(corrections.role, mentions.role) as role,
    if(list_contains(corrections.fields, 'reason'), corrections.reason, mentions.reason) as reason,
    if(list_contains(corrections.fields, 'indicator'), corrections.indicator_text, mentions.indicator_text) as indicator_text,
    if(list_contains(corrections.fields, 'indicator_id'), corrections.indicator_id, mentions.indicator_id) as indicator_id,
    if(list_contains(corrections.fields, 'measure'), corrections.measure, mentions.measure) as measure,
    if(
        list_contains(corrections.fields, 'value'), cast(corrections.metric_value as double), mentions.metric_value
    ) as metric_value,
    if(list_contains(corrections.fields, 'unit'), corrections.unit, mentions.unit) as unit,
    coalesce(corrections.comparator, mentions.comparator) as comparator,
    if(
        list_contains(corrections.fields, 'year'), cast(corrections.metric_year as integer), mentions.metric_year
    ) as metric_year,
    coalesce(corrections.period, mentions.period, 'year') as period,
    if(list_contains(corrections.fields, 'region'), corrections.sub_region, mentions.sub_region) as sub_region,
    if(list_contains(corrections.fields, 'region'), null, mentions.sub_region_code) as sub_region_code,
    if(list_contains(corrections.fields, 'commitment'), corrections.commitment, mentions.commitment) as commitment,
    mentions.relation,
    mentions.subject,
    mentions.reference_text,
    mentions.section,
    mentions.sentence,
    mentions.sentence_start,
    corrections.correction
from {{ ref('stg_mentions') }} as mentions
left join corrections on mentions.mention_id = corrections.mention_id
