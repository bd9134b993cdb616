{# The headline indicators of the panel, each with the measure in which it is promised. #}
{% macro panel_indicators() -%}
    {{ return([
        ('gdp', 'gdp', 'growth'),
        ('cpi', 'cpi', 'growth'),
        ('investment', 'fixed_asset_investment', 'growth'),
        ('retail', 'retail_sales', 'growth'),
        ('revenue', 'general_public_budget_revenue', 'growth'),
        ('trade', 'imports_exports', 'growth'),
        ('industry', 'industrial_value_added_above_scale', 'growth'),
        ('income', 'disposable_income', 'growth'),
        ('urban_income', 'urban_disposable_income', 'growth'),
        ('rural_income', 'rural_disposable_income', 'growth'),
        ('jobs', 'urban_new_jobs', 'level'),
        ('unemployment', 'surveyed_urban_unemployment_rate', 'level'),
        ('registered_unemployment', 'registered_urban_unemployment_rate', 'level'),
        ('energy_intensity', 'energy_intensity', 'growth'),
    ]) }}
{%- endmacro %}
