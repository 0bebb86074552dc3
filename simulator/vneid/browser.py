"""The citizen's browser: the cookie that keeps her logged in, and how each way to log in ends."""

from dataclasses import dataclass

from flask import Response, redirect, request

from simulator.core.ids import random_id, random_token
from simulator.core.text import Text
from simulator.domain.person import Person
from simulator.vneid.granted import Login
from simulator.vneid.incoming import form_of
from simulator.vneid.pages.account import account_refusal, level_of_login, level_refusal
from simulator.vneid.pages.asked import Asked
from simulator.vneid.pages.fault_choice import arm_chosen_fault
from simulator.vneid.pages.login_form import LoginForm
from simulator.vneid.pages.login_page import LoginPage
from simulator.vneid.provider import PATH, Provider
from simulator.web.citizens import find_citizen, find_named, link_citizen
from simulator.web.recording import Inbound

COOKIE = "vneid_sso"


@dataclass(frozen=True)
class Proven:
    """Who proved herself, at which level, and what goes on afterwards."""

    person: Person
    level: int
    asked: Asked
    fault: str
    """The case to try on this login, or empty."""
    by_hand: bool
    """Whether she proved herself on the pages, not by a button for testers."""


class Browser:
    """The views of `/vneid/login`, and the cookie."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self.page = LoginPage(provider)

    def login(self) -> Login | None:
        """Return the login that the browser's cookie names, while the person still exists."""
        login = self._provider.store.login(request.cookies.get(COOKIE, ""))
        return login if login and find_citizen(self._provider.national, login.personal_id) else None

    def start_login(self, inbound: Inbound, person: Person, level: int, by_hand: bool = False) -> Login:
        """Log a person in, as high as the account allows, and return the login, whose cookie has to be set."""
        assert inbound.tx is not None
        number, reached = person["personal_id"], level_of_login(person, level)
        login = Login(random_token(), random_id("login"), number, self._provider.now, reached, by_hand)
        self._provider.store.save_login(inbound.tx, login)
        return login

    def with_cookie(self, response: Response, cookie: str) -> Response:
        """Set the cookie on an answer."""
        secure = self._provider.issuer.startswith("https:")
        response.set_cookie(COOKIE, cookie, path=PATH, httponly=True, samesite="Lax", secure=secure)
        return response

    def finish(self, inbound: Inbound, proven: Proven) -> Response:
        """Log in who proved herself and go on with what was asked."""
        assert inbound.tx is not None
        number = proven.person["personal_id"]
        started = self.start_login(inbound, proven.person, proven.level, proven.by_hand)
        link_citizen(inbound, number)
        arm_chosen_fault(self._provider, inbound.tx, proven.fault, proven.asked.client_id, number)
        return self.with_cookie(see_other(proven.asked.after_login(self._provider)), started.cookie)

    def person(self, number: str, asked: Asked) -> tuple[Person | None, Text | None]:
        """Return who has the number, or the id of a persona, and why she may not log in, if she may not."""
        person = find_named(self._provider.national, number) if number else None
        if person is not None:
            lowest = self._provider.profile.level_asked(asked.values.get("acr_values", ""))
            return person, account_refusal(person) or level_refusal(person, lowest)
        key = "nobody_has_number" if number else "number_missing"
        return None, self._provider.text(key, number=number)

    def turn_away(self, asked: Asked, form: LoginForm, person: Person | None, refused: Text | None) -> Response:
        """Return the page for nobody, or for somebody who may not log in, with a way back that tells the client."""
        if person is None or not asked.client_id:
            return self.page.refuse(asked, form, "personal_id", refused, 403 if person else 422)
        kept = Asked(tuple(pair for pair in asked.pairs if pair[0] not in ("prompt", "max_age", "login_hint")))
        back = kept.at(self._provider.path("authorize"), prompt="none", login_hint=person["personal_id"])
        return self.page.refuse(asked, form, "personal_id", refused, 403, back)

    def show(self, _inbound: Inbound) -> Response:
        """Answer `GET /vneid/login`: who is logged in, or the login page."""
        asked, login = Asked.of_request(), self.login()
        person = find_citizen(self._provider.national, login.personal_id) if login else None
        if person is None or asked.client_id:
            return self.page.show(asked)
        action = self._provider.path("logout")
        return self._provider.pages.page("logged_in.html", name=person["full_name"], client=None, action=action)

    def choose(self, inbound: Inbound) -> Response:
        """Answer `POST /vneid/login`: log the chosen person in without a password, as testers and programs do."""
        asked = Asked.of_request()
        form = LoginForm.read(self._provider, form_of(inbound), asked)
        person, refused = self.person(form.number, asked)
        if person is None or refused is not None:
            return self.turn_away(asked, form, person, refused)
        return self.finish(inbound, Proven(person, form.level, asked, form.fault, by_hand=False))


def see_other(target: str) -> Response:
    """Send the browser on after a form."""
    response = redirect(target, 303)
    assert isinstance(response, Response)
    return response
