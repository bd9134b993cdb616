{#
  A file source that may not be there yet: an empty lake, no corrections.
  Yields the source where at least one file matches its pattern, else an empty
  relation with the columns and types that the source declares.
#}
{% macro lake_source(source_name, table_name) -%}
    {%- set relation = source(source_name, table_name) -%}
    {%- set pattern = modules.re.search("'([^']*)'", relation | string) -%}
    {%- if execute and pattern and not lake_files(pattern.group(1)) -%}
        {%- set node = graph.sources.values()
            | selectattr('source_name', 'equalto', source_name)
            | selectattr('name', 'equalto', table_name) | first -%}
        (
            select
            {%- for column in node.columns.values() %}
                cast(null as {{ column.data_type }}) as {{ adapter.quote(column.name) }}{{ ',' if not loop.last }}
            {%- endfor %}
            where false
        )
    {%- else -%}
        {{ relation }}
    {%- endif -%}
{%- endmacro %}

{# Is there a file at all? Also called in unit tests, where nothing of the lake is needed. #}
{% macro lake_files(pattern) -%}
    {%- set found = run_query("select count(*) from glob('" ~ pattern ~ "')") -%}
    {{ return(found.columns[0].values()[0] > 0) }}
{%- endmacro %}
