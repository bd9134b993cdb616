{#
  A file source that may not be there yet: an empty lake, no corrections.
  Yields the source where at least one file matches its pattern, else an empty
  relation with the columns and types that the source declares.
#}
{% macro lake_source(source_name, table_name) -%}
    {%- if lake_has(source_name, table_name) -%}
        {{ source(source_name, table_name) }}
    {%- else -%}
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
    {%- endif -%}
{%- endmacro %}

{# Does a file source have a file? Before anything runs, and in unit tests, which bring their rows, it is taken to. #}
{% macro lake_has(source_name, table_name) -%}
    {%- if not execute or model.resource_type == 'unit_test' -%}
        {{ return(true) }}
    {%- endif -%}
    {%- set pattern = modules.re.search("'([^']*)'", source(source_name, table_name) | string) -%}
    {{ return(not pattern or lake_files(pattern.group(1))) }}
{%- endmacro %}

{# Is there a file at all? Also called in unit tests, where nothing of the lake is needed. #}
{% macro lake_files(pattern) -%}
    {%- set found = run_query("select count(*) from glob('" ~ pattern ~ "')") -%}
    {{ return(found.columns[0].values()[0] > 0) }}
{%- endmacro %}
