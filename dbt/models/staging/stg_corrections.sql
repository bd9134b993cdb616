-- One row per corrected field.
select
    row_number() over (order by mention_id, result_id, field, new_value) as correction_no,
    trim(mention_id) as mention_id,
    nullif(trim(result_id), '') as result_id,
    trim(field) as field,
    nullif(trim(expected), '') as expected,
    nullif(trim(new_value), '') as new_value,
    trim(reason) as reason
from {{ lake_source('home', 'corrections') }}
