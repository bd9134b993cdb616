"""Tables that Markdown leaves in HTML, as rows of pipes; what is no table stays as it stands."""

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from ingest.readers.html import depth, visible_text
from ingest.readers.limits import Limits

_HTML: Final = re.compile(r"<table\b.*?</table\s*>", re.IGNORECASE | re.DOTALL)


def with_rows(text: str, limits: Limits) -> str:
    """The text of Markdown with tables in HTML as rows of pipes."""
    return _HTML.sub(lambda table: _of_html(table[0], limits), text) if "<table" in text.lower() else text


def _of_html(source: str, limits: Limits) -> str:
    deepest = limits["html_depth"]
    tree = LexborHTMLParser(source) if depth(source, deepest) <= deepest else None
    shown = visible_text(tree.root, limits["html_nodes"]) if tree is not None and tree.root is not None else None
    return f"\n{shown[0]}\n" if shown else source
