"""What every page is made with: the warehouse, the language, the address asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dashboard.charts import Chart, csv_bytes
from dashboard.corrections import Keep
from dashboard.data import Row, Warehouse
from dashboard.unit_meanings import meanings
from dashboard.words import FORMATS, Speech

VERDICTS: Final = ("attained", "missed", "incomparable", "unreported", "pending")
LEVELS: Final = ("nation", "province", "prefecture", "county", "township", "zone")
COMMITMENTS: Final = ("must", "plain", "strive")
NATION: Final = "000000"
CERTAIN_FROM: Final = 0.9
_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(FORMATS)
# marks of Markdown, which stay in the stored text and say nothing to a reader
MARKDOWN: Final = re.compile(r"\*\*|^#{1,6} ", re.MULTILINE)
_WEB: Final = ("http://", "https://")


def _is_web_address(address: str | None) -> bool:
    """Whether a page may lead there: what came in with a report may be a script."""
    return address is not None and address.lower().startswith(_WEB)


def prose(text: str) -> str:
    """A part of a report without the marks of Markdown."""
    return MARKDOWN.sub("", text)


_TEMPLATES.tests["web_address"] = _is_web_address
_TEMPLATES.filters["prose"] = prose


class NotThereError(LookupError):
    """The address names a region, document or target that this warehouse does not have."""


@dataclass(frozen=True)
class View:
    """One request, ready to be answered."""

    request: Request
    warehouse: Warehouse
    say: Speech
    keep: Keep | None = None

    @property
    def may_write(self) -> bool:
        """Whether decisions of a person are taken."""
        return self.keep is not None

    def published(self) -> str:
        """When the data were published, or that they are a release."""
        when = self.warehouse.published_at()
        return self.say("word.published", when=f"{when:%Y-%m-%d %H:%M} UTC") if when else self.say("word.release")

    @property
    def query(self) -> dict[str, str]:
        """The filters of the address, empty ones left out."""
        return {name: value for name, value in self.request.query_params.items() if value}

    def asked_year(self, name: str = "year") -> int | None:
        """A year of the address; None where there is none or it is no number."""
        told = self.query.get(name, "")
        return int(told) if told.isdigit() and len(told) == 4 else None

    def link(self, *parts: Any, **query: Any) -> str:
        """The address of a page in this language."""
        path = "/".join(quote(str(part), safe=":") for part in (self.say.language, *parts))
        asked = {name: value for name, value in query.items() if value not in (None, "")}
        return f"/{path}" + (f"?{urlencode(asked, doseq=True)}" if asked else "")

    def here(self, **changes: Any) -> str:
        """The address asked for, with some filters changed; None takes one away."""
        asked: list[tuple[str, Any]] = [(n, v) for n, v in self.request.query_params.multi_items() if n not in changes]
        asked += [(name, value) for name, value in changes.items() if value not in (None, "")]
        return self.request.url.path + (f"?{urlencode(asked)}" if asked else "")

    def in_language(self, language: str) -> str:
        """The same page in another language."""
        rest = self.request.url.path.split("/", 2)[2:]
        query = self.request.url.query
        return f"/{language}/{rest[0] if rest else ''}" + (f"?{query}" if query else "")

    def page(self, template: str, /, status: int = 200, **values: Any) -> Response:
        """A page from a template."""
        made = _TEMPLATES.get_template(template).render(
            view=self,
            t=self.say,
            link=self.link,
            here=self.here,
            verdicts=VERDICTS,
            levels=LEVELS,
            units_meant=meanings() if self.say.language == "en" else {},
            **values,
        )
        return HTMLResponse(made, status)

    def download(self, charts: dict[str, Chart]) -> Response | None:
        """A chart as SVG or its rows as CSV, where the address asks for it (download=NAME.svg)."""
        name, _, kind = self.query.get("download", "").rpartition(".")
        if not name:
            return None
        if name not in charts or kind not in ("svg", "csv"):
            raise NotThereError(self.query["download"])
        chart = charts[name]
        if kind == "csv":
            return csv_download(f"{name}.csv", chart.columns, chart.rows)
        return Response(chart.standalone, media_type="image/svg+xml", headers=_as_file(f"{name}.svg"))


def csv_download(name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Response:
    """Rows as a CSV file."""
    return Response(csv_bytes(columns, rows), media_type="text/csv; charset=utf-8", headers=_as_file(name))


def rows_download(name: str, columns: Sequence[str], rows: Sequence[Row]) -> Response:
    """Dictionaries as a CSV file."""
    return csv_download(name, columns, [[row[column] for column in columns] for row in rows])


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}


def is_certain(alias: str = "") -> str:
    """SQL: whether a verdict is certain; the score of the match stands in where the warehouse has no certainty."""
    dot = f"{alias}." if alias else ""
    return f"coalesce({dot}is_certain, coalesce({dot}confidence, {dot}match_score, 1) >= {CERTAIN_FROM})"


def certainty(alias: str = "") -> str:
    """SQL: how certain a verdict is, 0 to 1."""
    dot = f"{alias}." if alias else ""
    return f"coalesce({dot}confidence, {dot}match_score)"
