-- One row per target of which it is known who owes it: the task in which it stands, or in which the same target
-- of the same government and year stands.
{{ config(meta={'is_regional': true, 'scope': 'target_id'}) }}

with placed as (
    select
        targets.metric_id as target_id,
        tasks.task_id,
        tasks.task_start,
        statements.first_statement,
        if(tasks.units[1].role = 'lead', tasks.units[1].unit_name, null) as lead_unit
    from {{ ref('int_metrics') }} as targets
    inner join {{ ref('stg_tasks') }} as tasks
        on targets.document_id = tasks.document_id
        and targets.metric_start >= tasks.task_start
        and targets.metric_start < tasks.item_end
    inner join {{ ref('int_statements') }} as statements on targets.metric_id = statements.target_id
    where targets.role = 'target'
),

-- the report says it, its breakdown says who owes it
owed as (
    select
        first_statement,
        arg_min(task_id, (lead_unit is null, task_id, task_start)) as task_id,
        arg_min(lead_unit, (lead_unit is null, task_id, task_start)) as lead_unit
    from placed
    where lead_unit is not null
    group by first_statement
)

select
    statements.target_id,
    if(placed.lead_unit is null and owed.task_id is not null, owed.task_id, placed.task_id) as task_id,
    coalesce(placed.lead_unit, owed.lead_unit) as lead_unit
from {{ ref('int_statements') }} as statements
left join placed on statements.target_id = placed.target_id
left join owed on statements.first_statement = owed.first_statement
where placed.task_id is not null or owed.task_id is not null
