"""Documents check themselves: what was read of each, what is suspicious about it, and whether neighbours agree.

Nothing here needs a label: counts of one document, rules over them (``lexicon/document_checks.csv``), and what two
consecutive reports of one region say of the same year.
"""

from ingest.checks.documents import check_documents
from ingest.checks.rules import Rule, rules

__all__ = ["Rule", "check_documents", "rules"]
