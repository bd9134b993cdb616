-- Candidates in the lake = candidates in the mart; and none = number of candidates - targets - results.
with counted as (
    select
        (select count(*) from {{ ref('stg_mentions') }}) as candidates_in,
        (select count(*) from {{ ref('fct_mention') }}) as candidates_out,
        (select count(*) from {{ ref('fct_mention') }} where role = 'none' and reason is null) as none_without_reason
)

select * from counted
where candidates_in != candidates_out or none_without_reason > 0
