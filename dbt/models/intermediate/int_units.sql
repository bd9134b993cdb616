-- One row per unit as written: its dimension, and the factor to the dimension's base (万亩 is 10000 亩).
with written as (
    select distinct unit
    from {{ ref('int_mentions') }}
    where role in ('target', 'result') and unit is not null
),

fitting as (
    select
        written.unit,
        bases.dimension,
        bases.factor,
        bases.base_unit,
        left(written.unit, length(written.unit) - length(bases.base_unit)) as multiplier
    from written
    inner join {{ ref('unit_dimensions') }} as bases on ends_with(written.unit, bases.base_unit)
),

best as (
    select *
    from fitting
    where regexp_full_match(multiplier, '[十百千万亿余多]*')
    qualify row_number() over (partition by unit order by length(base_unit) desc) = 1
),

resolved as (
    select
        written.unit,
        coalesce(best.dimension, nullif(regexp_replace(written.unit, '^[十百千万亿余多]+', ''), ''), 'bare') as dimension,
        coalesce(best.factor, 1) as base_factor,
        coalesce(best.multiplier, regexp_extract(written.unit, '^[十百千万亿余多]+')) as multiplier
    from written
    left join best on written.unit = best.unit
)

select
    unit,
    dimension,
    base_factor * list_product(
        list_transform(
            list_prepend('', string_split(multiplier, '')),
            lambda sign: case sign
                when '十' then 10 when '百' then 100 when '千' then 1e3 when '万' then 1e4 when '亿' then 1e8 else 1
            end
        )
    ) as factor
from resolved
