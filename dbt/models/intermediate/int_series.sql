-- One row per target or result: the key under which figures of one thing form a series over years and regions.
{{ config(meta={'is_regional': true, 'scope': 'metric_id'}) }}

select
    metrics.metric_id,
    {{ series_key('metrics', 'headlines', 'catalogue') }} as series_key
from {{ ref('int_metrics') }} as metrics
left join {{ ref('headline_indicators') }} as headlines on metrics.indicator_id = headlines.indicator_id
left join {{ ref('stg_indicators') }} as catalogue on metrics.indicator_id = catalogue.indicator_id
