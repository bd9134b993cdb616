-- One row per document, with the text for the search of passages without numbers.
{{ config(meta={'scope': 'document_id'}) }}

select
    document_id,
    sha256,
    file_name,
    member,
    source_url,
    format,
    encoding,
    "text" as document_text,
    n_chars,
    title,
    region_code,
    region_name,
    region_level,
    report_year,
    delivered_on,
    office,
    kind,
    completeness,
    part_label,
    identity_source,
    identity_notes,
    sections,
    n_candidates,
    n_headings
from {{ lake_source('lake', 'documents') }}
