"""The way in by number and password; at level 2 and above a one-time code follows."""

from flask import Response

from simulator.domain.person import Person
from simulator.vneid.browser import Browser, Proven
from simulator.vneid.incoming import form_of
from simulator.vneid.pages.asked import Asked
from simulator.vneid.pages.code_login import CodeLogin
from simulator.vneid.pages.guard import Guard
from simulator.vneid.pages.lockout import PASSWORD
from simulator.vneid.pages.login_form import LoginForm
from simulator.vneid.pages.passwords import is_password
from simulator.vneid.provider import Provider
from simulator.web.recording import Inbound

_ONE_FACTOR = 1
"""The level of authentication at which a password is enough."""


class PasswordLogin:
    """The view of `POST /vneid/login/password`."""

    def __init__(self, provider: Provider, browser: Browser, guard: Guard, codes: CodeLogin) -> None:
        self._provider, self._browser, self._guard, self._codes = provider, browser, guard, codes

    def __call__(self, inbound: Inbound) -> Response:
        """Answer the form: on to the code, or at level 1 the login is done."""
        asked = Asked.of_request()
        form = LoginForm.read(self._provider, form_of(inbound), asked)
        person, refused = self._browser.person(form.number, asked)
        if person is None or refused is not None:
            return self._browser.turn_away(asked, form, person, refused)
        number = person["personal_id"]
        if locked := self._guard.locked(inbound, number, asked):
            return locked
        if not is_password(form.password):
            return self._wrong(inbound, number, asked, form)
        self._guard.lockout(inbound).right(number, PASSWORD)
        return self._proven(inbound, person, asked, form)

    def _proven(self, inbound: Inbound, person: Person, asked: Asked, form: LoginForm) -> Response:
        if form.level == _ONE_FACTOR:
            return self._browser.finish(inbound, Proven(person, form.level, asked, form.fault, by_hand=True))
        return self._codes.send(inbound, person["personal_id"], asked, form)

    def _wrong(self, inbound: Inbound, number: str, asked: Asked, form: LoginForm) -> Response:
        left = self._guard.lockout(inbound).wrong(number, PASSWORD)
        problem = self._provider.text("password_wrong", left=left)
        locked = self._guard.locked(inbound, number, asked)
        return locked or self._browser.page.refuse(asked, form, "password", problem, 422)
