"""The paths of the console."""

from flask import Blueprint, Response, request

from simulator.console.exchange import exchange_page
from simulator.console.start import start_page
from simulator.control.access import require_access
from simulator.control.envelope import AdminError
from simulator.web.national import National
from simulator.web.pages import Pages


def blueprint(national: National) -> Blueprint:
    """Return the pages at `/`; who may use `/admin` may read them, in a browser by HTTP Basic with the token."""
    console = Blueprint("console", __name__)
    pages = Pages("simulator.console")

    @console.before_request
    def guard() -> None:
        require_access(national, request)

    @console.errorhandler(AdminError)
    def closed(error: AdminError) -> Response:
        response = pages.problem(error.text, error.status)
        response.headers.extend(error.headers)
        return response

    @console.get("/")
    def start() -> Response:
        return start_page(national, pages)

    @console.get("/exchanges/<int:position>")
    def exchange(position: int) -> Response:
        return exchange_page(national, pages, position)

    return console
