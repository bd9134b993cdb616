{# The columns that every summary of verdicts has; rates leave pending targets out. #}
{% macro verdict_counts() -%}
count(*) as n_targets,
    count(*) filter (where verdict = 'attained') as n_attained,
    count(*) filter (where verdict = 'missed') as n_missed,
    count(*) filter (where verdict = 'incomparable') as n_incomparable,
    count(*) filter (where verdict = 'unreported') as n_unreported,
    count(*) filter (where verdict = 'pending') as n_pending,
    count(*) filter (where verdict = 'attained') / nullif(count(*) filter (where verdict in ('attained', 'missed')), 0)
        as attainment_rate,
    count(*) filter (where verdict = 'unreported') / nullif(count(*) filter (where verdict != 'pending'), 0)
        as unreported_rate,
    round(avg(margin_in_favour) filter (where unit = '%'), 6) as mean_margin_points
{%- endmacro %}
