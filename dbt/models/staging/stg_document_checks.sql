-- One row per document: what was read of it, in numbers, and what is suspicious about them.
select
    document_id,
    n_opening_targets,
    n_opening_results,
    n_review_targets,
    n_review_results,
    n_term_review_targets,
    n_term_review_results,
    n_plan_targets,
    n_plan_results,
    n_term_plan_targets,
    n_term_plan_results,
    share_without_year,
    share_without_indicator_id,
    share_unnamed,
    nullif(
        array_to_string(
            list_transform(
                suspicions,
                lambda one: one['rule'] || ' (' || one['counted'] || ' of ' || one['among'] || ')'
            ),
            '; '
        ),
        ''
    ) as suspicions
from {{ lake_source('lake', 'document_checks') }}
