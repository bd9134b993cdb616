-- One row per region code.
select
    code as region_code,
    name as region_name,
    short_name,
    "level" as region_level,
    nullif(parent_code, '') as parent_code,
    try_cast(valid_from as integer) as valid_from,
    try_cast(valid_to as integer) as valid_to,
    nullif(successor_code, '') as successor_code,
    nullif(other_names, '') as other_names
from {{ lake_source('lexicon', 'regions') }}
qualify row_number() over (partition by code order by valid_from desc nulls last, name) = 1
