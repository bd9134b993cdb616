-- One row per sentence of the review of a report.
{{ config(meta={'scope': 'document_id'}) }}

select
    document_id,
    passage_start,
    passage_end,
    sentence,
    words
from {{ lake_source('lake', 'passages') }}
