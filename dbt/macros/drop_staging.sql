{#-
  Staging views read the lake by its path: a warehouse that is to be published stands on its own, without them.
  An environment variable, looked up at the end alone: dbt parses everything anew where a variable of its own changed.
-#}
{% macro drop_staging() %}
    drop schema if exists touched cascade;
    {% if execute and env_var('DUIXIAN_SELF_CONTAINED', '') %}
        drop schema if exists staging cascade
    {% else %}
        select 1
    {% endif %}
{% endmacro %}
