-- One row per target: the later report that should speak of its due year, if one is at hand, and how much of it is.
{{ config(meta={'is_regional': true, 'scope': 'target_id'}) }}

with targets as (
    select
        metric_id as target_id,
        region_code,
        greatest(metric_year, report_year) + 1 as covering_year
    from {{ ref('int_metrics') }}
    where role = 'target'
),

reports as (
    select
        region_code,
        report_year,
        min(report_id) as report_id,
        bool_or(report_is_complete) as is_complete,
        case
            when bool_or(report_is_complete) then 'complete'
            when bool_or(completeness = 'part') then 'part'
            else 'abstract'
        end as coverage
    from {{ ref('int_documents') }}
    where kind = 'report' and is_primary and region_code is not null and report_year is not null
    group by region_code, report_year
)

select
    targets.target_id,
    targets.covering_year,
    reports.report_id as covering_report_id,
    reports.report_id is not null as is_covered,
    coalesce(reports.is_complete, false) as is_complete,
    coalesce(reports.coverage, 'none') as coverage
from targets
left join reports on targets.region_code = reports.region_code and targets.covering_year = reports.report_year
