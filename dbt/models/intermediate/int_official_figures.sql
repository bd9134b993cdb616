-- One row per region, year and headline of which a statistical bulletin or plan report gives a figure: the second witness.
{{ config(meta={'is_regional': true, 'scope': 'official_id'}) }}

select
    official.region_code,
    official.metric_year as result_year,
    official.indicator_id,
    official.measure,
    official.official_base,
    official.official_id
from {{ ref('int_official') }} as official
inner join {{ ref('headline_indicators') }} as headlines on official.indicator_id = headlines.indicator_id
where official.is_witness
qualify
    row_number() over (
        partition by official.region_code, official.metric_year, official.indicator_id, official.measure
        order by official.is_real, official.kind = 'statistical_bulletin' desc, official.document_id, official.value_start
    ) = 1
