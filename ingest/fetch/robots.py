"""robots.txt after RFC 9309: the longest matching rule counts, Allow wins a tie, ``*`` and ``$`` are understood."""

import re
from dataclasses import dataclass, field
from typing import Final

MOST_BYTES: Final = 512 << 10
LINE: Final = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#\n\r]*)")


@dataclass(slots=True)
class Robots:
    """The rules of one site for one agent. ``delay`` is its Crawl-delay in seconds."""

    rules: list[tuple[int, bool, re.Pattern[str]]] = field(default_factory=list)
    delay: float = 0.0

    def allows(self, path: str) -> bool:
        """Whether the path (with its query) may be asked for."""
        hits = [(length, allowed) for length, allowed, pattern in self.rules if pattern.match(path)]
        return max(hits)[1] if hits else True


EVERYTHING: Final = Robots()
NOTHING: Final = Robots([(1, False, re.compile("/"))])


def parse(text: str, agent: str) -> Robots:
    """The rules for the agent: those of the groups that name it, else those for everyone."""
    name = re.split(r"[/\s]", agent, maxsplit=1)[0].casefold()
    groups: dict[str, Robots] = {}
    current: list[Robots] = []
    is_heading = False
    for line in text.lstrip("\ufeff").splitlines():
        found = LINE.match(line)
        if found is None:
            continue
        key, value = found.group(1).casefold(), found.group(2).strip()
        if key == "user-agent":
            if not is_heading:
                current = []
            current.append(groups.setdefault(value.casefold(), Robots()))
            is_heading = True
            continue
        if key in ("allow", "disallow", "crawl-delay"):
            is_heading = False
            for group in current:
                _add(group, key, value)
    return groups.get(name) or groups.get("*") or EVERYTHING


def _add(group: Robots, key: str, value: str) -> None:
    if key == "crawl-delay":
        group.delay = float(value) if re.fullmatch(r"\d{1,6}(\.\d+)?", value) else 0.0
    elif value:
        group.rules.append((len(value), key == "allow", _pattern(value)))


def _pattern(value: str) -> re.Pattern[str]:
    end = value.endswith("$")
    parts = [re.escape(part) for part in re.split(r"\*+", value.removesuffix("$"))]
    return re.compile(".*".join(parts) + ("$" if end else ""), re.DOTALL)
