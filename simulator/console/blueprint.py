"""The paths of the console."""

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from simulator.console import (
    calling,
    dossiers,
    entering,
    events,
    exchange,
    exchanges,
    orphans,
    payments,
    runs,
    start,
    work,
    work_item,
)
from simulator.console.desk import open_desk
from simulator.control.envelope import AdminError
from simulator.core.text import Text
from simulator.web.national import National

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; img-src 'self' data:;"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Scripts from our own files alone: markup that a system sends stays text even if a template forgot to escape it."""


def blueprint(national: National) -> Blueprint:
    """Return the pages at `/`; who may use `/admin` may read them, with the token in a form or by HTTP Basic."""
    console = Blueprint("console", __name__, static_folder="static", static_url_path="/console/static")
    desk = open_desk(national)

    @console.before_request
    def guard() -> Response | None:
        return entering.guard(national, desk.pages)

    @console.after_request
    def protect(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        if request.path.startswith("/console/static/"):
            response.headers["Cache-Control"] = "max-age=86400"
        return response

    @console.errorhandler(AdminError)
    def closed(error: AdminError) -> Response:
        response = desk.pages.problem(error.text, error.status)
        response.headers.extend(error.headers)
        return response

    @console.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        text = Text(f"Yêu cầu không hợp lệ: {error.description}", str(error.description))
        return desk.pages.problem(text, error.code or 500)

    @console.get("/console")
    @console.get("/console/")
    def first_page() -> WerkzeugResponse:
        return redirect("/")

    entering.add_routes(console, national, desk.pages)
    for pages in (start, calling, exchange, exchanges, events, orphans, dossiers, payments, runs, work, work_item):
        pages.add_routes(console, desk)
    return console
