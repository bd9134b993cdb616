"""The web application: addresses, languages, and what a browser may do with the pages."""

import contextlib
import threading
import time
import urllib.request
import webbrowser
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl

import duckdb
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.corrections import Keep
from dashboard.data import Warehouse
from dashboard.pages import indicator, overview, quality, reader, region, review, units
from dashboard.view import NotThereError, View
from dashboard.words import LANGUAGES, speech

HERE: Final = Path(__file__).parent
# a name that resolves to this machine is not enough: another site could choose one
HOSTS: Final = ["127.0.0.1", "localhost", "[::1]"]
# how often a server that is about to start is asked, ten times a second
TRIES: Final = 100
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # no-referrer would take the origin away from our own forms too
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
Page = Callable[[View], Response]
PAGES: Final[tuple[tuple[str, Page], ...]] = (
    ("/", overview.page),
    ("/region", region.choose),
    ("/region/{code}", region.latest),
    ("/region/{code}/{year:int}", region.page),
    ("/indicator", indicator.choose),
    ("/indicator/{key:path}", indicator.page),
    ("/reader", reader.choose),
    ("/reader/{document}", reader.page),
    ("/reader/{document}/at/{start:int}", reader.detail),
    ("/target/{target}", reader.target),
    ("/review", review.page),
    ("/units", units.page),
    ("/quality", quality.page),
)


def build_app(warehouse: Path, home: Path | None = None, keep: Keep | None = None) -> Starlette:
    """The application over a published warehouse.

    ``home`` is the folder of the runtime files: texts of the reports, audit results and corrections are found there;
    without it the pages say what is missing. Nothing is written unless there is a ``keep``, which takes corrections.
    """
    data = Warehouse(warehouse, home)

    def answer(page: Page) -> Callable[[Request], Awaitable[Response]]:
        async def answered(request: Request) -> Response:
            language = str(request.path_params["language"])
            if language not in LANGUAGES:
                return PlainTextResponse("not found", 404)
            return await run_in_threadpool(_answer, page, View(request, data, speech(language), keep))

        return answered

    async def decide(request: Request) -> Response:
        language = str(request.path_params["language"])
        if language not in LANGUAGES or keep is None or not _is_own(request):
            return PlainTextResponse("start with --review to write corrections", 403)
        form = dict(parse_qsl((await request.body()).decode("utf-8"), keep_blank_values=True))
        return await run_in_threadpool(review.decide, View(request, data, speech(language), keep), form)

    async def start(request: Request) -> Response:
        told = request.headers.get("accept-language", "")
        return RedirectResponse(f"/{'zh' if told.lower().startswith('zh') else 'en'}/")

    async def nowhere(request: Request, _error: Exception) -> Response:
        language, _, rest = request.url.path.strip("/").partition("/")
        if language not in LANGUAGES:
            return PlainTextResponse("not found", 404)
        view = View(request, data, speech(language), keep)
        return await run_in_threadpool(view.page, "missing.html", 404, what=rest)

    routes = [Route(f"/{{language}}{path}", answer(page), methods=["GET"]) for path, page in PAGES]
    return Starlette(
        routes=[
            Route("/", start),
            Mount("/static", StaticFiles(directory=HERE / "static")),
            Route("/{language}/review", decide, methods=["POST"]),
            *routes,
        ],
        exception_handlers={404: nowhere},
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS),
            Middleware(Guarded),
            Middleware(GZipMiddleware, minimum_size=2000, compresslevel=4),
        ],
    )


def _answer(page: Page, view: View) -> Response:
    try:
        return page(view)
    except NotThereError as error:
        return view.page("missing.html", 404, what=str(error))
    except duckdb.Error as error:
        return view.page("broken.html", 500, what=str(error))


def _is_own(request: Request) -> bool:
    """The form was sent by one of these pages, not by another site."""
    origin = request.headers.get("origin")
    return origin is not None and origin == f"{request.url.scheme}://{request.headers.get('host')}"


class Guarded:
    """Says with every answer what a browser may do with it.

    Not Starlette's ``BaseHTTPMiddleware``: that one raises where somebody leaves before a file is sent.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Around ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, its headers added to."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, guarded)


def serve(app: Starlette, port: int, open_browser: bool) -> None:
    """Listen on this machine alone, until interrupted."""
    threading.Thread(target=_ask_first, args=(f"http://127.0.0.1:{port}/zh/",), daemon=True).start()
    if open_browser:
        opener = threading.Thread(target=_open, args=(f"http://127.0.0.1:{port}/",), daemon=True)
        opener.start()
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


def _open(address: str) -> None:
    time.sleep(1)
    webbrowser.open(address)


def _ask_first(address: str) -> None:
    """Ask for the first page as soon as it is served: its answers are remembered when somebody comes."""
    for _ in range(TRIES):
        time.sleep(0.1)
        with contextlib.suppress(OSError):
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=60).close()
            return
