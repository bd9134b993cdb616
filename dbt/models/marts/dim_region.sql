-- One row per region code, former codes included.
select
    region_code as code,
    region_name as "name",
    short_name,
    region_level as "level",
    parent_code as parent,
    valid_from,
    valid_to,
    successor_code,
    other_names
from {{ ref('stg_regions') }}
