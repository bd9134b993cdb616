-- One row per indicator of the catalogue.
select
    indicator_id,
    name_zh,
    name_en,
    unit,
    direction,
    theme,
    indicator_id in (select indicator_id from {{ ref('headline_indicators') }}) as is_headline
from {{ ref('stg_indicators') }}
