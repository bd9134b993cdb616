-- Results and official figures in = asked for + not asked for.
with counted as (
    select
        (select count(*) from {{ ref('int_metrics') }} where role = 'result')
        + (select count(*) from {{ ref('int_official') }}) as results_in,
        (select count(*) from {{ ref('fct_result') }} where is_asked_for) as asked_for,
        (select count(*) from {{ ref('fct_result') }} where not is_asked_for) as not_asked_for
)

select * from counted
where results_in != asked_for + not_asked_for
