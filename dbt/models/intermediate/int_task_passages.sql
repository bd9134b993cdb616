-- One row per task without a target of its own: the sentence of the next report that speaks of it, if one does.
-- A similar sentence, found by pairs of characters that few sentences share; it decides no verdict.
with tasks as (
    select
        tasks.task_id,
        tasks.words,
        reports.document_id as report_document_id
    from {{ ref('stg_tasks') }} as tasks
    inner join {{ ref('int_documents') }} as documents on tasks.document_id = documents.document_id
    inner join {{ ref('int_documents') }} as reports
        on documents.region_code = reports.region_code and documents.report_year + 1 = reports.report_year
    where
        documents.is_primary and reports.is_primary and reports.kind = 'report'
        and tasks.task_id not in (select task_id from {{ ref('int_task_targets') }} where task_id is not null)
),

passages as (
    select
        passages.*,
        row_number() over () as passage_no
    from {{ ref('stg_passages') }} as passages
    where passages.document_id in (select report_document_id from tasks)
),

task_grams as (
    select distinct
        task_id,
        report_document_id,
        unnest(list_transform(range(1, length(words)), lambda place: words[place:place + 1])) as gram
    from tasks
),

passage_grams as (
    select distinct
        document_id,
        passage_no,
        unnest(list_transform(range(1, length(words)), lambda place: words[place:place + 1])) as gram
    from passages
),

weights as (
    select
        gram,
        ln(1 + (select count(*) from passages) / count(*)) as weight
    from passage_grams
    group by gram
),

-- a pair of characters that no sentence has weighs as one that a single sentence has
totals as (
    select
        task_grams.task_id,
        task_grams.report_document_id,
        sum(coalesce(weights.weight, ln(1 + (select count(*) from passages)))) as total
    from task_grams
    left join weights on task_grams.gram = weights.gram
    group by all
),

shared as (
    select
        task_grams.task_id,
        task_grams.report_document_id,
        passage_grams.passage_no,
        sum(weights.weight) as weight
    from task_grams
    inner join passage_grams
        on task_grams.report_document_id = passage_grams.document_id and task_grams.gram = passage_grams.gram
    inner join weights on task_grams.gram = weights.gram
    group by all
)

select
    shared.task_id,
    passages.document_id,
    passages.passage_start,
    passages.passage_end,
    passages.sentence as passage,
    round(shared.weight / totals.total, 4) as score
from shared
inner join totals
    on shared.task_id = totals.task_id and shared.report_document_id = totals.report_document_id
inner join passages on shared.passage_no = passages.passage_no
where shared.weight >= {{ var('said_again') }} * totals.total
qualify
    row_number() over (
        partition by shared.task_id
        order by shared.weight / totals.total desc, passages.document_id, passages.passage_start
    ) = 1
