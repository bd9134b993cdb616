"""``hostile.jsonl``: files that mean harm, and what becomes of each: refused with the reason, or read as a text.

``make`` builds the bytes, ``expect`` lists what the file gives, in order: a reason, a text, ``*refused`` (anything but
a text), or ``*`` alone (a text or a reason: nothing more than a secret kept). ``{secret}`` is the address of a file
outside that nobody may open.
"""

import gzip
import io
import json
import os
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from .test_hostile import PROGRAM

Case = dict[str, Any]
CASES: list[Case] = [
    json.loads(line) for line in Path(__file__).with_name("hostile.jsonl").read_text("utf-8").splitlines()
]
SECRET = "机密内容"
WORD = "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>{}</w:body></w:document>"
CLOSING = {"<": "</div>", "[": "]", "{": "}", "（": "）"}


def made(make: Any, secret: str) -> bytes:
    """The bytes of a case."""
    if isinstance(make, str):
        return make.replace("{{", "{").replace("}}", "}").replace("{secret}", secret).encode()
    (kind, told), *more = make.items()
    return MAKERS[kind](told, secret, **dict(more))


def _text(told: str, secret: str, encoding: str = "utf-8", cut: int = 0) -> bytes:
    data = made(told, secret).decode().encode(encoding)
    return data[: len(data) - cut]


def _nest(told: list[Any], secret: str) -> bytes:
    opening, times, inside = told
    opening = opening.replace("{{", "{")
    return (opening * times + inside + CLOSING[opening[0]] * times).encode()


def _nest_zip(depth: int, secret: str, text: str) -> bytes:
    data = text.encode()
    for _ in range(depth):
        data = packed([["n.zip", data]], secret)
    return data


def _lock(members: list[list[Any]], secret: str) -> bytes:
    locked = bytearray(packed(members, secret))
    locked[6] |= 1
    locked[locked.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(locked)


def _template(target: str, secret: str) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    link = f'<Relationship Id="t" Type="{kind}" Target="{made(target, secret).decode()}" TargetMode="External"/>'
    return word({"word/_rels/settings.xml.rels": f'<Relationships xmlns="{space}">{link}</Relationships>'.encode()})


def _body(told: Any, secret: str) -> dict[str, bytes]:
    return {"word/document.xml": WORD.encode().replace(b"{}", made(told, secret))}


def packed(members: list[list[Any]], secret: str) -> bytes:
    """A zip archive of members: name, content, and ``link`` where it is one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, *kind in members:
            info = zipfile.ZipInfo(name)
            info.filename = name  # the class would cut and turn what means harm
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            if kind:
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, content if isinstance(content, bytes) else made(content, secret))
    return out.getvalue()


def word(changed: dict[str, bytes]) -> bytes:
    """A Word file with some of its parts exchanged or added."""
    out, again = io.BytesIO(), io.BytesIO()
    docx.Document().save(out)
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {info.filename: old.read(info) for info in old.infolist()} | changed
        for name, data in parts.items():
            new.writestr(name, data)
    return again.getvalue()


MAKERS: dict[str, Callable[..., bytes]] = {
    "text": _text,
    "hex": lambda told, _: bytes.fromhex(told),
    "repeat": lambda told, _: told[0].encode() * told[1],
    "nest": _nest,
    "nest_zip": _nest_zip,
    "join": lambda told, secret: b"".join(made(part, secret) for part in told),
    "gzip": lambda told, secret: gzip.compress(made(told, secret)),
    "zip": lambda told, secret: packed(told, secret),
    "lock_zip": _lock,
    "docx": lambda told, secret: word(_body(told, secret)),
    "docx_raw": lambda told, secret: word({"word/document.xml": made(told, secret)}),
    "docx_rel": _template,
    "docx_with": lambda told, secret, body: word(
        {**_body(body, secret), **{name: data.encode() for name, data in told}}
    ),
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What became of all of them, taken up in one process that is watched; texts and reasons by file name."""
    place = tmp_path_factory.mktemp("hostile")
    secret = place / "secret" / "机密.txt"
    secret.parent.mkdir()
    secret.write_text(SECRET, encoding="utf-8")
    inbox, home = place / "inbox", place / "home"
    inbox.mkdir()
    for case in CASES:
        path = inbox / case["name"]
        path.write_bytes(made(case["make"], secret.as_uri()))
        os.utime(path, (time.time() - 60,) * 2)
    began = set(place.rglob("*"))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(home), str(inbox)], capture_output=True, cwd=place, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    found["new"] = sorted(str(path) for path in set(place.rglob("*")) - began if home not in (path, *path.parents))
    found["home"] = str(home)
    found["kept"] = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    return found


def shown(name: str) -> str:
    """A name as the store tells it."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode().replace("\\n", "\\x0a")
        for letter in name
    )


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_what_means_harm_is_refused_or_inert(case: Case, outcome: dict[str, Any]) -> None:
    name = shown(case["name"])
    gave = [
        told.strip() for key, told in outcome["told"].items() if key == name or key.startswith((f"{name}!", f"{name}#"))
    ]
    assert gave, sorted(outcome["told"])
    assert SECRET not in "".join(gave)
    reasons = {"*refused": lambda told: told.isascii() and " " not in told, "*": lambda told: True}
    wanted = case["expect"] * len(gave) if case["expect"][0].startswith("*") else case["expect"]
    if len(wanted) > len(gave) == 1 and not case["make"].get("zip"):
        assert gave[0] in wanted  # one of several reasons
        return
    assert len(gave) == len(wanted), gave
    for told, want in zip(gave, wanted, strict=True):
        assert reasons[want](told) if want in reasons else told == want, told[:200]


def test_nothing_outside_the_home_is_touched(outcome: dict[str, Any]) -> None:
    assert outcome["new"] == []
    opened = outcome["opened"]
    written = [path for path in opened["written"] if outcome["home"] not in path and path != "/dev/null"]
    assert [path for path in written if not path.startswith("subprocess.Popen")] == []
    assert [path for path in opened["read"] if "secret" in path or path.startswith("/etc/passwd")] == []
    assert SECRET.encode() not in outcome["kept"].replace("document.write('机密内容')".encode(), b"")


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 40
    assert len({case["id"] for case in CASES}) == len({case["name"] for case in CASES}) == len(CASES)
