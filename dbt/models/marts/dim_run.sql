-- The run that made this file.
select
    run_id,
    cast(started_at as timestamp) as started_at,
    duixian_version,
    code_version,
    lexicon_version,
    input_hash
from {{ lake_source('run', 'facts') }}
