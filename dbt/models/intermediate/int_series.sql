-- One row per target or result: the key under which figures of one thing form a series over years and regions.
select
    metric_id,
    coalesce(
        indicator_id,
        core || array_to_string(list_concat(parts[1].sizes, parts[1].hard_scopes), ''),
        indicator_text
    ) as series_key
from {{ ref('int_metrics') }}
