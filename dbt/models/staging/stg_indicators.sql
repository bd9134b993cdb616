-- One row per indicator of the catalogue; `better` says whether more or less of it is wished for.
select
    indicator_id,
    name_zh,
    name_en,
    unit,
    direction,
    theme,
    -- null where the catalogue does not say; the words may then
    case
        when lower(direction) in ('less', 'lower', 'down', 'decrease', 'negative', '-', '-1') then 'less'
        when lower(direction) in ('more', 'higher', 'up', 'increase', 'positive', '+', '1') then 'more'
    end as better,
    indicator_id not in (select heads.indicator_id from {{ lake_source('lexicon', 'indicator_heads') }} as heads)
        as names_one_thing
from {{ lake_source('lexicon', 'indicators') }}
qualify row_number() over (partition by indicator_id order by name_zh) = 1
