-- One row per clause of a review that says in words how something went.
select
    document_id,
    statement_start,
    words,
    assessment,
    decides_task
from {{ lake_source('lake', 'statements') }}
