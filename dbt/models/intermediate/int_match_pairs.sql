-- One row per query and later result that may answer it, with everything that decides between them.
with queries as (
    select
        years.query_id,
        years.look_year,
        queries.* exclude (query_id)
    from {{ ref('int_query_years') }} as years
    inner join {{ ref('int_queries') }} as queries on years.query_id = queries.query_id
),

results as (
    select * from {{ ref('int_metrics') }}
    where role = 'result' and region_code is not null and metric_year is not null
),

query_parts as (
    select
        queries.query_id,
        queries.look_year,
        queries.region_code,
        queries.report_year,
        words.part_no
    from queries
    inner join {{ ref('int_wordings') }} as words on queries.wording = words.wording
),

result_parts as (
    select
        results.metric_id as result_id,
        results.region_code,
        results.metric_year,
        results.report_year,
        words.part_no
    from results
    inner join {{ ref('int_wordings') }} as words on results.indicator_text = words.wording
),

-- of several parts that meet, the one whose qualifiers fit and whose words are nearest speaks for the pair
by_wording as (
    select
        query_parts.query_id,
        query_parts.look_year,
        result_parts.result_id,
        -cast(
            max(
                [
                    cast(pairs.same_sizes and pairs.same_hard_scopes and pairs.fitting_soft_scopes as integer)
                    + pairs.similarity,
                    -pairs.pair_no
                ]
            )[2] as bigint
        ) as pair_no
    from query_parts
    inner join {{ ref('int_wording_pairs') }} as pairs on query_parts.part_no = pairs.query_part
    inner join result_parts
        on pairs.result_part = result_parts.part_no
        and query_parts.region_code = result_parts.region_code
        and query_parts.look_year = result_parts.metric_year
        and query_parts.report_year < result_parts.report_year
    where pairs.similarity >= 0.3
    group by query_parts.query_id, query_parts.look_year, result_parts.result_id
),

by_catalogue as (
    select
        queries.query_id,
        queries.look_year,
        results.metric_id as result_id
    from queries
    inner join results
        on queries.indicator_id = results.indicator_id
        and queries.region_code = results.region_code
        and queries.look_year = results.metric_year
        and queries.report_year < results.report_year
),

-- a campaign named in both sentences (“大搬快聚”) ties figures whose own wordings differ,
-- unless the name is a slogan, or is itself what another figure of the sentence counts
names as (
    select distinct
        metric_id,
        document_id,
        role,
        region_code,
        metric_year,
        left(unnest(regexp_extract_all(sentence, '“([^”]{3,12})”', 1)), 4) as campaign
    from {{ ref('int_metrics') }}
),

counted_names as (
    select distinct
        document_id,
        left(unnest(regexp_extract_all(indicator_text, '“([^”]{3,12})', 1)), 4) as campaign
    from {{ ref('int_metrics') }}
    where role = 'target'
),

by_name as (
    select distinct
        queries.query_id,
        queries.look_year,
        results.metric_id as result_id
    from queries
    inner join names as query_names on queries.target_id = query_names.metric_id and query_names.role = 'target'
    inner join names as result_names
        on query_names.campaign = result_names.campaign
        and queries.region_code = result_names.region_code
        and queries.look_year = result_names.metric_year
        and result_names.role = 'result'
    inner join results
        on result_names.metric_id = results.metric_id
        and queries.report_year < results.report_year
        and queries.measure = results.measure
        and (queries.dimension = results.dimension or results.dimension = 'bare' or queries.dimension = 'bare')
    left join counted_names
        on query_names.document_id = counted_names.document_id and query_names.campaign = counted_names.campaign
    where
        queries.look_year = queries.due_year
        and counted_names.campaign is null
        and query_names.campaign not in (select left(slogan, 4) from {{ ref('slogans') }})
),

-- so does a unit that hardly anything else is counted in: 家次
by_unit as (
    select distinct
        queries.query_id,
        queries.look_year,
        results.metric_id as result_id
    from queries
    inner join results
        on queries.unit = results.unit
        and queries.region_code = results.region_code
        and queries.look_year = results.metric_year
        and queries.report_year < results.report_year
    inner join {{ ref('int_wordings') }} as query_words on queries.wording = query_words.wording
    inner join {{ ref('int_wording_pairs') }} as pairs
        on query_words.part_no = pairs.query_part and results.indicator_text = pairs.result_wording
    where
        queries.look_year = queries.due_year
        and queries.dimension not in (select dimension from {{ ref('unit_dimensions') }})
        and queries.dimension != 'bare'
),

-- and so does a person, whatever the words
by_person as (
    select
        queries.query_id,
        queries.look_year,
        results.metric_id as result_id
    from {{ ref('stg_corrections') }} as corrections
    inner join queries
        on corrections.mention_id = queries.target_id
        and queries.sought != 'reference'
        and queries.look_year = queries.due_year
    inner join results on corrections.result_id = results.metric_id and queries.region_code = results.region_code
    where corrections.field = 'match' and corrections.new_value = 'yes'
),

candidates as (
    select
        query_id,
        look_year,
        result_id
    from by_wording
    union
    select
        query_id,
        look_year,
        result_id
    from by_person
    union
    select
        query_id,
        look_year,
        result_id
    from by_catalogue
    union
    select
        query_id,
        look_year,
        result_id
    from by_name
    union
    select
        query_id,
        look_year,
        result_id
    from by_unit
)

select
    candidates.query_id,
    queries.target_id,
    queries.sought,
    candidates.look_year,
    candidates.result_id,
    candidates.look_year = queries.due_year as is_due,
    results.report_year as result_report_year,
    results.report_id as result_report_id,
    queries.measure as query_measure,
    results.measure as result_measure,
    queries.base_value as query_value,
    results.base_value as result_value,
    coalesce(words.similarity, 0) as similarity,
    coalesce(words.same_core, false) as same_core,
    coalesce(words.same_head, false) as same_head,
    coalesce(words.query_covered, 0) as query_covered,
    coalesce(words.result_covered, 0) as result_covered,
    coalesce(words.least_weight, 1) as least_weight,
    coalesce(words.same_sizes, true) as same_sizes,
    coalesce(words.same_hard_scopes, true) as same_hard_scopes,
    coalesce(words.fitting_soft_scopes, true) as fitting_soft_scopes,
    coalesce(
        words.query_is_whole and words.result_is_whole
        or queries.measure = 'level'
        or words.same_last_head,
        true
    ) as whole_part,
    names.query_id is not null as same_campaign,
    units.query_id is not null as same_rare_unit,
    queries.indicator_id,
    coalesce(queries.indicator_id = results.indicator_id, false) as same_id,
    coalesce(queries.indicator_id != results.indicator_id, false) as other_id,
    queries.scope = results.scope as same_scope,
    queries.measure = results.measure as same_measure,
    coalesce(
        queries.dimension = results.dimension or queries.dimension = 'bare' or results.dimension = 'bare', false
    ) as same_dimension,
    coalesce(queries.period, 'year') = coalesce(results.period, 'year') as same_period,
    queries.says_flow as query_says_flow,
    queries.says_stock as query_says_stock,
    results.says_flow as result_says_flow,
    results.says_stock as result_says_stock,
    -- 新建改建 is more than 新建: a larger part and a smaller whole decide nothing
    coalesce(
        queries.says_renewal and not results.says_renewal and results.says_new and results.base_value < queries.base_value
        or results.says_renewal and not queries.says_renewal and queries.says_new
        and results.base_value >= queries.base_value,
        false
    ) as other_works,
    results.metric_start as result_start
from candidates
inner join queries on candidates.query_id = queries.query_id and candidates.look_year = queries.look_year
inner join results on candidates.result_id = results.metric_id
left join by_wording
    on candidates.query_id = by_wording.query_id
    and candidates.look_year = by_wording.look_year
    and candidates.result_id = by_wording.result_id
left join {{ ref('int_wording_pairs') }} as words on by_wording.pair_no = words.pair_no
left join by_name as names
    on candidates.query_id = names.query_id
    and candidates.look_year = names.look_year
    and candidates.result_id = names.result_id
left join by_unit as units
    on candidates.query_id = units.query_id
    and candidates.look_year = units.look_year
    and candidates.result_id = units.result_id
