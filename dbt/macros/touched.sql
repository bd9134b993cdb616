{#
  Building only what changed. A target is judged by documents of its own region alone, so that tables of figures,
  pairs and verdicts can be built for some regions and stand for the others. DUIXIAN_TOUCHED names a file with the
  documents of the regions that changed; without it everything is built.

  A model whose `meta.scope` names a column is scoped: that column begins with the document of the row. Of these,
  models that are `meta.is_regional` see the touched rows of scoped models alone, and replace their own.
#}
{% macro touched() -%}
    {{ return(env_var('DUIXIAN_TOUCHED', '') if execute else '') }}
{%- endmacro %}

{% macro begin_touched() -%}
    {%- if touched() -%}
        create schema if not exists touched;
        create or replace table touched.documents as
        select document_id from read_csv('{{ touched() | replace("'", "''") }}', header = true, all_varchar = true)
    {%- else -%}
        select 1
    {%- endif -%}
{%- endmacro %}

{# Is a row, by the id that begins with its document, one of a touched region? #}
{% macro is_touched(column) -%}
{{ column if column == 'document_id' else "split_part(" ~ column ~ ", ':', 1)" }} in ({{ touched_documents() }})
{%- endmacro %}

{# A few documents are named one by one: DuckDB takes a list, and not a query, through a view down to the files. #}
{% macro touched_documents() -%}
    {%- set few = run_query('select document_id from touched.documents limit 1001').columns[0].values() -%}
    {%- if few | length > 1000 -%}
        {{ return('select document_id from touched.documents') }}
    {%- endif -%}
    {{ return("'" ~ few | join("', '") ~ "'") }}
{%- endmacro %}

{% macro ref() -%}
    {%- set relation = builtins.ref(*varargs, **kwargs) -%}
    {%- if not touched() or model.resource_type != 'model' or not model.config.meta.get('is_regional') -%}
        {{ return(relation) }}
    {%- endif -%}
    {%- set node = graph.nodes.get('model.' ~ project_name ~ '.' ~ varargs[-1]) -%}
    {%- set told = node.config.meta if node else {} -%}
    {%- if told.get('is_regional') -%}
        {{ return(api.Relation.create(database=relation.database, schema='touched', identifier=relation.identifier)) }}
    {%- elif told.get('scope') -%}
        {{ return('(select * from ' ~ relation ~ ' where ' ~ is_touched(told.scope) ~ ')') }}
    {%- endif -%}
    {{ return(relation) }}
{%- endmacro %}

{# dbt-duckdb's tables; of a regional one that stands already, the rows of touched regions alone are made anew. #}
{% materialization table, adapter='duckdb' %}
    {%- set existing = load_cached_relation(this) -%}
    {%- if not touched() or not model.config.meta.get('is_regional') or existing is none -%}
        {{ return(dbt.materialization_table_duckdb()) }}
    {%- endif -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- set fresh = api.Relation.create(database=this.database, schema='touched', identifier=this.identifier) -%}
    {{ run_hooks(pre_hooks) }}
    {% call statement('main') -%}
        create or replace table {{ fresh }} as (
            {{ compiled_code }}
        )
    {%- endcall %}
    {% call statement('replace') -%}
        delete from {{ target }} where {{ is_touched(model.config.meta.scope) }};
        insert into {{ target }} by name select * from {{ fresh }}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
