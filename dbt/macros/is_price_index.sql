{# Is a figure an index of prices (102.5)? It states a change of what exceeds 100. One place for the bounds. #}
{% macro is_price_index(mentions, headlines) -%}
{{ headlines }}.is_change and {{ mentions }}.dimension = 'percent' and {{ mentions }}.metric_value between 80 and 150
{%- endmacro %}
