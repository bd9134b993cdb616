-- One row per region, year and headline of which a statistical bulletin or plan report gives a figure: the second witness.
select
    documents.region_code,
    mentions.metric_year as result_year,
    mentions.indicator_id,
    -- prices have no level: an index of 102.5 is a rise of 2.5
    if(headlines.is_change and mentions.dimension = 'percent', 'growth', mentions.measure) as measure,
    coalesce(mentions.factor, 1) * if(
        headlines.is_change and mentions.dimension = 'percent' and mentions.metric_value between 80 and 150,
        round(mentions.metric_value - 100, 6),
        mentions.metric_value
    ) as official_base,
    mentions.mention_id as official_id
from {{ ref('int_mentions') }} as mentions
inner join {{ ref('int_documents') }} as documents on mentions.document_id = documents.document_id
inner join {{ ref('headline_indicators') }} as headlines on mentions.indicator_id = headlines.indicator_id
where
    documents.kind in ('statistical_bulletin', 'plan_report')
    and documents.is_primary
    and documents.region_code is not null
    and mentions.role = 'result'
    and mentions.period = 'year'
    and mentions.comparator in ('eq', 'approx')
    and mentions.metric_value is not null
    and coalesce(mentions.sub_region, '') = ''
qualify
    row_number() over (
        partition by documents.region_code, mentions.metric_year, mentions.indicator_id, measure
        order by documents.kind = 'statistical_bulletin' desc, mentions.document_id, mentions.value_start
    ) = 1
