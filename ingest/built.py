"""What a step reports of itself."""

from dataclasses import dataclass

Count = dict[str, int]


@dataclass(frozen=True, slots=True)
class Built:
    """What a step did: a sentence for a person and counts for the record."""

    sentence: str
    counts: Count
