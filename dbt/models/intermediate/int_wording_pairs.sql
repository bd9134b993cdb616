-- One row per query, year and later result of the region whose wordings resemble each other: of several parts that
-- meet, the pair whose qualifiers fit and whose words are nearest.
-- The similarity does not depend on what else is in the lake, so a verdict does not move when a region is added.
{{ config(meta={'is_regional': true, 'scope': 'query_id'}) }}

with query_parts as (
    select
        query_id,
        region_code,
        report_year,
        look_years,
        implied_scopes,
        unnest(parts) as part,
        generate_subscripts(parts, 1) as part_no
    from {{ ref('int_queries') }}
),

result_parts as (
    select
        metric_id as result_id,
        region_code,
        metric_year,
        report_year,
        unnest(parts) as part,
        generate_subscripts(parts, 1) as part_no
    from {{ ref('int_metrics') }}
    where role = 'result' and region_code is not null and metric_year is not null
),

query_grams as (
    select
        *,
        unnest(look_years) as look_year
    from (
        select
            query_parts.query_id,
            query_parts.part_no,
            query_parts.region_code,
            query_parts.report_year,
            query_parts.look_years,
            unnest(part.grams) as gram,
            unnest(part.weights) as weight
        from query_parts
        where query_parts.part.core != ''
    ) as signatures
),

result_grams as (
    select
        result_parts.result_id,
        result_parts.part_no,
        result_parts.region_code,
        result_parts.metric_year,
        result_parts.report_year,
        unnest(part.grams) as gram,
        unnest(part.weights) as weight
    from result_parts
),

-- blocking: figures meet only within a region and year, over a pair of characters that they share
met as (
    select
        query_grams.query_id,
        query_grams.part_no as query_part_no,
        query_grams.look_year,
        result_grams.result_id,
        result_grams.part_no as result_part_no,
        -- what one of them tells less of, both tell less of;
        -- exact in any order: doubles would differ in their last digit from run to run
        cast(sum(cast(least(query_grams.weight, result_grams.weight) as decimal(18, 12))) as double) as shared_weight
    from query_grams
    inner join result_grams
        on query_grams.region_code = result_grams.region_code
        and query_grams.look_year = result_grams.metric_year
        and query_grams.gram = result_grams.gram
        and query_grams.report_year < result_grams.report_year
    group by all
),

compared as (
    select
        met.query_id,
        met.look_year,
        met.result_id,
        query_parts.part.is_whole as query_is_whole,
        result_parts.part.is_whole as result_is_whole,
        query_parts.part.is_joint and not result_parts.part.is_joint as query_joins_more,
        result_parts.part.is_joint and not query_parts.part.is_joint as result_joins_more,
        query_parts.part.core as query_core,
        result_parts.part.core as result_core,
        2 * met.shared_weight / (query_parts.part.total_weight + result_parts.part.total_weight) as overlap,
        met.shared_weight / query_parts.part.total_weight as query_covered,
        met.shared_weight / result_parts.part.total_weight as result_covered,
        least(query_parts.part.total_weight, result_parts.part.total_weight) as least_weight,
        -- 落地项目 and 项目建设 name nothing that a reader could tell apart from other 项目
        greatest(query_parts.part.total_weight, result_parts.part.total_weight) < {{ var('general_weight') }}
        and query_parts.part.wording != result_parts.part.wording
        and len(query_parts.part.sizes) + len(query_parts.part.hard_scopes) = 0
        and len(result_parts.part.sizes) + len(result_parts.part.hard_scopes) = 0 as is_general,
        query_parts.part.core_key = result_parts.part.core_key as same_core,
        query_parts.part.head = result_parts.part.head as same_head,
        list_has_all(
            string_split(result_parts.part.core, ''), string_split(query_parts.part.core, '')
        ) as query_inside,
        query_parts.part.sizes = result_parts.part.sizes as same_sizes,
        list_filter(query_parts.part.hard_scopes, lambda scope: not list_contains(query_parts.implied_scopes, scope))
        = list_filter(result_parts.part.hard_scopes, lambda scope: not list_contains(query_parts.implied_scopes, scope))
            as same_hard_scopes,
        len(query_parts.part.soft_scopes) = 0 or len(result_parts.part.soft_scopes) = 0
        or list_has_any(query_parts.part.soft_scopes, result_parts.part.soft_scopes) as fitting_soft_scopes,
        not list_has_all(query_parts.part.soft_scopes, result_parts.part.soft_scopes) as result_is_narrowed,
        not list_has_all(result_parts.part.soft_scopes, query_parts.part.soft_scopes) as query_is_narrowed
    from met
    inner join query_parts on met.query_id = query_parts.query_id and met.query_part_no = query_parts.part_no
    inner join result_parts on met.result_id = result_parts.result_id and met.result_part_no = result_parts.part_no
),

-- a part of a joint indicator may borrow what it lacks from the whole
borrowed as (
    select
        *,
        max(if(query_is_whole, result_covered, 0)) over of_pair as result_covered_by_whole,
        max(if(result_is_whole, query_covered, 0)) over of_pair as query_covered_by_whole
    from compared
    window of_pair as (partition by query_id, look_year, result_id)
),

scored as (
    select
        * exclude (overlap),
        greatest(
            overlap,
            if(same_core, 1, 0),
            if(not query_is_whole and query_covered >= 0.95, 0.98 * result_covered_by_whole, 0),
            if(not result_is_whole and result_covered >= 0.95, 0.98 * query_covered_by_whole, 0)
        ) as similarity
    from borrowed
)

select
    * exclude (query_core, result_core, result_covered_by_whole, query_covered_by_whole),
    {{ shares_more_than_its_end('query_core', 'result_core') }} as shares_more_than_end
from scored
where similarity >= 0.3
qualify row_number() over (
    partition by query_id, look_year, result_id
    order by
        cast(same_sizes and same_hard_scopes and fitting_soft_scopes as integer) + similarity desc,
        query_core,
        result_core
) = 1
