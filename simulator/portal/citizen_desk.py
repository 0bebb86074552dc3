"""What the citizen's views share: who is logged in, and how a refusal is said to a browser and to a program."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from flask import Response, redirect, request

from simulator.domain.person import Person
from simulator.portal.citizen_store import CitizenStore
from simulator.web.citizens import find_citizen
from simulator.web.national import National
from simulator.web.pages import Pages, wants_html
from simulator.web.recording import Answer, ViewResult

COOKIE = "dvcqg_citizen"
PATH = "/citizen"


@dataclass(frozen=True)
class CitizenDesk:
    """The citizen's side of one portal."""

    national: National
    store: CitizenStore
    pages: Pages

    @property
    def now(self) -> str:
        """Return the wall time as it is stored."""
        return self.national.clock.now().isoformat()

    def citizen(self) -> Person | None:
        """Return who is logged in at this browser."""
        personal_id = self.store.personal_id(request.cookies.get(COOKIE, ""), self.now)
        return find_citizen(self.national, personal_id) if personal_id else None

    def refuse(self, status: int, key: str, details: Mapping[str, str] | None = None, **values: object) -> ViewResult:
        """Return a refusal: a page for a person, else `{error: {code, vi, en}}`."""
        text = self.pages.text(key, **values)
        if wants_html():
            return self.pages.problem(text, status, details)
        return Answer({"error": {"code": key, **text.to_json(), **(details or {})}}, status)

    def ask_login(self) -> ViewResult:
        """Send a person to the login and back; tell a program that a login is needed."""
        here = request.full_path.rstrip("?")
        if wants_html():
            return go(f"{PATH}/login?next={quote(here, safe='')}")
        return self.refuse(401, "login_needed", {"login": f"{PATH}/login?next={quote(here, safe='')}"})


def go(target: str, status: int = 302) -> Response:
    """Return a redirect."""
    response = redirect(target, status)
    assert isinstance(response, Response)
    return response
