{# A number as a person writes it: 7.5, 3, 1964.44. #}
{% macro plain_number(expression) -%}
regexp_replace(printf('%.4f', {{ expression }}), '\.?0+$', '')
{%- endmacro %}

{#
  Whether two cores share more than the words that both end in, which only say what kind of thing it is: 服务业增加值 and
  高新技术产业增加值 do not. Where one of them is nothing but these words, they do.
#}
{% macro shares_more_than_its_end(core, other) -%}
{%- set common -%}
coalesce(
    list_max(
        list_filter(range(1, 1 + least(8, length({{ core }}), length({{ other }}))), lambda n: right({{ core }}, n) = right({{ other }}, n))
    ),
    0
)
{%- endset -%}
{%- set rest = 'left(' ~ core ~ ', length(' ~ core ~ ') - ' ~ common ~ ')' -%}
{%- set other_rest = 'left(' ~ other ~ ', length(' ~ other ~ ') - ' ~ common ~ ')' -%}
(
    least(length({{ rest }}), length({{ other_rest }})) = 0
    or list_has_any(
        list_transform(range(1, greatest(2, length({{ rest }}))), lambda place: ({{ rest }})[place:place + 1]),
        list_transform(range(1, greatest(2, length({{ other_rest }}))), lambda place: ({{ other_rest }})[place:place + 1])
    )
)
{%- endmacro %}
