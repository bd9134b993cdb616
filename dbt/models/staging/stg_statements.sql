-- One row per clause of a review that says in words how something went.
{{ config(meta={'scope': 'document_id'}) }}

select
    document_id,
    statement_start,
    words,
    assessment,
    aim_of,
    decides_task
from {{ lake_source('lake', 'statements') }}
