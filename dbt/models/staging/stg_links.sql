-- One row per document: which report it belongs to and whether its figures count.
select
    document_id,
    report_id,
    part_no,
    is_primary,
    duplicate_of,
    superseded_by,
    similarity
from {{ lake_source('lake', 'links') }}
