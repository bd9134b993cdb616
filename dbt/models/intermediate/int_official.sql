-- One row per official figure: results of statistical bulletins and plan reports, the second witness.
-- None of them is a metric, so that no target is matched with them as with the government's own figures.
{{ config(meta={'is_regional': true, 'scope': 'document_id'}) }}

with official as (
    select
        mentions.*,
        documents.region_code,
        documents.region_name,
        documents.region_level,
        documents.kind,
        documents.file_name,
        coalesce(mentions.sub_region_code, mentions.sub_region, '') as scope,
        -- prices have no level: an index of 102.5 is a rise of 2.5
        if(headlines.is_change and mentions.dimension = 'percent', 'growth', mentions.measure) as official_measure,
        if({{ is_price_index('mentions', 'headlines') }}, 100, 0) as index_base,
        {{ thing_key('mentions', 'headlines') }} as thing_key,
        {{ is_real('mentions', 'headlines') }} as is_real
    from {{ ref('int_mentions') }} as mentions
    inner join {{ ref('int_documents') }} as documents on mentions.document_id = documents.document_id
    inner join {{ ref('stg_document_kinds') }} as kinds on documents.kind = kinds.kind
    left join {{ ref('headline_indicators') }} as headlines on mentions.indicator_id = headlines.indicator_id
    where
        kinds.is_official and mentions.role = 'result'
        and documents.duplicate_of is null and documents.superseded_by is null
),

measured as (
    select
        *,
        round((metric_value - index_base) * coalesce(factor, 1), 6) as official_base,
        coalesce(
            region_code is not null and indicator_id is not null and metric_value is not null
            and period = 'year' and comparator in ('eq', 'approx') and scope = '',
            false
        ) as is_plain
    from official
)

select
    mention_id as official_id,
    document_id,
    file_name,
    kind,
    region_code,
    region_name,
    region_level,
    report_year,
    metric_year,
    indicator_id,
    indicator_text,
    thing_key,
    official_measure as measure,
    comparator,
    metric_value,
    unit,
    dimension,
    factor,
    period,
    scope,
    says_flow,
    is_real,
    official_base,
    correction,
    sentence,
    sentence_start,
    value_start,
    value_end,
    is_plain and row_number() over (
        partition by region_code, metric_year, indicator_id, thing_key, official_measure, dimension, is_real
        order by is_plain desc, kind = 'statistical_bulletin' desc, report_year, document_id, value_start
    ) = 1 as is_witness
from measured
