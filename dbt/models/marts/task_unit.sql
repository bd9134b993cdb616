-- One row per task and unit that owes it.
with owed as (
    select
        tasks.task_id,
        unnest(tasks.units) as unit
    from {{ ref('stg_tasks') }} as tasks
)

select
    owed.task_id,
    owed.unit.position as "position",
    owed.unit.unit_name,
    owed.unit.unit_text,
    owed.unit.role,
    owed.unit.told_by,
    tasks.region_code,
    tasks.region_name,
    tasks.report_year,
    tasks.due_year,
    tasks.due_on,
    tasks.document_id,
    owed.unit.unit_start,
    owed.unit.unit_end,
    tasks.standing
from owed
inner join {{ ref('fct_task') }} as tasks on owed.task_id = tasks.task_id
