"""The citizen's browser: the login page with a button for each person, and the cookie that keeps her logged in."""

from urllib.parse import urlencode

from flask import Response, redirect, request

from simulator.core.ids import random_id, random_token
from simulator.core.text import Text
from simulator.domain.person import Person
from simulator.vneid.accounts import obstacle
from simulator.vneid.granted import Login
from simulator.vneid.incoming import form_of
from simulator.vneid.provider import PATH, Provider
from simulator.web.citizens import find_citizen, find_named, link_citizen
from simulator.web.recording import Inbound

COOKIE = "vneid_sso"
_ONCE = ("prompt", "max_age", "lang")
"""Parameters that must not be repeated after the login page, or it would come again."""


class Browser:
    """The view of `/vneid/login`, and the cookie."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def login(self) -> Login | None:
        """Return the login that the browser's cookie names, while the person still exists."""
        login = self._provider.store.login(request.cookies.get(COOKIE, ""))
        return login if login and find_citizen(self._provider.national, login.personal_id) else None

    def start_login(self, inbound: Inbound, personal_id: str, level: int) -> Login:
        """Log a person in and return the login, whose cookie has to be set."""
        assert inbound.tx is not None
        login = Login(random_token(), random_id("login"), personal_id, self._provider.now, level)
        self._provider.store.save_login(inbound.tx, login)
        return login

    def with_cookie(self, response: Response, cookie: str) -> Response:
        """Set the cookie on an answer."""
        secure = self._provider.issuer.startswith("https:")
        response.set_cookie(COOKIE, cookie, path=PATH, httponly=True, samesite="Lax", secure=secure)
        return response

    def login_page(
        self, client_id: str | None, problem: Text | None = None, status: int = 200, back: str = ""
    ) -> Response:
        """Return the page on which a person is chosen; the asked-for parameters wait in its address.

        `back`: where somebody goes who cannot log in, so that the client hears of it.
        """
        query = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
        return self._provider.pages.page(
            "login.html",
            status,
            client=client_id,
            problem=problem,
            people=list(self._provider.national.personas),
            back=back,
            action=f"{self._provider.path('login')}?{urlencode(query)}",
        )

    def show(self, _inbound: Inbound) -> Response:
        """Answer `GET /vneid/login`: who is logged in, or the login page."""
        login = self.login()
        person = find_citizen(self._provider.national, login.personal_id) if login else None
        if person is None:
            return self.login_page(request.args.get("client_id"))
        action = self._provider.path("logout")
        return self._provider.pages.page("logged_in.html", name=person["full_name"], client=None, action=action)

    def choose(self, inbound: Inbound) -> Response:
        """Answer `POST /vneid/login`: log the chosen person in and go on with what was asked."""
        chosen = form_of(inbound).get("personal_id", "").strip()
        person = find_named(self._provider.national, chosen)
        if person is None:
            problem = self._provider.text("nobody_has_number", number=chosen or "∅")
            return self.login_page(request.args.get("client_id"), problem, 422)
        asked = request.args.get("acr_values")
        if barred := obstacle(person, self._provider.profile.level_asked(asked or "")):
            return self.login_page(request.args.get("client_id"), barred, 403, self._way_back(person))
        started = self.start_login(inbound, person["personal_id"], self._provider.level_wanted(person, asked))
        link_citizen(inbound, person["personal_id"])
        query = [(name, value) for name, value in request.args.items(multi=True) if name not in _ONCE]
        onward = "client_id" in request.args
        target = f"{self._provider.path('authorize')}?{urlencode(query)}" if onward else self._provider.path("login")
        return self.with_cookie(_go(target), started.cookie)

    def _way_back(self, person: Person) -> str:
        """Return the address that tells the client, silently, that this person cannot log in."""
        if "client_id" not in request.args:
            return ""
        asked = [(name, value) for name, value in request.args.items(multi=True) if name not in (*_ONCE, "login_hint")]
        query = [*asked, ("prompt", "none"), ("login_hint", person["personal_id"])]
        return f"{self._provider.path('authorize')}?{urlencode(query)}"


def _go(target: str) -> Response:
    response = redirect(target, 303)
    assert isinstance(response, Response)
    return response
