-- Every target that is judged and every result that counts is a metric, or the upper end of a range that is one.
select mentions.mention_id
from {{ ref('fct_mention') }} as mentions
inner join {{ ref('int_documents') }} as documents on mentions.document_id = documents.document_id
left join {{ ref('int_metrics') }} as metrics on mentions.mention_id = metrics.metric_id
left join {{ ref('int_metrics') }} as ranges on mentions.mention_id = ranges.range_end_id
where
    if(mentions.role = 'target', documents.is_judged, mentions.role = 'result' and documents.is_primary)
    and metrics.metric_id is null
    and ranges.metric_id is null
