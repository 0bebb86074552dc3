"""Answers in the two shapes every page has: JSON for programs, HTML for people."""

from typing import Any

from flask import Response, jsonify, make_response, render_template, request

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'{also}; frame-ancestors 'none'; base-uri 'none'"
)
"""What a page may do in a browser; `also` is where else a form may lead."""


def wants_json() -> bool:
    """Return whether the caller prefers JSON to a page."""
    accepted = request.accept_mimetypes
    return request.is_json or accepted.quality("application/json") > accepted.quality("text/html")


def json_reply(document: Any, status: int = 200) -> Response:
    """Return a JSON answer."""
    response = jsonify(document)
    response.status_code = status
    return response


def page(template: str, status: int = 200, **values: Any) -> Response:
    """Return a page."""
    return make_response(render_template(template, **values), status)


def go(location: str, status: int = 302) -> Response:
    """Send the browser on."""
    return Response(status=status, headers={"Location": location})


def problem(status: int, title: str, message: str) -> Response:
    """Return what went wrong, as `{message}` or as a page."""
    if wants_json() or request.path.startswith("/test/"):
        return json_reply({"message": f"{title}: {message}"}, status)
    return page("problem.html", status, title=title, message=message)
