-- One row per query and year of figures that speak to it: its due year and, for an aim over years, those on the way.
select
    query_id,
    target_id,
    region_code,
    wording,
    report_year,
    due_year,
    cast(unnest(generate_series(least(greatest(report_year, due_year - 15), due_year), due_year)) as integer) as look_year
from {{ ref('int_queries') }}
