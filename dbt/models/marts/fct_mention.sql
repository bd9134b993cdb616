-- One row per candidate of every document: nothing is dropped on the way from the text to here.
{{ config(meta={'is_regional': true, 'scope': 'document_id'}) }}

select
    mentions.mention_id,
    mentions.document_id,
    documents.region_code,
    documents.region_name,
    mentions.report_year,
    mentions.value_start,
    mentions.value_end,
    mentions.value_text,
    mentions.role,
    mentions.reason,
    mentions.indicator_text,
    mentions.indicator_id,
    mentions.measure,
    mentions.metric_value as "value",
    mentions.unit,
    mentions.comparator,
    mentions.metric_year as "year",
    mentions.period,
    mentions.sub_region,
    mentions.commitment,
    mentions.relation,
    mentions.subject,
    mentions.reference_text as "reference",
    mentions.section,
    mentions.sentence,
    mentions.sentence_start,
    documents.is_primary,
    mentions.correction is not null as is_corrected,
    mentions.correction
from {{ ref('int_mentions') }} as mentions
left join {{ ref('int_documents') }} as documents on mentions.document_id = documents.document_id
