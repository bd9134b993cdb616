-- One row per input that could not be read.
select
    sha256,
    file_name,
    member,
    reason,
    detail
from {{ ref('stg_quarantine') }}
