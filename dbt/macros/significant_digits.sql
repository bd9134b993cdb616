{% macro significant_digits(value) %}
{#- How many digits of a figure tell something: 3 of 2390, 2 of 0.026, 1 of 5000. -#}
length(replace(regexp_extract(printf('%.6e', abs(cast({{ value }} as double))), '^([0-9][.][0-9]*?)0*e', 1), '.', ''))
{%- endmacro %}
