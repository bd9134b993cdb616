-- One row per region code, former codes included, and per place outside of the table of which a document is at hand.
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
union all by name
select
    region_code as code,
    max(region_name) as "name",
    max(region_name) as short_name,
    max(region_level) as "level",
    split_part(region_code, '-', 1) as parent
from {{ ref('stg_documents') }}
where region_code like '%-%'
group by region_code
