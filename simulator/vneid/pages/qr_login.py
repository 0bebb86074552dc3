"""The way in by QR: the browser shows a code for a minute, a phone that reads it says who it is and agrees.

The phone is a page too, opened in another browser or tab. Its address can confirm the login but never finish it: only
the browser that showed the code knows the name under which it waits. The minute is assumed.
"""

from dataclasses import replace

from flask import Response, request
from markupsafe import Markup

from simulator.core.ids import random_token
from simulator.vneid.browser import Browser, Proven, see_other
from simulator.vneid.incoming import form_of
from simulator.vneid.pages.asked import Asked
from simulator.vneid.pages.guard import tx_of
from simulator.vneid.pages.login_form import LoginForm
from simulator.vneid.pages.login_store import CONFIRMED, PENDING, LoginStore, Step
from simulator.vneid.pages.passwords import compare_code, phone_name
from simulator.vneid.pages.qr_image import qr_svg
from simulator.vneid.pages.times import clock_time
from simulator.vneid.provider import Provider
from simulator.web.pages import language, wants_html
from simulator.web.recording import Answer, Inbound, ViewResult

KIND = "qr"
QR_SECONDS = 60
EXPIRED = "expired"


class QrLogin:
    """The views of `/vneid/login/qr`, in the browser that logs in."""

    def __init__(self, provider: Provider, browser: Browser, store: LoginStore) -> None:
        self._provider, self._browser, self._store = provider, browser, store

    def start(self, inbound: Inbound) -> Response:
        """Answer the button for a QR code."""
        asked = Asked.of_request()
        form = LoginForm.read(self._provider, form_of(inbound), asked)
        return self._make(inbound, Step("", KIND, "", asked.query, form.level, form.fault, 0))

    def again(self, inbound: Inbound) -> Response:
        """Answer the button for a new QR code: the old one ends."""
        step = self._step(inbound)
        if step is None:
            return self._gone()
        self._store.end_step(tx_of(inbound), step.id)
        return self._make(inbound, replace(step, state=PENDING, personal_id=""))

    def wait(self, inbound: Inbound) -> ViewResult:
        """Answer `GET`: the code, that it expired or was refused, or the finished login; a script may ask in JSON."""
        step = self._step(inbound)
        if step is None:
            return self._gone()
        state = state_of(step, self._provider.now)
        if not wants_html() and "application/json" in request.headers.get("Accept", ""):
            return Answer({"state": state, "seconds": max(0, step.expires_at - self._provider.now)})
        return self._finish(inbound, step) if state == CONFIRMED else self._page(step, state)

    def _make(self, inbound: Inbound, step: Step) -> Response:
        name, now = random_token(), self._provider.now
        phone = phone_name(self._provider.national.secret, name)
        self._store.save_step(tx_of(inbound), replace(step, id=name, phone=phone, expires_at=now + QR_SECONDS), now)
        return see_other(f"{self._provider.path('login')}/qr?login_step={name}")

    def _finish(self, inbound: Inbound, step: Step) -> Response:
        asked = Asked.read(step.asked)
        person, refused = self._browser.person(step.personal_id, asked)
        self._store.end_step(tx_of(inbound), step.id)
        if person is None or refused is not None:
            return self._gone()
        return self._browser.finish(inbound, Proven(person, step.level, asked, step.fault, by_hand=True))

    def _page(self, step: Step, state: str) -> Response:
        provider = self._provider
        phone = phone_name(provider.national.secret, step.id)
        address = f"{provider.national.public_url.rstrip('/')}{provider.path('login')}/phone?login_qr={phone}"
        label = getattr(provider.text("qr_label"), language())
        return provider.pages.page(
            "qr.html",
            state=state,
            qr=Markup(qr_svg(address, label)) if state == PENDING else "",
            address=address,
            compare=compare_code(provider.national.secret, phone),
            seconds=max(0, step.expires_at - provider.now),
            until=clock_time(step.expires_at),
            lifetime=QR_SECONDS,
            to=lambda below="": f"{provider.path('login')}/qr{below}?login_step={step.id}",
            back=Asked.read(step.asked).at(provider.path("login")),
        )

    def _gone(self) -> Response:
        return self._provider.pages.page("step_gone.html", 410, back=self._provider.path("login"))

    def _step(self, inbound: Inbound) -> Step | None:
        return self._store.step(tx_of(inbound), request.args.get("login_step", ""), KIND)


def state_of(step: Step, now: int) -> str:
    """Return `pending`, `confirmed`, `refused` or `expired`; what the phone said in time holds."""
    return EXPIRED if step.state == PENDING and step.expires_at <= now else step.state
