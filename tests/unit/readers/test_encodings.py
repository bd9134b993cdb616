import random

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.encodings import Decoded, Undecodable, decode
from ingest.readers.lexicon import rows

TRADITIONAL = opencc.OpenCC("s2t")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_simplified_text_comes_back_exactly(report: str, encoding: str) -> None:
    decoded = decode(report.encode(encoding))
    assert isinstance(decoded, Decoded)
    assert decoded.text == report
    assert decoded.errors == 0


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-8", "utf-16-le"])
def test_traditional_text_comes_back_as_written(report: str, encoding: str) -> None:
    text = TRADITIONAL.convert(report)
    decoded = decode(text.encode(encoding))
    assert decoded == Decoded(text, encoding)


@pytest.mark.parametrize(("encoding", "expected"), [("gbk", "gb18030"), ("gb2312", "gb18030"), ("utf-8-sig", "utf-8")])
def test_recorded_name(report: str, encoding: str, expected: str) -> None:
    decoded = decode(report.replace("—", "").encode(encoding))
    assert isinstance(decoded, Decoded) and decoded.encoding == expected


@pytest.mark.parametrize(
    "phrase", ["生产总值增长6.5%", "全省第三", "目标", "财政收入150亿元", "粮食总产量稳定在8.26亿斤以上"]
)
def test_short_gb18030_text(phrase: str) -> None:
    assert decode(phrase.encode("gb18030")) == Decoded(phrase, "gb18030")


def test_line_ends_are_untouched() -> None:
    assert decode("一\r\n二\r三\n".encode()) == Decoded("一\r\n二\r三\n", "utf-8")


@pytest.mark.parametrize("declared", ["gb2312", "big5", "iso-8859-1", "utf-16", "no-such-charset", "\x00"])
def test_utf8_wins_over_what_is_declared(report: str, declared: str) -> None:
    assert decode(report.encode(), declared) == Decoded(report, "utf-8")


def test_declared_wins_where_the_bytes_leave_it_open(report: str) -> None:
    text = TRADITIONAL.convert(report)
    assert decode(text.encode("big5"), "big5") == Decoded(text, "big5")
    assert decode(report.encode("gb18030"), "utf-8") == Decoded(report, "gb18030")


def test_few_broken_bytes_are_marked_not_hidden(report: str) -> None:
    data = bytearray((report * 20).encode())
    data[301] = 0xFF
    decoded = decode(bytes(data))
    assert isinstance(decoded, Decoded)
    assert decoded.encoding == "utf-8"
    assert decoded.errors == decoded.text.count("\ufffd") > 0


def test_text_cut_within_a_character(report: str) -> None:
    decoded = decode(report.encode()[:-2])
    assert isinstance(decoded, Decoded) and decoded.encoding == "utf-8" and decoded.errors == 1


def test_broken_byte_behind_the_sample_is_found(report: str) -> None:
    data = (report * 400).encode()
    assert len(data) > 65_536
    decoded = decode(data[:-100] + b"\xff" + data[-100:])
    assert isinstance(decoded, Decoded) and decoded.errors >= 1


@pytest.mark.parametrize("encoding", ["windows-1251", "iso-8859-1", "euc-kr", "shift-jis"])
def test_other_languages_are_in_no_known_encoding(encoding: str) -> None:
    text = {
        "windows-1251": "Правительство отчитывается о работе за прошлый год и планах на будущее. ",
        "iso-8859-1": "Être prêt à célébrer l'été où l'économie a été élevée à Orléans, déjà dépassée. ",
        "euc-kr": "정부는 지난해 성과와 올해 계획을 국민에게 보고하였다. 경제성장률은 높았다. ",
        "shift-jis": "ﾆﾎﾝﾉｹｲｻﾞｲｶﾞ ｾｲﾁｮｳｼﾀ ｱﾀﾗｼｲ ﾓｸﾋｮｳｦ ｻﾀﾞﾒﾙ。",
    }[encoding]
    decoded = decode(text.encode(encoding) * 20)
    assert isinstance(decoded, Undecodable) and decoded.reason == "unknown_encoding"


def test_binary_is_told_from_unknown_text() -> None:
    noise = random.Random(1).randbytes(5_000)
    decoded = decode(noise)
    assert isinstance(decoded, Undecodable) and decoded.reason == "binary"
    assert isinstance(decode(b"\x7fELF\x02\x01\x01" + bytes(500)), Undecodable)


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    assert isinstance(decode(data), Decoded | Undecodable)


@given(
    st.text(alphabet=[row["character"] for row in rows("common_characters")] + list("，。、；0123456789%"), min_size=12)
)
def test_any_text_of_common_characters_survives_gb18030(text: str) -> None:
    decoded = decode(text.encode("gb18030"))
    assert isinstance(decoded, Decoded) and decoded.text == text


def test_real_reports_survive_every_encoding(shared) -> None:  # type: ignore[no-untyped-def]
    for path in sorted((shared / "reports").glob("*.txt")):
        text = path.read_text(encoding="utf-8").lstrip("\ufeff")
        for encoding in ("gb18030", "utf-16", "utf-16-le", "utf-16-be"):
            decoded = decode(text.encode(encoding))
            assert isinstance(decoded, Decoded) and decoded.text == text, (path.name, encoding)
        traditional = "".join(c for c in TRADITIONAL.convert(text) if _in_big5(c))
        assert decode(traditional.encode("big5hkscs")) == Decoded(traditional, "big5"), path.name


def _in_big5(character: str) -> bool:
    try:
        return character.encode("big5hkscs").decode("big5hkscs") == character
    except UnicodeError:
        return False
