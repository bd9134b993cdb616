-- One row per region, year, thing and measure of which the government's report and an official paper both speak.
{{ config(meta={'is_regional': true, 'scope': 'claim_id'}) }}

with claims as (
    select
        metrics.*,
        {{ thing_key('metrics', 'headlines') }} as thing_key,
        {{ is_real('metrics', 'headlines') }} as is_real
    from {{ ref('int_metrics') }} as metrics
    left join {{ ref('headline_indicators') }} as headlines on metrics.indicator_id = headlines.indicator_id
    where
        role = 'result' and kind = 'report' and scope = '' and period = 'year'
        and metrics.indicator_id is not null and metric_value is not null and comparator in ('eq', 'approx')
        and report_year > metric_year
    -- the report of the next year speaks first, and the first of its figures is the headline
    qualify
        row_number() over (
            partition by region_code, metric_year, metrics.indicator_id, thing_key, measure, dimension, is_real
            order by report_year, document_id, metric_start
        ) = 1
)

select
    official.region_code,
    official.region_name,
    official.region_level,
    official.metric_year as stat_year,
    make_date(official.metric_year, 12, 31) as stat_on,
    official.indicator_id,
    official.measure,
    claims.metric_id as claim_id,
    claims.indicator_text,
    claims.metric_value as claim_value,
    claims.unit as claim_unit,
    official.official_id,
    official.kind as official_kind,
    official.metric_value as official_value,
    official.unit as official_unit,
    round((claims.base_value - official.official_base) / coalesce(official.factor, 1), 6) as difference,
    claims.document_id as claim_document_id,
    claims.sentence as claim_sentence,
    claims.metric_start as claim_start,
    claims.metric_end as claim_end,
    official.document_id as official_document_id,
    official.sentence as official_sentence,
    official.value_start as official_start,
    official.value_end as official_end
from {{ ref('int_official') }} as official
inner join claims
    on official.region_code = claims.region_code
    and official.metric_year = claims.metric_year
    and official.indicator_id = claims.indicator_id
    and official.thing_key = claims.thing_key
    -- 实际增长10% against 增长13% is the rise of prices, not a difference
    and official.is_real = claims.is_real
    and official.measure = claims.measure
    and official.dimension = claims.dimension
where
    official.is_witness
    and not {{ is_other_amount('claims.base_value', 'claims.says_flow', 'official.official_base', 'official.says_flow',
        'official.measure', 'official.dimension') }}
