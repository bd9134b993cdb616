-- One row per target (each figure it needs) and result that might have answered it: which was chosen, why the rest lost.
{{ config(meta={'is_regional': true, 'scope': 'target_id'}) }}

with kept as (
    select * from {{ ref('int_judged_pairs') }}
    -- what the machine holds to be the same stays: a person's correction names it
    where candidate_rank <= {{ var('candidates_kept') }} or machine_finding = 'same'
),

chosen as (
    select
        query_id,
        is_due,
        result_id,
        match_score,
        result_report_year
    from kept
    where candidate_rank = 1 and standing != 'rejected'
)

select
    kept.target_id,
    kept.sought,
    kept.query_id,
    kept.result_id,
    kept.is_due,
    kept.look_year,
    kept.candidate_rank,
    coalesce(kept.result_id = chosen.result_id, false) as is_chosen,
    kept.standing,
    kept.finding,
    coalesce(kept.machine_finding = 'same', false) as is_machine_match,
    case
        when kept.result_id = chosen.result_id then null
        when kept.standing != 'match' then findings.reason_text
        when kept.result_report_year > chosen.result_report_year then 'an earlier report decides; this is a later vintage'
        when kept.match_score < chosen.match_score then 'another result is nearer in its wording'
        else 'another result of the same report stands before it'
    end as lost_because,
    findings.reason_text as finding_text,
    kept.match_method,
    kept.match_score,
    kept.similarity,
    results.document_id as result_document_id,
    results.file_name as result_document,
    results.report_year as result_report_year,
    results.indicator_text as result_indicator_text,
    results.measure as result_measure,
    results.metric_value as result_value,
    results.unit as result_unit,
    results.sentence as result_sentence,
    results.sentence_start as result_sentence_start,
    results.metric_start as result_start,
    results.metric_end as result_end
from kept
inner join {{ ref('int_metrics') }} as results on kept.result_id = results.metric_id
left join chosen on kept.query_id = chosen.query_id and kept.is_due = chosen.is_due
left join {{ ref('findings') }} as findings on kept.finding = findings.finding
