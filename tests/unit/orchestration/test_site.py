"""The documentation opens from a folder: every link leads somewhere, nothing comes from outside."""

import re
from pathlib import Path

from orchestration.site import DOCS, NAV, build


def test_the_site_is_whole_and_offline(tmp_path: Path) -> None:
    made = build(tmp_path)
    assert len(made) == len(list(DOCS.rglob("*.md")))
    for page in made:
        words = page.read_text(encoding="utf-8")
        assert not re.search(r'(?:src|<link[^>]*href)="?https?:|<script', words), page.name
        for target in re.findall(r'href="(?!https?:|#)([^"#]+)', words):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_page_is_in_the_list_and_is_marked_there(tmp_path: Path) -> None:
    build(tmp_path)
    assert {path.name for path in DOCS.glob("*.md")} == {name for name, _ in NAV if "/" not in name}
    assert '<a href="zh.html" aria-current=page>' in (tmp_path / "zh.html").read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in (tmp_path / "zh.html").read_text(encoding="utf-8")
    assert '<h2 id="panels-for-research">' in (tmp_path / "queries.html").read_text(encoding="utf-8")


def test_chinese_text_has_no_spaces_where_its_lines_end(tmp_path: Path) -> None:
    build(tmp_path)
    page = re.sub("<pre>.*?</pre>", "", (tmp_path / "zh.html").read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"[\u3000-\u9fff\uff00-\uffef]\n[\u3000-\u9fff]", page) == []


def test_the_same_docs_give_the_same_site(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in build(tmp_path / "a")]
    assert first == [path.read_bytes() for path in build(tmp_path / "b")]
