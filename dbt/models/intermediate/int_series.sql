-- One row per target or result: the key under which figures of one thing form a series over years and regions.
{{ config(meta={'is_regional': true, 'scope': 'metric_id'}) }}

select
    metrics.metric_id,
    case
        when headlines.indicator_id is not null then metrics.indicator_id
        when catalogue.names_one_thing
            then metrics.indicator_id || array_to_string(list_concat(metrics.parts[1].sizes, metrics.parts[1].hard_scopes), '')
        -- what only shares its last word with others (projects, coverage) is told by its own words
        else coalesce(
            metrics.core || array_to_string(list_concat(metrics.parts[1].sizes, metrics.parts[1].hard_scopes), ''),
            metrics.indicator_id,
            metrics.indicator_text
        )
    end as series_key
from {{ ref('int_metrics') }} as metrics
left join {{ ref('headline_indicators') }} as headlines on metrics.indicator_id = headlines.indicator_id
left join {{ ref('stg_indicators') }} as catalogue on metrics.indicator_id = catalogue.indicator_id
