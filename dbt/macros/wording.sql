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

{#
  How many pairs of characters only one of two clauses has: the same thing is mostly promised and told in much the same
  words, whatever it is called. A space stands for figures and marks: no pair spans it.
#}
{% macro words_apart(clause, other) -%}
{%- set pairs = character_pairs(clause) -%}
{%- set other_pairs = character_pairs(other) -%}
(len({{ pairs }}) + len({{ other_pairs }}) - 2 * len(list_intersect({{ pairs }}, {{ other_pairs }})))
{%- endmacro %}

{% macro character_pairs(words) -%}
list_distinct(list_filter(
    list_transform(range(1, greatest(1, length({{ words }}))), lambda place: ({{ words }})[place:place + 1]),
    lambda pair: not contains(pair, ' ')
))
{%- endmacro %}
