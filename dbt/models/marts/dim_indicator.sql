-- One row per indicator of the catalogue.
select
    indicator_id,
    name_zh,
    name_en,
    unit,
    direction,
    theme
from {{ ref('stg_indicators') }}
