-- One row per correction by a person, with whether it still fits what the machine says.
with machine as (
    select
        corrections.correction_no,
        mentions.mention_id is not null as is_known,
        case corrections.field
            when 'role' then mentions.role
            when 'reason' then mentions.reason
            when 'indicator' then mentions.indicator_text
            when 'indicator_id' then mentions.indicator_id
            when 'measure' then mentions.measure
            when 'value' then {{ plain_number('mentions.metric_value') }}
            when 'unit' then mentions.unit
            when 'comparator' then mentions.comparator
            when 'year' then cast(mentions.metric_year as varchar)
            when 'period' then mentions.period
            when 'region' then mentions.sub_region
            when 'commitment' then mentions.commitment
            when 'match' then if(pairs.target_id is null, 'no', if(pairs.is_match, 'yes', 'no'))
            when 'verdict' then verdicts.machine_verdict
        end as machine_value
    from {{ ref('stg_corrections') }} as corrections
    left join (
        select * from {{ ref('stg_mentions') }} where mention_id in (select mention_id from {{ ref('stg_corrections') }})
    ) as mentions on corrections.mention_id = mentions.mention_id
    left join (
        select
            target_id,
            result_id,
            bool_or(machine_finding = 'same') as is_match
        from {{ ref('int_judged_pairs') }}
        where is_due
        group by target_id, result_id
    ) as pairs on corrections.mention_id = pairs.target_id and corrections.result_id = pairs.result_id
    left join {{ ref('fct_attainment') }} as verdicts on corrections.mention_id = verdicts.target_id
)

select
    corrections.mention_id,
    corrections.result_id,
    corrections.field,
    corrections.expected,
    corrections.new_value,
    corrections.reason,
    machine.machine_value,
    machine.is_known and coalesce(machine.machine_value, '') = coalesce(corrections.expected, '') as still_applies
from {{ ref('stg_corrections') }} as corrections
inner join machine on corrections.correction_no = machine.correction_no
