-- One row per target that a sentence of the covering report speaks of in words alone: 农村公路建设圆满完成年度任务.
with wanted as (
    select
        targets.metric_id as target_id,
        targets.region_code,
        coverage.covering_year,
        words.core
    from {{ ref('int_metrics') }} as targets
    inner join {{ ref('int_coverage') }} as coverage on targets.metric_id = coverage.target_id
    inner join {{ ref('int_wordings') }} as words
        on if(targets.relation = 'task_done', coalesce(targets.subject, targets.indicator_text), targets.indicator_text)
        = words.wording
        and words.is_whole
    where
        targets.role = 'target'
        and targets.scope = ''
        and coverage.is_covered
        -- a name of two or three signs (能源) stands in too many sentences
        and length(words.core) >= 4
),

reports as (
    select
        documents.document_id,
        documents.region_code,
        documents.report_year,
        texts.document_text,
        unnest(documents.sections) as section
    from {{ ref('int_documents') }} as documents
    inner join {{ ref('stg_documents') }} as texts on documents.document_id = texts.document_id
    where
        documents.kind = 'report'
        and documents.is_primary
        and (documents.region_code, documents.report_year) in (select (region_code, covering_year) from wanted)
),

-- offsets count code points, as everywhere
clauses as (
    select
        * exclude (stretch),
        unnest(regexp_extract_all(stretch, '[^。；;！!？?，,\n]*[。；;！!？?，,\n]?')) as clause,
        generate_subscripts(regexp_extract_all(stretch, '[^。；;！!？?，,\n]*[。；;！!？?，,\n]?'), 1) as clause_no
    from (
        select
            reports.document_id,
            reports.region_code,
            reports.report_year,
            reports.section."start" as section_start,
            substr(
                reports.document_text, reports.section."start" + 1, reports.section."end" - reports.section."start"
            ) as stretch
        from reports
        where reports.section.section = 'review'
    ) as reviews
),

placed as (
    select
        *,
        section_start + coalesce(
            sum(length(clause)) over (
                partition by document_id, section_start
                order by clause_no
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as clause_start
    from clauses
),

said as (
    select
        placed.document_id,
        placed.region_code,
        placed.report_year,
        placed.clause,
        placed.clause_start,
        bool_or(cues.decides_task) as decides_task
    from placed
    inner join {{ ref('completion_cues') }} as cues on contains(placed.clause, cues.cue)
    where not regexp_matches(placed.clause, '未完成|未能|没有|尚未|难以')
    group by placed.document_id, placed.region_code, placed.report_year, placed.clause, placed.clause_start
)

select
    wanted.target_id,
    said.document_id,
    said.report_year,
    trim(said.clause) as passage,
    cast(said.clause_start + length(said.clause) - length(ltrim(said.clause)) as integer) as passage_start,
    -- 未全面完成 was left out above; 基本完成 beside 完成省定 still decides nothing
    said.decides_task and not contains(said.clause, '基本完成') as decides_task
from wanted
inner join said
    on wanted.region_code = said.region_code
    and wanted.covering_year = said.report_year
    and contains(said.clause, wanted.core)
qualify
    row_number() over (
        partition by wanted.target_id order by said.decides_task desc, said.document_id, said.clause_start
    ) = 1
