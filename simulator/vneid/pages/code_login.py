"""The one-time code: sent to a phone that the page draws, because there is no other."""

from dataclasses import replace

from flask import Response, request

from simulator.core.ids import random_token
from simulator.core.text import Text
from simulator.vneid.browser import Browser, Proven, see_other
from simulator.vneid.incoming import form_of
from simulator.vneid.pages.asked import Asked
from simulator.vneid.pages.guard import Guard, tx_of
from simulator.vneid.pages.lockout import OTP
from simulator.vneid.pages.login_form import LoginForm
from simulator.vneid.pages.login_store import LoginStore, Step
from simulator.vneid.pages.passwords import OTP_SECONDS, is_code, one_time_code
from simulator.vneid.pages.times import clock_time
from simulator.vneid.provider import Provider
from simulator.web.citizens import find_citizen
from simulator.web.recording import Inbound


class CodeLogin:
    """The views of `/vneid/login/otp`."""

    def __init__(self, provider: Provider, browser: Browser, guard: Guard, store: LoginStore) -> None:
        self._provider, self._browser, self._guard, self._store = provider, browser, guard, store

    def send(self, inbound: Inbound, number: str, asked: Asked, form: LoginForm) -> Response:
        """Send a code to the phone of a person whose password was right."""
        return self._send(inbound, Step("", OTP, "", asked.query, form.level, form.fault, 0, number))

    def show(self, inbound: Inbound) -> Response:
        """Answer `GET`: the field for the code, and the phone that shows it."""
        step = self._step(inbound)
        return self._page(step) if step else self._gone()

    def check(self, inbound: Inbound) -> Response:
        """Answer `POST` with the code."""
        step = self._step(inbound)
        if step is None:
            return self._gone()
        if locked := self._guard.locked(inbound, step.personal_id, Asked.read(step.asked)):
            return locked
        if step.expires_at <= self._provider.now:
            return self._page(step, status=422)
        if not is_code(form_of(inbound).get("otp", ""), self._code(step)):
            return self._wrong(inbound, step)
        return self._finish(inbound, step)

    def again(self, inbound: Inbound) -> Response:
        """Answer the button for another code: the old one ends."""
        step = self._step(inbound)
        if step is None:
            return self._gone()
        self._store.end_step(tx_of(inbound), step.id)
        return self._send(inbound, step)

    def _send(self, inbound: Inbound, step: Step) -> Response:
        name, now = random_token(), self._provider.now
        sent = replace(step, id=name, phone=name, expires_at=now + OTP_SECONDS)
        self._store.save_step(tx_of(inbound), sent, now)
        return see_other(f"{self._provider.path('login')}/otp?login_step={name}")

    def _finish(self, inbound: Inbound, step: Step) -> Response:
        asked = Asked.read(step.asked)
        person, refused = self._browser.person(step.personal_id, asked)
        if person is None or refused is not None:
            return self._gone()
        self._guard.lockout(inbound).right(step.personal_id, OTP)
        self._store.end_step(tx_of(inbound), step.id)
        return self._browser.finish(inbound, Proven(person, step.level, asked, step.fault, by_hand=True))

    def _wrong(self, inbound: Inbound, step: Step) -> Response:
        left = self._guard.lockout(inbound).wrong(step.personal_id, OTP)
        locked = self._guard.locked(inbound, step.personal_id, Asked.read(step.asked))
        return locked or self._page(step, self._provider.text("otp_wrong", left=left), 422)

    def _page(self, step: Step, problem: Text | None = None, status: int = 200) -> Response:
        provider, asked = self._provider, Asked.read(step.asked)
        person = find_citizen(provider.national, step.personal_id)
        expired = step.expires_at <= provider.now
        return provider.pages.page(
            "otp.html",
            status,
            name=person["full_name"] if person else "",
            problem=provider.text("otp_expired", seconds=OTP_SECONDS) if expired else problem,
            code="" if expired else self._code(step),
            seconds=max(0, step.expires_at - provider.now),
            until=clock_time(step.expires_at),
            to=lambda below="": f"{provider.path('login')}/otp{below}?login_step={step.id}",
            back=asked.at(provider.path("login")),
        )

    def _gone(self) -> Response:
        return self._provider.pages.page("step_gone.html", 410, back=self._provider.path("login"))

    def _step(self, inbound: Inbound) -> Step | None:
        return self._store.step(tx_of(inbound), request.args.get("login_step", ""), OTP)

    def _code(self, step: Step) -> str:
        return one_time_code(self._provider.national.secret, step.id)
