"""Markdown: the source as it stands, marks included (what they mean is told where texts are read), tables as rows.

The front matter stays in the text; what it says of title, region, year and source is passed on as hints.
"""

import html
import re
from collections.abc import Iterator
from typing import Any, Final

from ingest.readers import txt
from ingest.readers.base import Blob, Context, Item, SourceText
from ingest.readers.columns import in_one_place
from ingest.readers.markdown_tables import with_rows

FRONT: Final = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
# R&amp;D, 低于&lt;5%: Docling and others write them so
_ENTITY: Final = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|ensp|emsp|#\d{1,6}|#[xX][\da-fA-F]{1,6});")
MOST_FRONT_CHARS: Final = 20_000


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """The text of the file, with the title, address and hints of its front matter."""
    for item in txt.read(blob, context):
        if not isinstance(item, SourceText):
            yield item
            continue
        names = {field: str(value).strip() for field, value in front_matter(item.text).items()}
        fields = context.settings.columns.assign(names)
        told = in_one_place({field: names[name] for field, name in fields.items() if field != "text" and names[name]})
        title, url = told.pop("title", None), told.pop("url", None)
        yield SourceText(
            _ENTITY.sub(lambda written: html.unescape(written[0]), with_rows(item.text, context.settings.limits)),
            "md",
            item.encoding,
            item.member,
            title,
            url if _is_address(url) else None,
            {**told, **item.hints},
        )


def front_matter(text: str) -> dict[str, Any]:
    """The plain fields of the front matter; none where there is no front matter, or none that is YAML.

    >>> front_matter("---\\ntitle: 报告\\nyear: 2024\\n---\\n正文")
    {'title': '报告', 'year': 2024}
    """
    found = FRONT.match(text[:MOST_FRONT_CHARS])
    if found is None:
        return {}
    import yaml  # few texts begin with fields

    try:
        fields = yaml.safe_load(found[1])
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}
    if not isinstance(fields, dict):
        return {}
    return {
        str(name): value for name, value in fields.items() if value is not None and not isinstance(value, dict | list)
    }


def _is_address(url: str | None) -> bool:
    return url is not None and url.lower().startswith(("http://", "https://"))
