-- One row per target or result: the key under which figures of one thing form a series over years and regions.
select
    metrics.metric_id,
    coalesce(
        metrics.indicator_id,
        words.core || array_to_string(list_concat(words.sizes, words.hard_scopes), ''),
        metrics.indicator_text
    ) as series_key
from {{ ref('int_metrics') }} as metrics
left join {{ ref('int_wordings') }} as words on metrics.indicator_text = words.wording and words.is_whole
