{# Whether a figure is another one, told with fewer digits: 36480 is 3.6 (万), but 36480 is not 3.5. #}
{% macro is_rounded(exact, told) -%}
abs({{ exact }} - {{ told }}) < (1 - 1e-9) * 0.5 * power(10, -length(split_part({{ plain_number(told) }}, '.', 2)))
{%- endmacro %}
