-- One row per task of a breakdown or numbered item of a plan: who owes it, and what came of it.
with judged as (
    select
        task_id,
        count(*) as n_targets,
        count(*) filter (where verdict = 'attained') as n_attained,
        count(*) filter (where verdict = 'missed') as n_missed,
        count(*) filter (where verdict not in ('attained', 'missed')) as n_open
    from {{ ref('fct_attainment') }}
    where task_id is not null and target_document_id = split_part(task_id, ':', 1)
    group by task_id
)

select
    tasks.task_id,
    documents.region_code,
    documents.region_name,
    documents.region_level,
    tasks.report_year,
    tasks.document_id,
    documents.file_name as document_name,
    documents.kind as document_kind,
    tasks.task_no,
    tasks.item,
    tasks.section_path,
    tasks.sentence,
    tasks.task_start,
    tasks.task_end,
    tasks.item_end,
    tasks.due_year,
    tasks.due_month,
    last_day(make_date(tasks.due_year, coalesce(tasks.due_month, 12), 1)) as due_on,
    tasks.due_text,
    if(tasks.units[1].role = 'lead', tasks.units[1].unit_name, null) as lead_unit,
    coalesce(len(tasks.units), 0) as n_units,
    coalesce(judged.n_targets, 0) as n_targets,
    coalesce(judged.n_attained, 0) as n_attained,
    coalesce(judged.n_missed, 0) as n_missed,
    coalesce(judged.n_open, 0) as n_open,
    case
        when judged.n_missed > 0 then 'missed'
        when judged.n_targets = judged.n_attained then 'attained'
        when judged.n_attained > 0 then 'partly'
        when judged.n_targets > 0 then 'open'
        when passages.task_id is not null then 'spoken_of'
        else 'open'
    end as standing,
    passages.document_id as passage_document_id,
    passages.passage,
    passages.passage_start,
    passages.passage_end,
    passages.score as passage_score
from {{ ref('stg_tasks') }} as tasks
inner join {{ ref('int_documents') }} as documents on tasks.document_id = documents.document_id
left join judged on tasks.task_id = judged.task_id
left join {{ ref('int_task_passages') }} as passages on tasks.task_id = passages.task_id
where documents.is_primary
