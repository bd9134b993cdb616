-- One row per distinct wording of an indicator and part of it (a joint indicator has several):
-- what is left of it once verbs, fillers and the own region are taken out, and what restricts its scope.
with written as (
    select distinct indicator_text as wording
    from {{ ref('int_metrics') }}
    where indicator_text is not null
    union
    select distinct wording
    from {{ ref('int_queries') }}
    where wording is not null
    union
    select distinct canonical as wording from {{ ref('relation_references') }}
    union
    select distinct subject as wording
    from {{ ref('int_metrics') }}
    where subject is not null
    union
    select distinct reference_text as wording
    from {{ ref('int_metrics') }}
    where reference_text is not null
),

synonyms as (
    select list({ 'wording': wording, 'canonical': canonical } order by position) as pairs
    from {{ ref('wording_synonyms') }}
),

noise as (
    select list({ 'wording': term, 'canonical': '' } order by length(term) desc, term) as pairs
    from {{ ref('wording_noise') }}
),

-- list numbers, brackets and quotation marks go; 直达快享为企业减负 is 企业减负
stripped as (
    select
        wording,
        upper(
            regexp_replace(
                regexp_replace(
                    regexp_replace(wording, '^[0-9一二三四五六七八九十]+[.、．]\s*', ''),
                    '[(（][^)）]*[)）]|[“”"''‘’《》<>【】\s·•]',
                    '',
                    'g'
                ),
                '^.*为(企业|群众|市场主体|经营主体|居民)',
                '\1'
            )
        ) as plain
    from written
),

itemised as (
    select
        wording,
        plain,
        list_filter(
            string_split(
                if(contains(plain, '、'), regexp_replace(plain, '([^、]{2,})(?:和|及|以及)([^、]{2,})$', '\1、\2'), plain), '、'
            ),
            lambda item: length(item) >= 2
        ) as items
    from stripped
),

headed as (
    select
        itemised.wording,
        max_by(heads.head, length(heads.head)) as head
    from itemised
    inner join {{ ref('list_heads') }} as heads on ends_with(regexp_replace(itemised.plain, '(增速|增长率|增幅|增长)$', ''), heads.head)
    where len(itemised.items) > 1
    group by itemised.wording
),

-- 交通、水利和能源投资 is 交通投资, 水利投资, 能源投资 and the whole
written_parts as (
    select
        itemised.wording,
        itemised.plain,
        unnest(
            list_distinct(
                list_prepend(
                    itemised.plain,
                    list_transform(
                        itemised.items,
                        lambda item: if(headed.head is null or contains(item, headed.head), item, item || headed.head)
                    )
                )
            )
        ) as written_part
    from itemised
    left join headed on itemised.wording = headed.wording
),

canonical_parts as (
    select
        written_parts.wording,
        written_parts.written_part = written_parts.plain as is_whole,
        list_reduce( -- noqa: PRS
            synonyms.pairs,
            lambda done, pair: {'wording': replace(done.wording, pair.wording, pair.canonical), 'canonical': ''},
            {'wording': written_parts.written_part, 'canonical': ''}
        ).wording as part
    from written_parts
    cross join synonyms
),

parts as (
    select
        wording,
        part,
        bool_or(is_whole) as is_whole
    from canonical_parts
    group by wording, part
),

sized as (
    select
        *,
        list_sort(
            list_transform(
                regexp_extract_all(part, '([0-9.]*[十百千万亿]*[百千万亿])元?(?:以上|以下|级|的)', 1),
                lambda size: regexp_replace(replace(replace(replace(size, '百', '100'), '千', '1000'), '十', '10'), '^([万亿])', '1\1')
            )
        ) as sizes,
        regexp_replace(part, '(产值|投资|收入|规模)?超?[0-9.]*[十百千万亿]*[百千万亿]元?(以上|以下|级|的)', '', 'g') as unsized
    from parts
),

scoped as (
    select
        sized.wording,
        sized.part,
        list(distinct terms.class || ':' || terms.scope_value) filter (where terms.strictness = 'hard') as hard_scopes,
        list(distinct terms.class || ':' || terms.scope_value) filter (where terms.strictness = 'soft') as soft_scopes,
        list(distinct terms.term) filter (where terms.is_removed) as removed_terms
    from sized
    inner join {{ ref('scope_terms') }} as terms on contains(sized.part, terms.term)
    group by sized.wording, sized.part
),

cored as (
    select
        sized.*,
        list_sort(coalesce(scoped.hard_scopes, [])) as hard_scopes,
        list_sort(coalesce(scoped.soft_scopes, [])) as soft_scopes,
        list_reduce( -- noqa: PRS
            list_concat(
                list_transform(
                    list_sort(coalesce(scoped.removed_terms, []), 'desc'),
                    lambda term: { 'wording': term, 'canonical': '' }
                ),
                noise.pairs
            ),
            lambda done, pair: {'wording': replace(done.wording, pair.wording, ''), 'canonical': ''},
            {'wording': replace(sized.unsized, '、', ''), 'canonical': ''}
        ).wording as bare
    from sized
    cross join noise
    left join scoped on sized.wording = scoped.wording and sized.part = scoped.part
),

named as (
    select
        * exclude (bare),
        if(length(bare) >= 2, bare, if(length(unsized) >= 2, unsized, part)) as core
    from cored
),

paired as (
    select
        *,
        list_distinct(
            list_transform(
                generate_series(1, greatest(length(core) - 1, 1)), lambda place: substr(core, cast(place as integer), 2)
            )
        ) as bigrams
    from named
),

places as (
    select
        wording,
        part,
        unnest(bigrams) as bigram
    from paired
),

weighed as (
    select
        places.wording,
        places.part,
        round(sum(coalesce(common.weight, 1)), 4) as total_weight
    from places
    left join {{ ref('common_bigrams') }} as common on places.bigram = common.bigram
    group by places.wording, places.part
)

select
    row_number() over (order by paired.wording, paired.part) as part_no,
    paired.wording,
    paired.part,
    paired.is_whole,
    paired.core,
    paired.sizes,
    paired.hard_scopes,
    paired.soft_scopes,
    paired.bigrams,
    weighed.total_weight
from paired
inner join weighed on paired.wording = weighed.wording and paired.part = weighed.part
