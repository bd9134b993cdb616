{# The columns that every summary of verdicts has. A target is counted once, at its first statement; rates leave out
   what is pending, and what only a part of the later report leaves open. #}
{% macro verdict_counts() -%}
count(*) filter (where statement_of is null) as n_targets,
    count(*) filter (where statement_of is null and verdict = 'attained') as n_attained,
    count(*) filter (where statement_of is null and verdict = 'missed') as n_missed,
    count(*) filter (where statement_of is null and verdict = 'incomparable') as n_incomparable,
    count(*) filter (where statement_of is null and verdict = 'unreported') as n_unreported,
    count(*) filter (where statement_of is null and verdict = 'pending') as n_pending,
    count(*) filter (where statement_of is null and verdict = 'attained')
    / nullif(count(*) filter (where statement_of is null and verdict in ('attained', 'missed')), 0) as attainment_rate,
    count(*) filter (where statement_of is null and verdict = 'unreported' and is_complete)
    / nullif(
        count(*) filter (where statement_of is null and verdict != 'pending' and (verdict != 'unreported' or is_complete)), 0
    ) as unreported_rate,
    round(avg(margin_in_favour) filter (where statement_of is null and unit = '%'), 6) as mean_margin_points
{%- endmacro %}
