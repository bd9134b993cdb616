-- One row per target: the first statement of the same target in the papers of its region and year:
-- report, breakdown, plan report, outline (itself, if it is that).
{{ config(meta={'is_regional': true, 'scope': 'target_id'}) }}

select
    metrics.metric_id as target_id,
    first_value(metrics.metric_id) over (
        partition by
            coalesce(metrics.region_code, metrics.document_id), metrics.report_year, metrics.metric_year, metrics.scope,
            series.series_key, metrics.measure, metrics.dimension, metrics.period, metrics.base_value,
            metrics.base_value_high, metrics.relation, metrics.subject, metrics.reference_text
        order by
            metrics.kind = 'report' desc, coalesce(kinds.counts, false) desc, coalesce(kinds.is_official, false) desc,
            metrics.document_id, metrics.metric_start
    ) as first_statement
from {{ ref('int_metrics') }} as metrics
inner join {{ ref('int_series') }} as series on metrics.metric_id = series.metric_id
left join {{ ref('stg_document_kinds') }} as kinds on metrics.kind = kinds.kind
where metrics.role = 'target'
