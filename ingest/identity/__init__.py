"""Identity of documents: who reports what and when, parts and versions of one report, page furniture."""

from ingest.identity.identify import identify
from ingest.identity.link import link, link_all
from ingest.identity.model import Identity, NotAReport
from ingest.identity.repeats import find_repeats
from ingest.identity.sidecar import Sidecar, SidecarError, load_sidecars
from ingest.identity.stored import sidecars_of

__all__ = [
    "Identity",
    "NotAReport",
    "Sidecar",
    "SidecarError",
    "find_repeats",
    "identify",
    "link",
    "link_all",
    "load_sidecars",
    "sidecars_of",
]
