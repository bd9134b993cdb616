{# Are two levels what was added and what there is in all? So they are where they lie far apart: the further, the less
   their words need to say so. Shares and rates have no such two amounts. #}
{% macro is_other_amount(one, one_is_added, other, other_is_added, measure, dimension) -%}
coalesce(
    {{ measure }} = 'level' and {{ dimension }} not in ('percent', 'points') and least({{ one }}, {{ other }}) > 0
    and greatest({{ one }}, {{ other }}) / least({{ one }}, {{ other }})
    >= if({{ one_is_added }} != {{ other_is_added }}, {{ var('stock_suspicion') }}, {{ var('stock_at_any_rate') }}),
    false
)
{%- endmacro %}
