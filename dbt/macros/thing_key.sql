{# What tells the thing of a figure from others that share its id: nothing more where it is a headline; its grades and
   sizes where the catalogue has its words as a name (what it sums, 水泥 and 水泥产量, is in the id); else its own words. #}
{% macro thing_key(figures, headlines) %}
    case
        when {{ headlines }}.indicator_id is not null then {{ figures }}.indicator_id
        else
            coalesce(if({{ figures }}.is_named, {{ figures }}.indicator_id, {{ figures }}.core), {{ figures }}.indicator_text, '')
            || coalesce(
                array_to_string(
                    list_filter(
                        list_concat({{ figures }}.parts[1].sizes, {{ figures }}.parts[1].hard_scopes),
                        lambda scope: not ({{ figures }}.is_named and starts_with(scope, 'sum:'))
                    ),
                    ''
                ),
                ''
            )
    end
{% endmacro %}
