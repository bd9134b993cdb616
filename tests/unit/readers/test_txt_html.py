from collections.abc import Callable

import pytest

from ingest.readers import Rejected, Settings, SourceText
from ingest.readers.limits import DEFAULT_LIMITS

One = Callable[..., SourceText]
None_ = Callable[..., Rejected]


@pytest.mark.parametrize(
    "name", ["report.txt", "report.html", "report.pdf", "a.docx", "x", "数据.csv", "b.zip", "c.json"]
)
def test_text_is_text_under_any_name(text_of: One, report: str, name: str) -> None:
    found = text_of(report.encode(), name)
    assert (found.text, found.format, found.encoding, found.member) == (report, "txt", "utf-8", None)


@pytest.mark.parametrize("data", [b"", b" \r\n\t", "\ufeff".encode(), "　　\n\u200b".encode()])
def test_nothing_is_empty(rejection_of: None_, data: bytes) -> None:
    assert rejection_of(data).reason == "empty"


def test_page_reads_as_its_blocks(text_of: One) -> None:
    page = """<!DOCTYPE html><html><head><title> 报告 </title><meta charset=utf-8><style>p{color:red}</style>
      <script>var a = "看不见";</script></head><body><nav><ul><li>首页</li><li>政务公开</li></ul></nav>
      <h1>政府工作报告</h1><p>生产总值增长<b>6</b><span>.5</span>%左右，
      粮食总产量稳定。</p><p>第二段<br>换行</p><!-- 注释 --><noscript>请开启脚本</noscript></body></html>"""
    found = text_of(page.encode())
    assert found.text == "首页\n政务公开\n政府工作报告\n生产总值增长6.5%左右，粮食总产量稳定。\n第二段\n换行"
    assert (found.format, found.title) == ("html", "报告")


def test_rows_of_a_table_stay_rows(text_of: One) -> None:
    page = "<html><table><tr><th>指标</th><th>目标</th></tr><tr><td>GDP</td><td>6%</td></tr></table></html>"
    assert text_of(page.encode()).text == "指标 | 目标\nGDP | 6%"


def test_entities_and_blanks(text_of: One) -> None:
    page = "<html><p>投资&ge;10%&nbsp;GDP &lt; 6</p><p>a  b\n c</p><pre>一\n  二</pre></html>"
    assert text_of(page.encode()).text == "投资≥10%\u00a0GDP < 6\na b c\n一\n  二"


def test_text_hidden_until_a_script_runs_is_kept(text_of: One) -> None:
    page = '<html><div id="js_content" style="visibility: hidden">生产总值增长6%</div></html>'
    assert text_of(page.encode()).text == "生产总值增长6%"


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [
        ("gb18030", "gb2312"),
        ("gb18030", "utf-8"),
        ("gb18030", ""),
        ("utf-8", "gb2312"),
        ("utf-16", "utf-16"),
        ("big5", "big5"),
    ],
)
def test_charset_is_told_by_the_bytes(text_of: One, encoding: str, meta: str) -> None:
    body = (
        "生產總值增長百分之六，全省第三，今年的工作目標。"
        if encoding == "big5"
        else "生产总值增长6.5%，全省第三，今年的工作目标。"
    )
    page = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={meta}"></head><p>{body}</p></html>'
    )
    found = text_of(page.encode(encoding))
    assert found.text == body


def test_page_tells_where_and_when_it_was_published(text_of: One) -> None:
    page = """<!-- saved from url=(0030)https://www.lishui.gov.cn/a.html --><html><head><title>标题-丽水市政府</title>
      <meta name="ArticleTitle" content="2024年政府工作报告"><meta name="PubDate" content="2024-01-25"></head>
      <body><p>正文</p></body></html>"""
    found = text_of(page.encode())
    assert found.title == "2024年政府工作报告"
    assert found.source_url == "https://www.lishui.gov.cn/a.html"
    assert found.hints["publish_date"] == "2024-01-25"


def test_page_without_text_says_what_to_do(rejection_of: None_) -> None:
    found = rejection_of(b"<html><body><div id=app></div><script>render()</script></body></html>")
    assert found.reason == "empty" and "browser" in found.detail


def test_deep_nesting_does_no_harm(text_of: One, rejection_of: None_) -> None:
    deep = b"<html>" + b"<div>" * 4_000 + "深处增长6%".encode()
    assert text_of(deep).text == "深处增长6%"
    few = Settings(limits=DEFAULT_LIMITS.with_(html_nodes=1_000))
    assert "html_nodes" in rejection_of(deep, "x", few).detail
    assert "html_depth" in rejection_of(b"<html>" + b"<div>" * 4_000_000 + "深处".encode()).detail


MHTML = """From: <Saved by Blink>\r
Snapshot-Content-Location: https://www.siping.gov.cn/report.html\r
Subject: report\r
MIME-Version: 1.0\r
Content-Type: multipart/related; type="text/html"; boundary="----B"\r
\r
------B\r
Content-Type: text/html\r
Content-Transfer-Encoding: {encoding}\r
Content-Location: https://www.siping.gov.cn/report.html\r
\r
{page}\r
------B\r
Content-Type: text/html\r
Content-Transfer-Encoding: 8bit\r
\r
<html>广告</html>\r
------B\r
Content-Type: image/png\r
Content-Transfer-Encoding: base64\r
\r
iVBORw0KGgo=\r
------B--\r
"""


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_saved_page(text_of: One, encoding: str) -> None:
    import base64
    import quopri

    raw = '<html><head><meta charset="gb2312"><title>四平</title></head><p>生产总值增长6%以上。</p></html>'.encode(
        "gb18030"
    )
    packed = quopri.encodestring(raw) if encoding == "quoted-printable" else base64.encodebytes(raw)
    found = text_of(MHTML.format(encoding=encoding, page=packed.decode("ascii")).encode(), "meaningless.bin")
    assert (found.text, found.format, found.title) == ("生产总值增长6%以上。", "mhtml", "四平")
    assert found.source_url == "https://www.siping.gov.cn/report.html"


def test_saved_page_without_a_page(rejection_of: None_) -> None:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
    data = head + b"--x\nContent-Type: image/png\n\nabc\n--x--\n"
    assert rejection_of(data).reason == "damaged"


def test_comparisons_in_scripts_are_no_elements(text_of: One) -> None:
    script = "<script>for(i=0;i<n;i++){if(a<b)c<d}</script>" * 4_000
    assert (
        text_of(f"<html><body>{script}<!-- {'<div>' * 9_000} --><p>增长6%</p></body></html>".encode()).text == "增长6%"
    )
