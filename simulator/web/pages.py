"""Pages that a person opens: server-made HTML, Vietnamese first, English one click away, no script, nothing fetched.

A package keeps its texts in `texts.yaml` (`key: {vi, en}`) and its templates in `templates/`; the frame and the style
are shared. `?lang=en` switches the language and a cookie keeps it.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from simulator.core.text import Text
from simulator.core.yaml_file import parse_yaml

LANGUAGES = ("vi", "en")
_COOKIE = "lang"


@cache
def load_texts(package: str) -> Mapping[str, Text]:
    """Return the texts of a package."""
    label = f"{package}/texts.yaml"
    document = parse_yaml(files(package).joinpath("texts.yaml").read_text(encoding="utf-8"), label)
    return {key: Text.of(value) for key, value in document.items()}


@cache
def _templates(package: str) -> Environment:
    """Compiling the templates is the slow part, so it is done once for all national sides of a process."""
    return Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader("simulator.web")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def language() -> str:
    """Return the language of the request: `?lang=`, else the cookie, else Vietnamese."""
    wanted = (request.args.get("lang"), request.cookies.get(_COOKIE))
    return next((word for word in wanted if word in LANGUAGES), "vi")


def wants_html() -> bool:
    """Return whether a person's browser asks; without an Accept header, or with `*/*`, a program does."""
    best = request.accept_mimetypes.best_match(["application/json", "text/html"], default="application/json")
    return best == "text/html" and request.accept_mimetypes["text/html"] > request.accept_mimetypes["application/json"]


class Pages:
    """Renders the templates of one package."""

    def __init__(self, package: str) -> None:
        self._texts: Mapping[str, Text] = {**load_texts("simulator.web"), **load_texts(package)}
        self._jinja = _templates(package)

    def text(self, key: str, **values: object) -> Text:
        """Return one text, filled."""
        return self._texts[key].fill(**values)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Return the page in the language of the request; `other_address` where a posted form's page is read again."""
        spoken = language()
        other = "en" if spoken == "vi" else "vi"
        html = self.part(template, spoken, other_language=other, **{"other_address": _address_in(other), **values})
        response = Response(html, status, mimetype="text/html")
        response.headers["Cache-Control"] = "no-store"
        if request.args.get("lang") in LANGUAGES:
            response.set_cookie(_COOKIE, spoken, max_age=31_536_000, samesite="Lax", httponly=True)
        return response

    def part(self, template: str, spoken: str, **values: Any) -> str:
        """Return a template filled in that language: a page, or a piece of one that is sent later."""
        return self._jinja.get_template(template).render(
            lang=spoken,
            t=lambda key, **filled: getattr(self.text(key, **filled), spoken),
            say=lambda text: getattr(text, spoken),
            **values,
        )

    def problem(self, text: Text, status: int, details: Mapping[str, str] | None = None) -> Response:
        """Return the page that says what is wrong and, with `details`, exactly what differs."""
        page = self.page("problem.html", status, problem=text, details=dict(details or {}), status_code=status)
        page.told = text  # type: ignore[attr-defined]
        return page


def _address_in(other: str) -> str:
    query = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return "?" + urlencode([*query, ("lang", other)])
