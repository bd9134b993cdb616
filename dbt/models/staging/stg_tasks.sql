-- One row per task of a breakdown or numbered item of a plan.
{{ config(meta={'scope': 'document_id'}) }}

select
    task_id,
    document_id,
    report_year,
    task_no,
    item,
    section_path,
    sentence,
    task_start,
    task_end,
    item_end,
    due_year,
    due_month,
    due_text,
    words,
    units
from {{ lake_source('lake', 'tasks') }}
