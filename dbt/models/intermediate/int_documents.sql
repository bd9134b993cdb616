-- One row per document: its identity, the report it belongs to, and how complete that report is at hand.
{{ config(meta={'scope': 'document_id'}) }}

with linked as (
    select
        documents.*,
        coalesce(links.report_id, documents.document_id) as report_id,
        coalesce(links.part_no, 1) as part_no,
        coalesce(links.is_primary, true) and coalesce(kinds.counts, false) as is_primary,
        coalesce(links.is_primary, true) and coalesce(kinds.is_judged, false) as is_judged,
        links.duplicate_of,
        links.superseded_by,
        links.similarity
    from {{ ref('stg_documents') }} as documents
    left join {{ ref('stg_links') }} as links on documents.document_id = links.document_id
    left join {{ ref('stg_document_kinds') }} as kinds on documents.kind = kinds.kind
)

select
    linked.* exclude (linked.document_text),
    coalesce(bool_or(linked.completeness = 'full' and linked.is_primary) over same_report, false) as report_is_complete,
    count(*) filter (where linked.is_primary) over same_report as report_documents
from linked
window same_report as (partition by linked.report_id)
