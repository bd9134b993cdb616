"""Old Word and WPS files (doc, wps), through LibreOffice where it is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from ingest.readers import docx
from ingest.readers.base import Blob, Context, Item, SourceText
from ingest.readers.lexicon import rows
from ingest.readers.sniff import stream_names

PROGRAMS: Final = ("soffice", "libreoffice")
ENCRYPTED: Final = "EncryptedPackage"
MISSING: Final = (
    "an old office format (doc, wps): install LibreOffice (its program soffice; Debian: libreoffice-writer) "
    "and run again, or open the file in Word or WPS and save it as docx"
)


def read(blob: Blob, context: Context) -> Iterator[Item]:
    """The text of the document, converted to docx in a folder of its own with a profile of its own."""
    with blob.open() as stream:
        if ENCRYPTED in stream_names(stream):
            yield context.reject("encrypted", "the document is protected by a password: save it without one")
            return
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        yield context.reject("needs_libreoffice", MISSING)
        return
    with tempfile.TemporaryDirectory(prefix="office-", dir=context.settings.scratch) as name:
        folder = Path(name)
        # a neutral name: what the file is called must not become an argument
        (folder / "document.doc").write_bytes(blob.bytes())
        problem = _convert(program, folder, context.settings.limits.seconds("office_seconds"))
        made = folder / "document.docx"
        if problem or not made.exists():
            yield context.reject(
                "conversion_failed", problem or "LibreOffice made nothing of it; save the file as docx"
            )
            return
        items = list(docx.read(Blob.of(made.read_bytes()), context))
    for item in items:
        yield replace(item, format="doc") if isinstance(item, SourceText) else item


def _convert(program: str, folder: Path, seconds: float) -> str | None:
    """Runs LibreOffice without macros, links and the user's own profile; a sentence where it fails."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
    flags = ["--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile.as_uri()}"]
    command = [program, *flags, "--convert-to", "docx", "--outdir", str(folder), str(folder / "document.doc")]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        return f"LibreOffice could not be started: {error.strerror}"
    try:
        _, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        # the program is a launcher: what it started has to end with it
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return f"LibreOffice was not done after {seconds:g} seconds (limit office_seconds)"
    if process.returncode:
        return f"LibreOffice failed: {errors.decode('utf-8', 'replace').strip()[:200]}"
    return None


def _profile() -> str:
    """LibreOffice's settings, from lexicon/office_settings.csv."""
    items = "".join(
        f'<item oor:path="{row["path"]}"><prop oor:name="{row["name"]}" oor:op="fuse">'
        f"<value>{row['value']}</value></prop></item>"
        for row in rows("office_settings")
    )
    namespace = 'xmlns:oor="http://openoffice.org/2001/registry"'
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items {namespace}>{items}</oor:items>'
