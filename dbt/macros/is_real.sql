{# Is a rate of growth told without the rise of prices, where it could be told with it too? Such a one and one at the
   prices of the day are no two figures of one thing. #}
{% macro is_real(figures, headlines) -%}
coalesce({{ figures }}.says_real and not coalesce({{ headlines }}.is_volume, false), false)
{%- endmacro %}
