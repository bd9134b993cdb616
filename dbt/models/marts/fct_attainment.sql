-- One row per target, with exactly one verdict and the two sentences behind it.
{{ config(meta={'is_regional': true, 'scope': 'target_id'}) }}

with judged as (
    select
        verdicts.*,
        targets.* exclude (indicator_id),
        targets.indicator_id as target_indicator_id
    from {{ ref('int_verdicts') }} as verdicts
    inner join {{ ref('int_metrics') }} as targets
        on verdicts.target_id = targets.metric_id
),

overruled as (
    select
        mention_id as target_id,
        max(new_value) as verdict,
        max(reason) as reason
    from {{ ref('stg_corrections') }}
    where field = 'verdict'
    group by mention_id
),

parted as (
    -- a pair that a person tied or parted changes what is left to choose from
    select distinct mention_id as target_id
    from {{ ref('stg_corrections') }}
    where result_id is not null
),

-- where no report says anything, the figure of a bulletin or plan report decides
told as (
    select
        judged.*,
        overruled.reason as overruled_reason,
        overruled.verdict as overruled_verdict,
        witnesses.official_id,
        witnesses.official_value,
        witnesses.official_verdict,
        overruled.verdict is null and judged.verdict in ('unreported', 'pending')
        and witnesses.official_verdict is not null as is_told_officially
    from judged
    left join overruled on judged.target_id = overruled.target_id
    left join {{ ref('int_official_verdicts') }} as witnesses on judged.target_id = witnesses.target_id
),

decided as (
    select
        told.* replace (
            if(told.is_told_officially, 'official', told.finding) as finding,
            if(told.is_told_officially, 'catalogue', told.match_method) as match_method,
            if(told.is_told_officially, 1, told.match_score) as match_score,
            if(told.is_told_officially, officials.official_base, told.result_base) as result_base
        ),
        coalesce(told.overruled_verdict, if(told.is_told_officially, told.official_verdict, told.verdict)) as final_verdict,
        -- what a person calls unreported has no result
        case
            when coalesce(told.overruled_verdict, told.verdict) not in ('unreported', 'pending') then told.result_id
        end as final_result_key,
        officials.document_id as official_document_id,
        officials.file_name as official_document,
        officials.report_year as official_report_year,
        officials.kind as official_kind,
        officials.indicator_text as official_indicator_text,
        officials.sentence as official_sentence,
        officials.sentence_start as official_sentence_start,
        officials.value_start as official_start,
        officials.value_end as official_end
    from told
    left join {{ ref('int_official') }} as officials
        on if(told.is_told_officially, told.official_id, null) = officials.official_id
),

assembled as (
    select
        decided.*,
        results.correction is not null or parted.target_id is not null as is_corrected_elsewhere,
        regions.region_name,
        if(decided.is_told_officially, decided.official_id, results.metric_id) as final_result_id,
        coalesce(passage_documents.document_id, results.document_id, decided.official_document_id) as result_document_id,
        coalesce(passage_documents.file_name, results.file_name, decided.official_document) as result_document,
        coalesce(
            passage_documents.report_year, results.report_year, decided.official_report_year
        ) as result_report_year,
        coalesce(results.indicator_text, decided.official_indicator_text) as result_indicator_text,
        if(decided.is_told_officially, decided.official_value, results.metric_value) as result_value,
        results.metric_value_high as result_value_high,
        if(decided.is_told_officially, decided.unit, results.unit) as result_unit,
        if(decided.is_told_officially, decided.measure, results.measure) as result_measure,
        coalesce(decided.passage, results.sentence, decided.official_sentence) as result_sentence,
        coalesce(
            decided.passage_start, results.sentence_start, decided.official_sentence_start
        ) as result_sentence_start,
        coalesce(results.metric_start, decided.official_start) as result_start,
        coalesce(results.metric_end, decided.official_end) as result_end,
        progress_results.metric_value as progress_value,
        progress_results.unit as progress_unit,
        -- of a total that is to be reached; what is added or worked off year by year, and what is to shrink, has no share
        if(
            decided.better = 'more' and decided.measure = 'level'
            and not decided.says_flow and not coalesce(progress_results.says_flow, false)
            and len(coalesce(decided.works, [])) = 0 and len(coalesce(progress_results.works, [])) = 0
            and decided.dimension is not distinct from progress_results.dimension and decided.base_value > 0
            and progress_results.base_value <= {{ var('most_progress') }} * decided.base_value,
            progress_results.base_value / decided.base_value,
            null
        ) as progress_share,
        findings.reason_text as finding_text,
        coalesce(decided.factor, 1) as unit_factor,
        if(decided.is_told_officially, decided.result_base, results.base_value) as final_result_base,
        if(decided.is_told_officially, decided.dimension, results.dimension) as result_dimension,
        nullif(statements.first_statement, decided.target_id) as statement_of,
        owed.task_id,
        owed.lead_unit,
        derived.derived_value,
        derived.derived_verdict,
        derived.derived_result_id,
        derived.derived_base_id
    from decided
    left join {{ ref('int_documents') }} as regions on decided.document_id = regions.document_id
    left join {{ ref('int_documents') }} as passage_documents on decided.passage_document_id = passage_documents.document_id
    -- one key a join: a further condition would make it a loop over all pairs
    left join {{ ref('int_metrics') }} as results on decided.final_result_key = results.metric_id
    left join {{ ref('int_metrics') }} as progress_results on decided.progress_id = progress_results.metric_id
    left join {{ ref('int_statements') }} as statements on decided.target_id = statements.target_id
    left join {{ ref('int_task_targets') }} as owed on decided.target_id = owed.target_id
    left join {{ ref('int_derived') }} as derived on decided.target_id = derived.target_id
    left join parted on decided.target_id = parted.target_id
    left join {{ ref('findings') }} as findings on decided.finding = findings.finding
),

measured as (
    select
        *,
        case
            when final_verdict in ('attained', 'missed')
                then
                    case
                        when passage is not null or relation = 'keep_rank' then null
                        when is_relation then subject_value - reference_value
                        else (result_base - bound_base) / coalesce(unit_factor, 1)
                    end
        end as margin_value,
        case
            when final_verdict in ('attained', 'missed')
                then
                    case
                        when passage is not null or relation = 'keep_rank' then null
                        when is_relation then subject_value / nullif(reference_value, 0)
                        else result_base / nullif(bound_base, 0)
                    end
        end as ratio_value
    from assembled
)

select
    target_id,
    region_code,
    region_name,
    region_level,
    scope as sub_region,
    metric_year as target_year,
    make_date(metric_year, 12, 31) as due_on,
    report_year,
    target_indicator_id as indicator_id,
    indicator_text,
    measure,
    comparator,
    metric_value as target_value,
    metric_value_high as target_value_high,
    unit,
    period,
    commitment,
    relation,
    subject,
    reference_text as "reference",
    final_verdict as verdict,
    case
        when overruled_reason is not null
            then 'A person decided: ' || overruled_reason
        when is_told_officially and official_kind = 'plan_report'
            then
                'No report at hand says it; the plan report of ' || result_report_year || ' gives '
                || {{ plain_number('result_value') }} || coalesce(' ' || result_unit, '') || ' for ' || metric_year || '; '
                || rule_text || '.'
        when is_told_officially
            then
                'No report at hand says it; the statistical bulletin of ' || result_report_year || ' gives '
                || {{ plain_number('result_value') }} || coalesce(' ' || result_unit, '') || ' for ' || metric_year || '; '
                || rule_text || '.'
        when passage is not null and final_verdict = 'attained'
            then 'The report of ' || result_report_year || ' says that the task was completed.'
        when passage is not null and final_verdict = 'missed'
            then 'The report of ' || result_report_year || ' itself says that it was not reached.'
        when passage is not null and final_verdict = 'incomparable' and relation = 'task_done'
            then
                'The report of ' || result_report_year
                || ' says so in words: no figure tells whether the task set from above was completed.'
        when passage is not null and final_verdict = 'incomparable'
            then 'The report of ' || result_report_year || ' speaks of it in words, without a figure.'
        when final_verdict in ('attained', 'missed') and relation = 'keep_rank'
            then
                'The report of ' || result_report_year || ' gives place ' || {{ plain_number('subject_value') }} || ' for '
                || metric_year || '; ' || rule_text || '.'
        when final_verdict = 'incomparable' and relation = 'keep_rank'
            then 'The later report speaks of it, but gives no place that decides ' || reference_text || '.'
        when final_verdict = 'incomparable' and relation = 'task_done'
            then
                'The report of ' || result_report_year || ' speaks of ' || result_indicator_text
                || ', but does not say that the task set from above was completed.'
        when final_verdict in ('attained', 'missed') and is_relation
            then
                'The report of ' || result_report_year || ' gives ' || {{ plain_number('subject_value') }} || ' % against '
                || {{ plain_number('reference_value') }} || ' % for ' || reference_indicator || '; ' || rule_text || '.'
        when final_verdict in ('attained', 'missed')
            then
                'The report of ' || result_report_year || ' gives ' || {{ plain_number('result_value') }}
                || coalesce(' ' || result_unit, '') || ' for ' || metric_year || '; ' || rule_text || ' ('
                || case
                    when slack > 0 then 'slack ' || {{ plain_number('slack / coalesce(unit_factor, 1)') }}
                    else 'no slack'
                end || ').'
        when final_verdict = 'incomparable' and is_relation
            then 'The later report speaks of it, but not every figure that the comparison needs is given.'
        when final_verdict = 'incomparable'
            then
                'The report of ' || result_report_year || ' speaks of ' || result_indicator_text || ', but '
                || finding_text || '.'
        when final_verdict = 'unreported' and not is_complete
            then
                'Nothing comparable for ' || metric_year || ' in the report of ' || covering_year
                || ': not in the part of the report at hand.'
        when final_verdict = 'unreported'
            then 'The report of ' || covering_year || ' covers ' || metric_year || ' and says nothing comparable.'
        when region_code is null then 'The region of the document is not known, so no later report can be told.'
        when metric_year is null then 'The year in which it is due is not known.'
        when progress_value is not null
            then
                'Due in ' || metric_year || '; so far ' || {{ plain_number('progress_value') }}
                || coalesce(' ' || progress_unit, '') || ' in ' || progress_year || '.'
        else 'Due in ' || metric_year || '; the report of ' || covering_year || ' is not among the documents at hand.'
    end as verdict_reason,
    rule_id,
    if(verdict in ('unreported', 'pending'), coalesce(official_verdict, verdict), verdict) as machine_verdict,
    final_result_id as result_id,
    result_indicator_text,
    result_measure,
    result_value,
    result_value_high,
    result_unit,
    margin_value as margin,
    if(is_ceiling, -margin_value, margin_value) as margin_in_favour,
    ratio_value as attainment_ratio,
    dimension,
    base_value as target_base,
    base_value_high as target_base_high,
    if(dimension is not distinct from result_dimension, final_result_base, null) as result_base,
    statement_of,
    task_id,
    lead_unit,
    match_method,
    match_score,
    case when final_verdict in ('attained', 'missed') then if(overruled_reason is not null, 1, confidence) end as confidence,
    case
        when final_verdict in ('attained', 'missed')
            then overruled_reason is not null or coalesce(confidence >= {{ var('certain') }}, false)
    end as is_certain,
    self_assessment,
    is_covered,
    is_complete,
    coverage,
    finding,
    official_id,
    official_value,
    official_verdict,
    derived_value,
    derived_verdict,
    derived_result_id,
    derived_base_id,
    reference_id as reference_result_id,
    reference_value,
    progress_id as progress_result_id,
    progress_year,
    progress_value,
    progress_unit,
    progress_share,
    turned_by_revision,
    correction is not null or overruled_reason is not null or is_corrected_elsewhere as is_corrected,
    document_id as target_document_id,
    file_name as target_document,
    kind as target_document_kind,
    sentence as target_sentence,
    sentence_start as target_sentence_start,
    metric_start as target_start,
    metric_end as target_end,
    result_document_id,
    result_document,
    result_report_year,
    result_sentence,
    result_sentence_start,
    result_start,
    result_end
from measured
