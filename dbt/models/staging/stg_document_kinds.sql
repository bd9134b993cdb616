-- One row per kind of document: what it may give, and whether its figures are held against each other.
select
    kind,
    name_zh,
    gives,
    covers = 'yes' as covers,
    counts = 'yes' as counts,
    official = 'yes' as is_official,
    meaning
from {{ lake_source('lexicon', 'document_kinds') }}
