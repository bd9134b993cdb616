-- One row per candidate, with a person's corrections applied over what the extractor said.
-- A view over the lake, gone with staging: a table would be a second copy of all sentences that is read but twice.
{{ config(materialized='view', schema='staging', meta={'scope': 'document_id'}) }}

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
),

-- words and units that a person put in their place are analysed where else they stand; else they are their own core
analysed_words as (
    select
        indicator_text,
        any_value(core order by mention_id) as core,
        any_value(parts order by mention_id) as parts
    from {{ ref('stg_mentions') }}
    where indicator_text in (select indicator_text from corrections) and core is not null
    group by indicator_text
),

analysed_units as (
    select
        unit,
        any_value(dimension order by mention_id) as dimension,
        any_value(factor order by mention_id) as factor
    from {{ ref('stg_mentions') }}
    where unit in (select unit from corrections) and dimension is not null
    group by unit
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
    if(list_contains(corrections.fields, 'unit'), coalesce(analysed_units.dimension, corrections.unit), mentions.dimension)
        as dimension,
    if(list_contains(corrections.fields, 'unit'), coalesce(analysed_units.factor, 1), mentions.factor) as factor,
    if(
        list_contains(corrections.fields, 'indicator'), coalesce(analysed_words.core, corrections.indicator_text), mentions.core
    ) as core,
    if(list_contains(corrections.fields, 'indicator'), analysed_words.parts, mentions.parts) as parts,
    mentions.subject_parts,
    mentions.reference_parts,
    mentions.better_by_words,
    coalesce(mentions.says_flow, false) as says_flow,
    coalesce(mentions.says_stock, false) as says_stock,
    coalesce(mentions.says_level, false) as says_level,
    coalesce(mentions.says_real, false) as says_real,
    coalesce(mentions.says_each, false) as says_each,
    coalesce(mentions.is_against_harm, false) as is_against_harm,
    coalesce(mentions.is_cut, false) as is_cut,
    coalesce(mentions.is_named, false) as is_named,
    coalesce(mentions.names_years, false) as names_years,
    coalesce(mentions.starts_change, false) as starts_change,
    coalesce(mentions.works, []) as works,
    coalesce(mentions.campaigns, []) as campaigns,
    coalesce(mentions.counted_campaigns, []) as counted_campaigns,
    mentions.rank_area,
    mentions.promised_rank,
    mentions.rank_is_exact,
    mentions.clause,
    cast(corrections.correction as varchar) as correction
{% if lake_has('home', 'corrections') -%}
    from {{ ref('stg_mentions') }} as mentions
    left join corrections on mentions.mention_id = corrections.mention_id
    left join analysed_words on corrections.indicator_text = analysed_words.indicator_text
    left join analysed_units on corrections.unit = analysed_units.unit
{%- else -%}
    -- nobody corrected anything: without joins, whoever asks for a few documents reads these alone
    from (
        select
            *,
            {
                'fields': null, 'role': null, 'reason': null, 'indicator_text': null, 'indicator_id': null, 'measure': null,
                'metric_value': null, 'unit': null, 'comparator': null, 'metric_year': null, 'period': null,
                'sub_region': null, 'commitment': null, 'correction': null
            } as corrections,
            { 'core': null, 'parts': null } as analysed_words,
            { 'dimension': null, 'factor': null } as analysed_units
        from {{ ref('stg_mentions') }}
    ) as mentions
{%- endif %}
