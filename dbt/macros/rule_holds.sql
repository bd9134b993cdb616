{# Does a figure satisfy its bound? One place for the comparison; operator and slack are seed rows. #}
{% macro rule_holds(operator, figure, bound, slack) -%}
case {{ operator }}
    when '>=' then {{ figure }} >= {{ bound }} - {{ slack }} - 1e-9 * greatest(abs({{ bound }}), 1)
    when '<=' then {{ figure }} <= {{ bound }} + {{ slack }} + 1e-9 * greatest(abs({{ bound }}), 1)
    when '>' then {{ figure }} > {{ bound }} - {{ slack }}
    when '<' then {{ figure }} < {{ bound }} + {{ slack }}
end
{%- endmacro %}
