"""The documentation as a site that opens from a folder: `make docs` writes it, no network, no script."""

import re
import sys
from html import escape
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt

from ingest.lake import replace_file
from orchestration.home import PROJECT

DOCS: Final = PROJECT / "docs"
STYLE: Final = Path(__file__).parent / "site.css"
NAV: Final = (
    ("index.md", "Start"),
    ("zh.md", "中文"),
    ("judged.md", "How a figure is judged"),
    ("reading.md", "How a figure is read"),
    ("dashboard.md", "Dashboard"),
    ("queries.md", "Twenty questions"),
    ("bi.md", "BI tools and Excel"),
    ("accuracy.md", "Accuracy"),
    ("catalogues.md", "Catalogues"),
    ("corrections.md", "Corrections"),
    ("settings.md", "Settings"),
    ("reliability.md", "Reliability"),
    ("scale.md", "Scale"),
    ("ducklake.md", "DuckLake"),
    ("tables.md", "Tables"),
    ("tutorials.md", "Tutorials"),
    ("architecture.md", "Architecture"),
    ("decisions/README.md", "Decisions"),
)
_LINK: Final = re.compile(r'(href=")(?!https?:|#)([^"#]+)\.md((?:#[^"]*)?")')
_REFERENCE: Final = re.compile(r'<a href="(?!https?:|#)([^"#]+)[^"]*">(.*?)</a>', re.DOTALL)
_TYPED: Final = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
_BROKEN: Final = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")
_HEADING: Final = re.compile(r"<h([1-3])>(.*?)</h\1>")


def build(folder: Path) -> list[Path]:
    """Write every page of docs/ as HTML below ``folder``; FileNotFoundError where one of NAV is missing."""
    markdown = MarkdownIt("commonmark").enable("table")
    for name, _ in NAV:
        if not (DOCS / name).is_file():
            raise FileNotFoundError(DOCS / name)
    return [_page(markdown, path, folder) for path in sorted(DOCS.rglob("*.md"))]


def _page(markdown: MarkdownIt, path: Path, folder: Path) -> Path:
    name = path.relative_to(DOCS)
    words = path.read_text(encoding="utf-8")
    title = words.partition("\n")[0].lstrip("# ")
    up = "../" * (len(name.parts) - 1)
    links = "".join(
        f'<a href="{up}{_html(Path(page))}"{" aria-current=page" if page == name.as_posix() else ""}>{label}</a>'
        for page, label in NAV
    )
    inside = _REFERENCE.sub(lambda found: _kept(found, path), _joined(markdown.render(words)))
    body = _scrolled(_HEADING.sub(_anchored, _LINK.sub(r"\1\2.html\3", inside)))
    language = "zh-CN" if name.stem == "zh" else "en"
    made = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)} · duixian</title>'
        f"<style>{STYLE.read_text(encoding='utf-8')}</style>"
        f'<nav aria-label="Pages"><strong>duixian 兑现</strong>{links}</nav><main>{body}</main></html>\n'
    )
    goal = folder / _html(name)

    def write(target: Path) -> None:
        target.write_text(made, encoding="utf-8", newline="\n")

    replace_file(goal, write)
    return goal


def _joined(page: str) -> str:
    """Chinese text without the spaces that a browser makes of the ends of lines; what is typed stays as it is."""
    parts = _TYPED.split(page)
    return "".join(part if place % 2 else _BROKEN.sub("", part) for place, part in enumerate(parts))


def _scrolled(page: str) -> str:
    """Tables within boxes that scroll where the page is narrow, and typed lines that do: the keyboard reaches both."""
    boxed = page.replace("<table>", '<div class="wide" tabindex="0"><table>').replace("</table>", "</table></div>")
    return boxed.replace("<pre>", '<pre tabindex="0">')


def _kept(link: re.Match[str], page: Path) -> str:
    """A link between pages as it is; the words alone where it leads out of docs/, which the site does not hold."""
    return link[0] if (page.parent / link[1]).resolve().is_relative_to(DOCS) else link[2]


def _html(name: Path) -> Path:
    return name.with_suffix(".html")


def _anchored(heading: re.Match[str]) -> str:
    plain = re.sub(r"<[^>]+>", "", heading[2]).lower()
    anchor = re.sub(r"\W+", "-", plain).strip("-")
    return f'<h{heading[1]} id="{anchor}">{heading[2]}</h{heading[1]}>'


if __name__ == "__main__":
    print(build(Path(sys.argv[1]).resolve())[0].parent)
