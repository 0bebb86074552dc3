"""The stand-in for the citizen's phone: the page that a QR code leads to."""

from flask import Response, request

from simulator.core.text import Text
from simulator.vneid.browser import Browser
from simulator.vneid.incoming import form_of
from simulator.vneid.pages.asked import Asked
from simulator.vneid.pages.guard import tx_of
from simulator.vneid.pages.login_page import asker
from simulator.vneid.pages.login_store import CONFIRMED, PENDING, REFUSED, LoginStore, Step
from simulator.vneid.pages.passwords import compare_code
from simulator.vneid.pages.personas import persona_groups
from simulator.vneid.pages.qr_login import QR_SECONDS, state_of
from simulator.vneid.pages.times import clock_time
from simulator.vneid.provider import Provider
from simulator.web.recording import Inbound


class Phone:
    """The views of `/vneid/login/phone`."""

    def __init__(self, provider: Provider, browser: Browser, store: LoginStore) -> None:
        self._provider, self._browser, self._store = provider, browser, store

    def show(self, inbound: Inbound) -> Response:
        """Answer `GET`: who asks, and the buttons to agree or refuse."""
        step = self._store.step_of_phone(tx_of(inbound), self._name)
        return self._page(step) if step else self._gone()

    def answer(self, inbound: Inbound) -> Response:
        """Answer `POST`: what the phone says; only its first word within the minute counts."""
        step = self._store.step_of_phone(tx_of(inbound), self._name)
        if step is None:
            return self._gone()
        if state_of(step, self._provider.now) != PENDING:
            return self._page(step)
        form = form_of(inbound)
        if form.get("decision") == "refuse":
            return self._say(inbound, REFUSED, "")
        number = (form.get("persona") or form.get("personal_id", "")).strip()
        person, refused = self._browser.person(number, Asked.read(step.asked))
        if person is None or refused is not None:
            return self._page(step, refused, 403 if person else 422, form.get("personal_id", ""))
        return self._say(inbound, CONFIRMED, person["personal_id"])

    def _say(self, inbound: Inbound, state: str, number: str) -> Response:
        self._store.answer_by_phone(tx_of(inbound), self._name, state, number)
        step = self._store.step_of_phone(tx_of(inbound), self._name)
        assert step is not None
        return self._page(step)

    def _page(self, step: Step, problem: Text | None = None, status: int = 0, number: str = "") -> Response:
        provider, asked = self._provider, Asked.read(step.asked)
        state = state_of(step, provider.now)
        return provider.pages.page(
            "phone.html",
            status or (410 if state == "expired" else 200),
            state=state,
            asker=asker(provider, asked.client_id),
            compare=compare_code(provider.national.secret, self._name),
            seconds=max(0, step.expires_at - provider.now),
            until=clock_time(step.expires_at),
            lifetime=QR_SECONDS,
            groups=persona_groups(provider),
            problem=problem,
            number=number,
            to=f"{provider.path('login')}/phone?login_qr={self._name}",
        )

    def _gone(self) -> Response:
        return self._provider.pages.page("step_gone.html", 410, back=self._provider.path("login"))

    @property
    def _name(self) -> str:
        return request.args.get("login_qr", "")
