-- One row per indicator as written (with its catalogue id): whether more or less of it is wished for.
with written as (
    select distinct
        indicator_text,
        indicator_id
    from {{ ref('int_metrics') }}
    where role = 'target'
),

cued as (
    select
        written.indicator_text,
        written.indicator_id,
        min(cues.better) as better
    from written
    inner join {{ ref('direction_cues') }} as cues on contains(written.indicator_text, cues.cue)
    group by written.indicator_text, written.indicator_id
)

select
    written.indicator_text,
    written.indicator_id,
    coalesce(catalogue.better, cued.better, 'more') as better
from written
left join {{ ref('stg_indicators') }} as catalogue on written.indicator_id = catalogue.indicator_id
left join cued
    on written.indicator_text is not distinct from cued.indicator_text
    and written.indicator_id is not distinct from cued.indicator_id
