-- Every target and result of a document that counts is a metric, or the upper end of a range that is one.
select mentions.mention_id
from {{ ref('fct_mention') }} as mentions
left join {{ ref('int_metrics') }} as metrics on mentions.mention_id = metrics.metric_id
left join {{ ref('int_metrics') }} as ranges on mentions.mention_id = ranges.range_end_id
where
    mentions.role in ('target', 'result')
    and mentions.is_primary
    and metrics.metric_id is null
    and ranges.metric_id is null
