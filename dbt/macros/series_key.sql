{# What tells figures of one thing: the id of a headline, or of what the catalogue names whole, with its classes of size;
   what only shares its last word with others (projects, coverage) is told by its own words. #}
{% macro series_key(figures, headlines, catalogue) %}
    case
        when {{ headlines }}.indicator_id is not null then {{ figures }}.indicator_id
        when {{ catalogue }}.names_one_thing
            then
                {{ figures }}.indicator_id
                || array_to_string(list_concat({{ figures }}.parts[1].sizes, {{ figures }}.parts[1].hard_scopes), '')
        else coalesce(
            {{ figures }}.core
            || array_to_string(list_concat({{ figures }}.parts[1].sizes, {{ figures }}.parts[1].hard_scopes), ''),
            {{ figures }}.indicator_id,
            {{ figures }}.indicator_text
        )
    end
{% endmacro %}
