"""`/openapi/<document>.json` and the pages below `/docs`. Both are for everybody: they hold nobody's data."""

import functools
from collections.abc import Mapping
from functools import cached_property

import orjson
from flask import Blueprint, Response, redirect, request

from simulator.core.data_folders import data_folders
from simulator.core.errors import near_text
from simulator.core.text import Text
from simulator.domain.identity_profile import IdentityProfile
from simulator.openapi.documents import VERSION, Described, load_described
from simulator.openapi.pages import INDEX, PACKAGE, Handbook
from simulator.openapi.path_items import both
from simulator.web.national import National
from simulator.web.pages import Pages

DOCS, OPENAPI = "/docs", "/openapi"
CONTENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
_LONGEST_SEARCH = 200
"""Characters of a search; what is longer is cut."""
_NO_DOCUMENT = Text("Không có tài liệu OpenAPI {name} ({near}).", "There is no OpenAPI document {name} ({near}).")


class Served:
    """Addresses of a running national side."""

    def page(self, name: str) -> str:
        """Return the path of a page."""
        return DOCS if name == INDEX else f"{DOCS}/{name}"

    def document(self, name: str) -> str:
        """Return the path of a document."""
        return f"{OPENAPI}/{name}.json"


class _Library:
    """The views; what they show is read when somebody asks first, so that starting costs nothing."""

    def __init__(self, national: National) -> None:
        self._national = national
        self._pages = Pages(PACKAGE)

    @cached_property
    def described(self) -> Described:
        """What is described."""
        return load_described(data_folders(), self._national.contracts, self._national.catalogue.dialects)

    @cached_property
    def handbook(self) -> Handbook:
        """The pages."""
        return Handbook(self.described, self._pages, profile_paths(self._national.catalogue.identity_profiles))

    def documents(self) -> Response:
        """Answer which OpenAPI documents there are."""
        base = self._national.public_url.rstrip("/")
        rows = [
            {"id": one.id, "title": both(one.title), "openapi": VERSION, "url": f"{base}{OPENAPI}/{one.id}.json"}
            for one in self.described.documents()
        ]
        return _json({"documents": rows})

    def document(self, name: str) -> Response:
        """Answer one OpenAPI document."""
        found = self.described.document(name, self._national.public_url)
        if found is not None:
            return _json(found)
        near = near_text(name, [one.id for one in self.described.documents()])
        text = _NO_DOCUMENT.fill(name=name, near=near)
        return _json({"error": {"code": "unknown_document", **text.to_json()}}, 404)

    def page(self, name: str = INDEX) -> Response:
        """Answer one page of the handbook; `q` narrows the list of operations."""
        known = self.handbook.names()
        if name not in known:
            near = near_text(name, known[1:])
            return self._pages.problem(self._pages.text("unknown_page", name=name, near=near), 404)
        wanted = request.args.get("q", "")[:_LONGEST_SEARCH] if name == INDEX else ""
        template, values = self.handbook.values(name, self._national.public_url, Served(), wanted)
        response = self._pages.page(template, served=True, **values)
        response.headers["Content-Security-Policy"] = CONTENT_POLICY
        return response


def blueprint(national: National) -> Blueprint:
    """Return the routes."""
    routes, library = Blueprint("openapi", __name__), _Library(national)
    routes.add_url_rule(OPENAPI, "documents", library.documents)
    routes.add_url_rule(f"{OPENAPI}/<name>.json", "document", library.document)
    routes.add_url_rule(DOCS, "start", library.page)
    routes.add_url_rule(f"{DOCS}/<path:name>", "page", library.page)
    for page in (DOCS, OPENAPI):
        routes.add_url_rule(f"{page}/", f"{page[1:]}_typed", functools.partial(redirect, page))
    return routes


def profile_paths(profiles: Mapping[str, IdentityProfile]) -> dict[str, dict[str, str]]:
    """Return login profile -> endpoint -> path."""
    return {
        one.id: {name: f"/vneid{one.path}{below}" for name, below in one.endpoints.items()} for one in profiles.values()
    }


def _json(body: object, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, mimetype="application/json")
