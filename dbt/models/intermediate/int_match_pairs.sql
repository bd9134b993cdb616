-- One row per query and later result that may answer it, with everything that decides between them.
{{ config(meta={'is_regional': true, 'scope': 'target_id'}) }}

with queries as (
    select
        * exclude (parts, look_years),
        unnest(look_years) as look_year
    from {{ ref('int_queries') }}
),

results as (
    select * from {{ ref('int_metrics') }}
    where role = 'result' and region_code is not null and metric_year is not null
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

-- a campaign named in both sentences ties figures whose own wordings differ,
-- unless the name is itself what another figure of the document counts
counted_campaigns as (
    select distinct
        document_id,
        unnest(counted_campaigns) as campaign
    from {{ ref('int_metrics') }}
    where role = 'target'
),

query_campaigns as (
    select named.*
    from (
        select
            query_id,
            region_code,
            look_year,
            report_year,
            measure,
            dimension,
            split_part(target_id, ':', 1) as document_id,
            unnest(campaigns) as campaign
        from queries
        where look_year = due_year
    ) as named
    anti join counted_campaigns
        on named.document_id = counted_campaigns.document_id and named.campaign = counted_campaigns.campaign
),

result_campaigns as (
    select
        metric_id as result_id,
        region_code,
        metric_year,
        report_year,
        measure,
        dimension,
        unnest(campaigns) as campaign
    from results
),

by_campaign as (
    select distinct
        asked.query_id,
        asked.look_year,
        told.result_id
    from query_campaigns as asked
    inner join result_campaigns as told
        on asked.region_code = told.region_code
        and asked.look_year = told.metric_year
        and asked.campaign = told.campaign
        and asked.measure = told.measure
        and asked.report_year < told.report_year
    where asked.dimension = told.dimension or asked.dimension = 'bare' or told.dimension = 'bare'
),

-- so does a person, whatever the words
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
    from {{ ref('int_wording_pairs') }}
    union
    from by_catalogue
    union
    from by_campaign
    union
    from by_person
),

-- kinds of works of which every one on the one side is something else than every one on the other
works as (
    select
        candidates.query_id,
        candidates.look_year,
        candidates.result_id,
        bool_and(coalesce(conflicts.grade in ('other', 'unlike'), false)) as is_other,
        bool_and(coalesce(conflicts.grade = 'unlike', false)) as is_unlike,
        bool_and(conflicts.work is not null) as is_looser
    from candidates
    inner join (
        select
            query_id,
            look_year,
            unnest(works) as work
        from queries
    ) as asked on candidates.query_id = asked.query_id and candidates.look_year = asked.look_year
    inner join (
        select
            metric_id,
            unnest(works) as work
        from results
    ) as told on candidates.result_id = told.metric_id
    left join {{ ref('conflicting_works') }} as conflicts
        on asked.work = conflicts.work and told.work = conflicts.other_work
    group by all
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
    coalesce(words.query_inside, false) as query_inside,
    coalesce(words.shares_more_than_end, true) as shares_more_than_end,
    coalesce(words.query_covered, 0) as query_covered,
    coalesce(words.result_covered, 0) as result_covered,
    coalesce(words.least_weight, 1) as least_weight,
    coalesce(words.is_general, false) as is_general,
    coalesce(words.same_sizes, true) as same_sizes,
    coalesce(words.same_hard_scopes, true) as same_hard_scopes,
    coalesce(words.fitting_soft_scopes, true) as fitting_soft_scopes,
    coalesce(words.result_is_narrowed, false) as result_is_narrowed,
    coalesce(words.query_is_narrowed, false) as query_is_narrowed,
    coalesce(words.query_joins_more, false) as query_joins_more,
    coalesce(
        words.query_is_whole and words.result_is_whole or queries.measure = 'level' or words.same_head, true
    ) as whole_part,
    coalesce(words.query_is_whole, true) as query_is_whole,
    coalesce(
        (words.query_is_whole and not words.result_is_whole or words.result_joins_more) and not results.says_each
        and queries.measure = 'level' and queries.dimension not in ('percent', 'points'),
        false
    ) as result_is_of_several,
    coalesce(
        results.period = 'part_of_year'
        -- what is to be new in five years, and what was in the last of them
        or queries.measure = 'level' and queries.says_flow and queries.due_year > queries.report_year
        and results.says_flow and coalesce(results.period, 'year') = 'year' and not results.names_years,
        false
    ) as result_is_of_part,
    campaigns.query_id is not null as same_campaign,
    queries.indicator_id,
    coalesce(queries.indicator_id = results.indicator_id, false) as same_id,
    coalesce(queries.indicator_id != results.indicator_id, false) as other_id,
    coalesce(queries.measure = 'level' and queries.dimension = 'percent', false) as is_share,
    coalesce(queries.is_named and results.is_named, false) as both_named,
    queries.scope = results.scope as same_scope,
    queries.measure = results.measure
    -- 增加泊位300个 and 新增泊位300个
    or coalesce(
        queries.dimension not in ('percent', 'points') and not queries.says_stock and not results.says_stock
        and (
            queries.measure = 'change' and results.measure = 'level' and results.says_flow
            or queries.measure = 'level' and queries.says_flow and results.measure = 'change'
        ),
        false
    ) as same_measure,
    coalesce(
        queries.dimension = results.dimension or queries.dimension = 'bare' or results.dimension = 'bare'
        -- the generic measure word counts persons and machines too, where the thing is the same
        or (queries.dimension = 'things' or results.dimension = 'things')
        and (words.same_core or queries.indicator_id = results.indicator_id)
        and queries.dimension in (select dimension from {{ ref('counted_dimensions') }})
        and results.dimension in (select dimension from {{ ref('counted_dimensions') }})
        or words.same_core and kindred.dimension is not null and results.base_value <= 2 * queries.base_value,
        false
    ) as same_dimension,
    queries.dimension = results.dimension and queries.dimension not in ('bare', 'things', 'percent')
    or right(queries.unit, 1) = right(results.unit, 1) as same_unit,
    coalesce(queries.period, 'year') = coalesce(results.period, 'year')
    -- an average of ten or twenty years is hardly that of the years that a later report looks back on
    and coalesce(
        queries.period != 'annual_average' or queries.due_year - queries.report_year <= {{ var('longest_plan') }}, true
    )
    -- a share is one of the end of its years, whatever stretch its sentence looks back on
    or queries.measure = 'level' and queries.dimension = 'percent' and results.dimension = 'percent'
    and coalesce(queries.period, 'year') != 'annual_average' and coalesce(results.period, 'year') != 'annual_average'
    -- what came in three quarters may keep a promise for the year
    or queries.measure = 'level' and coalesce(queries.period, 'year') = 'year' and results.period = 'part_of_year'
    -- in the review of a term a figure that names no stretch of years and is of the size of a year's is one of the last
    or coalesce(queries.period, 'year') = 'year' and results.period = 'multi_year' and not results.names_years
    and coalesce(results.base_value <= {{ var('most_of_a_year') }} * queries.base_value, false)
        as same_period,
    queries.says_flow as query_says_flow,
    queries.says_stock as query_says_stock,
    results.says_flow as result_says_flow,
    results.says_stock as result_says_stock,
    -- to push on is no works of its own
    coalesce(list_has_any(list_filter(queries.works, lambda work: work != 'push'), results.works), false) as same_works,
    -- what is renewed, kept up, begun or cleared is told year by year; what is built may be all that was ever built
    coalesce(list_has_any(results.works, ['renewal', 'upkeep', 'start', 'clear']), false) as result_is_of_the_year,
    results.says_level as result_says_level,
    coalesce(works.is_other, false)
    -- new works and renewal together are more than new works: a larger part and a smaller whole decide nothing
    or coalesce(
        list_has_all(queries.works, ['new', 'renewal']) and results.works = ['new']
        and results.base_value < queries.base_value
        or queries.works = ['new'] and list_contains(results.works, 'new')
        and list_has_any(results.works, ['renewal', 'carry_on', 'buy']) and results.base_value > queries.base_value
        -- what is applied for is not yet had, though the promise names no works
        or results.works = ['prepare'] and len(queries.works) = 0
        -- what came less what went is no more than what came: a smaller 净增 and a larger 新增 decide nothing
        or list_contains(queries.works, 'net') and not list_contains(results.works, 'net')
        and results.base_value >= queries.base_value,
        false
    ) as other_works,
    coalesce(works.is_unlike, false) as unlike_works,
    coalesce(works.is_looser, false)
    or coalesce(
        -- what was had had been applied for, and perhaps more
        queries.works = ['prepare'] and len(results.works) = 0
        or list_contains(results.works, 'net') and not list_contains(queries.works, 'net')
        -- 推进149个 does not say that all of them are to be finished
        or queries.works = ['push'] and queries.dimension = 'things' and not list_contains(results.works, 'push')
        -- 新建、续建、改造10座: those that are renewed are a part of them; to push on is no works of its own
        or len(queries.works) > 1 and len(results.works) > 0
        and not list_has_all(list_append(results.works, 'push'), queries.works),
        false
    ) as looser_works,
    results.names_years as result_names_years,
    -- what the review of a term tells may be the sum of its years, though no word says so
    coalesce(
        results.section = 'term_review' and coalesce(results.period, 'year') = 'year'
        and coalesce(queries.period, 'year') = 'year' and queries.due_year = queries.report_year,
        false
    ) as result_is_of_term,
    results.comparator in ('ge', 'le') as result_is_bound,
    -- the start of the plan's next step is where the year ended; the start of a change looked back on is not
    results.starts_change and results.section not like 'plan%' as is_start_of_change,
    split_part(queries.target_id, ':', 1) as target_document_id,
    results.metric_start as result_start,
    {{ words_apart('queries.clause', 'results.clause') }} as words_apart
from candidates
inner join queries on candidates.query_id = queries.query_id and candidates.look_year = queries.look_year
inner join results on candidates.result_id = results.metric_id
left join {{ ref('kindred_dimensions') }} as kindred
    on queries.dimension = kindred.dimension and results.dimension = kindred.other_dimension
left join {{ ref('int_wording_pairs') }} as words
    on candidates.query_id = words.query_id
    and candidates.look_year = words.look_year
    and candidates.result_id = words.result_id
left join by_campaign as campaigns
    on candidates.query_id = campaigns.query_id
    and candidates.look_year = campaigns.look_year
    and candidates.result_id = campaigns.result_id
left join works
    on candidates.query_id = works.query_id
    and candidates.look_year = works.look_year
    and candidates.result_id = works.result_id
