-- One row per target that a clause of the covering report speaks of in words alone.
{{ config(meta={'is_regional': true, 'scope': 'target_id'}) }}

with wanted as (
    select
        targets.metric_id as target_id,
        targets.region_code,
        coverage.covering_year,
        if(
            targets.relation = 'task_done' and len(targets.subject_parts) = 1, targets.subject_parts[1].core, targets.core
        ) as core,
        targets.indicator_text,
        coalesce(targets.metric_year > targets.report_year, false) as is_of_plan
    from {{ ref('int_metrics') }} as targets
    inner join {{ ref('int_coverage') }} as coverage on targets.metric_id = coverage.target_id
    where
        targets.role = 'target' and targets.scope = '' and coverage.is_covered
        -- what the covering report owns up to is of the year before it, not of one that was over when the aim was told
        and coalesce(targets.metric_year >= targets.report_year, true)
),

said as (
    select
        statements.*,
        documents.region_code,
        documents.report_year
    from {{ ref('stg_statements') }} as statements
    inner join {{ ref('int_documents') }} as documents on statements.document_id = documents.document_id
    where documents.kind = 'report' and documents.is_primary
)

select
    wanted.target_id,
    said.document_id,
    said.report_year,
    said.words as passage,
    said.statement_start as passage_start,
    said.assessment,
    said.decides_task
from wanted
inner join said
    on wanted.region_code = said.region_code
    and wanted.covering_year = said.report_year
    and (contains(said.words, wanted.core) or contains(said.words, wanted.indicator_text))
    -- what was aimed at for the year is not what was for the plan; of an admission the plan has to be named
    and case
        when not wanted.is_of_plan then coalesce(said.aim_of, 'year') = 'year'
        when said.assessment in ('not_reached', 'below') then said.aim_of = 'plan'
        else coalesce(said.aim_of, 'plan') = 'plan'
    end
-- a name of two or three signs stands in too many sentences
where length(wanted.core) >= 4 or length(wanted.indicator_text) >= 6
qualify
    row_number() over (
        partition by wanted.target_id
        order by said.assessment in ('not_reached', 'below') desc, said.decides_task desc, said.document_id, said.statement_start
    ) = 1
