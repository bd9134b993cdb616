-- One row per result of the documents that count, and per official figure; those that no target asked for are here too.
{{ config(meta={'is_regional': true, 'scope': 'document_id'}) }}

with asked as (
    select
        result_id,
        count(distinct target_id) as n_targets
    from {{ ref('int_judged_pairs') }}
    where standing = 'match'
    group by result_id
)

select
    results.metric_id as result_id,
    results.region_code,
    documents.region_name,
    results.region_level,
    results.scope as sub_region,
    results.metric_year as result_year,
    make_date(results.metric_year, 12, 31) as result_on,
    results.report_year,
    results.indicator_id,
    results.indicator_text,
    results.measure,
    results.comparator,
    results.metric_value as result_value,
    results.metric_value_high as result_value_high,
    results.unit,
    results.period,
    coalesce(asked.n_targets, 0) > 0 as is_asked_for,
    coalesce(asked.n_targets, 0) as n_targets,
    results.correction is not null as is_corrected,
    results.kind as source_kind,
    results.document_id,
    results.file_name as document_name,
    results.sentence,
    results.sentence_start,
    results.metric_start as value_start,
    results.metric_end as value_end
from {{ ref('int_metrics') }} as results
inner join {{ ref('int_documents') }} as documents on results.document_id = documents.document_id
left join asked on results.metric_id = asked.result_id
where results.role = 'result'
union all by name
select
    official_id as result_id,
    region_code,
    region_name,
    region_level,
    scope as sub_region,
    metric_year as result_year,
    report_year,
    indicator_id,
    indicator_text,
    measure,
    comparator,
    metric_value as result_value,
    cast(null as double) as result_value_high,
    unit,
    period,
    false as is_asked_for,
    0 as n_targets,
    correction is not null as is_corrected,
    kind as source_kind,
    document_id,
    file_name as document_name,
    sentence,
    sentence_start,
    value_start,
    value_end
from {{ ref('int_official') }}
