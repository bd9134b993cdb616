-- One row per region and year with a report: each headline target, what was reported for it, and what came of it.
{% set fields = ['target', 'target_upper', 'comparator', 'commitment', 'strive', 'result', 'official', 'gap', 'is_attained', 'coverage',
    'target_sentence', 'result_sentence'] %}
with reports as (
    select
        region_code,
        report_year,
        max(region_name) as region_name,
        max(region_level) as region_level,
        bool_or(report_is_complete) as is_complete
    from {{ ref('int_documents') }}
    where kind = 'report' and is_primary and region_code is not null and report_year is not null
    group by region_code, report_year
),

stated as (
    select *
    from {{ ref('fct_attainment') }}
    where
        target_year = report_year
        and sub_region = ''
        and statement_of is null
        and relation is null
        and target_document_kind = 'report'
        and period = 'year'
        and region_code is not null
),

-- the plain target is the panel's; a tier that is striven for stands beside it
ranked as (
    select
        *,
        max(target_value) filter (where commitment = 'strive') over of_one_thing as strive_value,
        row_number() over (
            of_one_thing
            order by commitment = 'strive', verdict in ('attained', 'missed') desc, target_start, target_id
        ) as place
    from stated
    window of_one_thing as (partition by region_code, report_year, indicator_id, measure)
),

headlines as (
    select
        region_code,
        report_year,
        indicator_id,
        measure,
        -- 万 persons, per cent: the panel's own units
        target_base / if(measure = 'level' and dimension != 'percent', 1e4, 1) as target,
        target_base_high / if(measure = 'level' and dimension != 'percent', 1e4, 1) as target_upper,
        comparator,
        commitment,
        if(commitment = 'strive', null, strive_value * coalesce(target_base / nullif(target_value, 0), 1))
        / if(measure = 'level' and dimension != 'percent', 1e4, 1) as strive,
        if(verdict in ('attained', 'missed'), result_base, null) / if(measure = 'level' and dimension != 'percent', 1e4, 1)
            as result,
        if(verdict in ('attained', 'missed'), result_base - target_base, null)
        / if(measure = 'level' and dimension != 'percent', 1e4, 1) as gap,
        case verdict when 'attained' then true when 'missed' then false end as is_attained,
        case
            when verdict in ('attained', 'missed') then 'decided'
            when verdict = 'pending' then 'no_later_report'
            when verdict = 'unreported' and not is_complete then 'part_of_later_report'
            else verdict
        end as coverage,
        target_sentence,
        if(verdict in ('attained', 'missed'), result_sentence, null) as result_sentence
    from ranked
    where place = 1
)

select
    reports.region_code,
    reports.region_name,
    reports.region_level,
    reports.report_year as target_year,
    make_date(reports.report_year, 12, 31) as due_on,
    reports.is_complete
    {%- for name, indicator_id, measure in panel_indicators() %}
    {%- for field in fields %},
    {% if field == 'official' -%}
    {{ name }}_official.official_base / {{ 1e4 if measure == 'level' and name == 'jobs' else 1 }} as {{ name }}_official
    {%- elif field == 'coverage' -%}
    coalesce({{ name }}.coverage, if(reports.is_complete, 'no_target', 'part_of_report')) as {{ name }}_coverage
    {%- else -%}
    {{ name }}.{{ field }} as {{ name }}_{{ field }}
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
from reports
{%- for name, indicator_id, measure in panel_indicators() %}
left join headlines as {{ name }}
    on reports.region_code = {{ name }}.region_code
    and reports.report_year = {{ name }}.report_year
    and {{ name }}.indicator_id = '{{ indicator_id }}'
    and {{ name }}.measure = '{{ measure }}'
left join {{ ref('int_official_figures') }} as {{ name }}_official
    on reports.region_code = {{ name }}_official.region_code
    and reports.report_year = {{ name }}_official.result_year
    and {{ name }}_official.indicator_id = '{{ indicator_id }}'
    and {{ name }}_official.measure = '{{ measure }}'
{%- endfor %}
