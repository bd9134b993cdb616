-- One row per kind of document: what it may give, and whether its figures are held against each other.
select
    kind,
    name_zh,
    gives,
    covers = 'yes' as covers,
    counts = 'yes' as counts,
    judged = 'yes' as is_judged,
    official = 'yes' as is_official,
    meaning
from {{ lake_source('lexicon', 'document_kinds') }}
