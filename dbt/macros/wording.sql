{# A number as a person writes it: 7.5, 3, 1964.44. #}
{% macro plain_number(expression) -%}
regexp_replace(printf('%.4f', {{ expression }}), '\.?0+$', '')
{%- endmacro %}
