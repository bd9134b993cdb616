"""One report as other people would have saved it: each function gives the bytes of a file."""

import io
import textwrap
import zipfile
from collections.abc import Iterable
from email.message import EmailMessage
from html import escape

import docx
import opencc
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def paragraphs_of(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def is_heading(paragraph: str) -> bool:
    return paragraph.startswith(("一、", "二、")) and len(paragraph) < 20


def texts(text: str) -> dict[str, bytes]:
    """Plain texts in several encodings and scripts."""
    bare = "\n".join(f"　　{paragraph}" for paragraph in paragraphs_of(text))
    return {
        "txt": text.encode(),
        "txt with blanks and CRLF": bare.replace("\n", "\r\n").encode("utf-8-sig"),
        "gb18030": text.encode("gb18030"),
        "utf-16": text.encode("utf-16"),
        "utf-16 without a mark": text.encode("utf-16-le"),
        "big5 traditional": opencc.OpenCC("s2t").convert(text).encode("big5hkscs", "replace"),
        "traditional": opencc.OpenCC("s2t").convert(text).encode(),
    }


def reflowed(text: str) -> dict[str, bytes]:
    """Texts whose lines are no paragraphs."""
    paragraphs = paragraphs_of(text)
    return {
        "wrapped at 40": "\n".join(line for p in paragraphs for line in textwrap.wrap("　　" + p, 40)).encode(),
        "wrapped at 40, blank lines": "\n\n".join("\n".join(textwrap.wrap(p, 40)) for p in paragraphs).encode(),
        "one line": "".join(paragraphs).encode(),
        "one line with blanks": "　　".join(paragraphs).encode(),
    }


def markdown(text: str) -> dict[str, bytes]:
    """Markdown as converters write it."""
    title, *rest = paragraphs_of(text)
    head = f'---\ntitle: "{title}"\nregion: 云溪县\nyear: 2024\nsource: https://www.example.gov.cn/report.html\n---\n\n'
    marked = [f"## {p}" if is_heading(p) else f"**{p}**" if p.startswith("各位代表：") else p for p in rest]
    listed = [p.replace("；", "；**", 1).replace("，", "**，", 1) if "；" in p and "，" in p else p for p in marked]
    return {
        "md": (head + f"# {title}\n\n" + "\n\n".join(marked)).encode(),
        "md without front matter": (f"{title}\n=====\n\n" + "\n\n".join(marked)).encode(),
        "md with emphasis": (f"# **{title}**\n\n" + "\n\n".join(listed)).encode(),
        "md with breaks": (f"# {title}\n\n" + "  \n".join(marked)).encode(),
    }


def page(text: str, body: str | None = None, style: str = "") -> bytes:
    content = body or "".join(f"<p>{escape(paragraph, quote=False)}</p>\n" for paragraph in paragraphs_of(text))
    head = f"<meta charset='utf-8'><title>政府工作报告</title><style>{style}</style>"
    return f"<!DOCTYPE html><html><head>{head}</head><body>{content}</body></html>".encode()


def pages(text: str) -> dict[str, bytes]:
    """Web pages, tidy and otherwise."""
    paragraphs = paragraphs_of(text)
    soup = "".join(
        f"<div><div class='x'><span>&nbsp;&nbsp;&#12288;</span><span>{_soup(paragraph)}</span></div></div>"
        for paragraph in paragraphs
    )
    breaks = "<br/>\n".join(f"&emsp;&emsp;{escape(paragraph, quote=False)}" for paragraph in paragraphs)
    laid_out = "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)
    return {
        "html": page(text),
        "html of divs": page(text, soup),
        "html with breaks": page(text, f"<div>{breaks}</div>"),
        "html laid out by a table": page(text, f"<table><tr><td>首页</td><td>{laid_out}</td></tr></table>"),
        "gbk html": page(text).replace(b"utf-8", b"gb2312").decode().encode("gb18030"),
        "mhtml": mhtml(page(text)),
        "mail": mail(page(text)),
        "epub": epub(text),
    }


def _soup(paragraph: str) -> str:
    """Soft hyphens, marks without width and spans in the middle of words and beside numbers."""
    parts = [escape(paragraph[i : i + 7], quote=False) for i in range(0, len(paragraph), 7)]
    fillers = ("&shy;", "&#8203;", "</span><span>", "&#xFEFF;", "</span><b></b><span>")
    return "".join(part + fillers[i % len(fillers)] for i, part in enumerate(parts))


def mhtml(content: bytes) -> bytes:
    import quopri

    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.example.gov.cn/a.html\r\n"
        'Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";'
        '\r\n\tboundary="b"\r\n'
        "\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode() + quopri.encodestring(content) + b"\r\n--b--\r\n"


def mail(content: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "政府工作报告"
    message.set_content("见网页版。")
    message.add_alternative(content.decode(), subtype="html")
    return message.as_bytes()


def epub(text: str) -> bytes:
    paragraphs = paragraphs_of(text)
    middle = next(i for i, paragraph in enumerate(paragraphs) if paragraph.startswith("二、"))
    chapters = [paragraphs[:middle], paragraphs[middle:]]
    items = "".join(
        f'<item id="c{i}" href="c%20{i}.xhtml" media-type="application/xhtml+xml"/>' for i in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{i}"/>' for i in range(len(chapters)))
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>政府工作报告</dc:title></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    files = {"META-INF/container.xml": container, "OEBPS/book.opf": book}
    for i, chapter in enumerate(chapters):
        body = "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in chapter)
        files[f"OEBPS/c {i}.xhtml"] = (
            f'<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
        )
    return packed({"mimetype": "application/epub+zip", **files})


def packed(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def odt(paragraphs: Iterable[str], more: str = "") -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    body = "\n ".join(f"<text:p>{paragraph}</text:p>" for paragraph in paragraphs)
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f"<office:body><office:text>{body}{more}</office:text></office:body></office:document-content>"
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": content,
        }
    )


def rtf(paragraphs: Iterable[str], *, in_gbk: bool = False) -> bytes:
    def escaped(character: str) -> str:
        if character.isascii():
            return character
        if in_gbk:
            return "".join(f"\\'{byte:02x}" for byte in character.encode("gbk"))
        return f"\\u{ord(character) - (0x10000 if ord(character) > 0x7FFF else 0)}?"

    body = "\\par\n".join("".join(map(escaped, paragraph)) for paragraph in paragraphs)
    fonts = "{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}"
    return f"{{\\rtf1\\ansi\\ansicpg936\\deff0{fonts}\\f0 {body}\\par}}".encode("ascii")


def word(paragraphs: Iterable[str], *, columns: int = 1, running_head: str | None = None) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    section = document.sections[0]
    if columns > 1:
        wanted = section._sectPr.find(qn("w:cols"))
        if wanted is None:
            wanted = OxmlElement("w:cols")
            section._sectPr.append(wanted)
        wanted.set(qn("w:num"), str(columns))
    if running_head:
        section.header.paragraphs[0].text = running_head
        section.footer.paragraphs[0].text = "本报地址：云溪县府前街1号"
    document.save(out)
    return out.getvalue()


def workbook(text: str, region: str = "云溪县", title: str = "云溪县2024年政府工作报告", year: int = 2024) -> bytes:
    return sheet(["序号", "县区", "年份", "报告标题", "报告全文"], [1, region, year, title, text])


def sheet(*rows: list[object]) -> bytes:
    """A workbook of one sheet with these rows."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    made = book.active
    assert made is not None
    for row in rows:
        made.append(row)
    book.save(out)
    return out.getvalue()


def packages(text: str) -> dict[str, bytes]:
    """Office documents."""
    paragraphs = paragraphs_of(text)
    return {
        "docx": word(paragraphs),
        "odt": odt(map(escape, paragraphs)),
        "rtf": rtf(paragraphs),
        "rtf in gbk": rtf(paragraphs, in_gbk=True),
        "xlsx": workbook(text),
    }
