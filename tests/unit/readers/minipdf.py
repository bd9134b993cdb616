"""Writes small PDFs with a Chinese text layer, for tests: text at given places, in a font that no reader needs."""

import zlib
from collections.abc import Iterable, Sequence

FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 5 0 R >>",
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
    b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
)
WIDTH, HEIGHT = 595, 842
Placed = tuple[float, float, float, str]  # left, distance of the base line from the top, size, text


def pdf(pages: Iterable[Sequence[Placed]], catalogue: bytes = b"", more: Sequence[bytes] = (), end: str = " ") -> bytes:
    """A PDF of these pages; ``catalogue`` and ``more`` add entries and objects of a test's own (from number 10 on).

    ``end`` is put behind every piece: a lone character in a font that is nowhere takes no room and is not seen.
    """
    contents = [_content(page, end) for page in pages]
    first = 10 + len(more)
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(len(contents)))
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        3: FONT[0],
        4: FONT[1],
        5: FONT[2],
        **{10 + n: body for n, body in enumerate(more)},
    }
    for n, content in enumerate(contents):
        objects[first + 2 * n] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> >> >>" % (WIDTH, HEIGHT, first + 2 * n + 1)
        )
        packed = zlib.compress(content)
        objects[first + 2 * n + 1] = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (
            len(packed),
            packed,
        )
    return assemble(objects)


def assemble(objects: dict[int, bytes]) -> bytes:
    """The bytes of a PDF whose catalogue is object 1."""
    data = b"%PDF-1.7\n"
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    size = max(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        data += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    return data + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


def _content(page: Sequence[Placed], end: str = " ") -> bytes:
    return b"\n".join(
        b"BT /F %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET"
        % (size, left, HEIGHT - top, f"{text}{end}".encode("utf-16-be").hex().encode("ascii"))
        for left, top, size, text in page
    )


def width(character: str) -> float:
    """Width in characters of full width."""
    return 0.5 if character.isascii() else 1.0


def set_lines(paragraphs: Sequence[str], ems: float) -> list[str]:
    """Paragraphs broken into lines of a column, each indented by two characters as Chinese print is."""
    lines = []
    for paragraph in paragraphs:
        line, used = "　　", 2.0
        for character in paragraph:
            if used + width(character) > ems:
                lines.append(line)
                line, used = "", 0.0
            line += character
            used += width(character)
        lines.append(line)
    return lines


def column(lines: Sequence[str], left: float, top: float, size: float = 10, leading: float = 15) -> list[Placed]:
    """Lines below each other."""
    return [(left, top + n * leading, size, line) for n, line in enumerate(lines)]
