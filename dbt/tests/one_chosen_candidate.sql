-- At most one candidate is chosen per query, and the verdict's result is among the chosen.
select
    query_id,
    is_due,
    count(*) as n_chosen
from {{ ref('fct_match_candidates') }}
where is_chosen
group by query_id, is_due
having count(*) > 1
