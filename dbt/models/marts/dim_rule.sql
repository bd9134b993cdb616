-- One row per rule by which a target is held against a result, or against the figure that it was set in relation to.
select
    rule_id,
    'figure' as rule_kind,
    comparator,
    better,
    is_decrease,
    operator,
    bound,
    slack_points,
    slack_share,
    rule_text
from {{ ref('attainment_rules') }}
union all
select
    relation as rule_id,
    'relation' as rule_kind,
    null as comparator,
    null as better,
    null as is_decrease,
    operator,
    null as bound,
    slack_points,
    null as slack_share,
    rule_text
from {{ ref('relation_rules') }}
