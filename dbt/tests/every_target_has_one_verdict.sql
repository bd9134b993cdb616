-- Targets in = verdict rows out; each row is a target of the mart of mentions.
with counted as (
    select
        (select count(*) from {{ ref('int_metrics') }} where role = 'target') as targets,
        (select count(*) from {{ ref('fct_attainment') }}) as verdicts
)

select * from counted
where targets != verdicts
