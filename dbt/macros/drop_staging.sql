{#- Staging views read the lake by its path: a warehouse that is to be published stands on its own, without them. -#}
{% macro drop_staging() %}
    drop schema if exists touched cascade;
    {% if var("self_contained") %}
        drop schema if exists staging cascade
    {% else %}
        select 1
    {% endif %}
{% endmacro %}
