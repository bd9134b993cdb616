{# What tells the thing of a figure from others that share its id: nothing more where it is a headline; its class of size
   where the catalogue has its words as a name; else (investments of one id) its own words. #}
{% macro thing_key(figures, headlines) %}
    case
        when {{ headlines }}.indicator_id is not null then {{ figures }}.indicator_id
        else
            coalesce(if({{ figures }}.is_named, {{ figures }}.indicator_id, {{ figures }}.core), {{ figures }}.indicator_text, '')
            || coalesce(
                array_to_string(list_concat({{ figures }}.parts[1].sizes, {{ figures }}.parts[1].hard_scopes), ''), ''
            )
    end
{% endmacro %}
