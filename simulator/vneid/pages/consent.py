"""Consent: the citizen sees who asks for which data, leaves out what is optional, agrees or refuses.

Asked when the client wants it (`prompt=consent`) and when a citizen who proved herself on the pages meets a client for
the first time; a silent login and the testers' buttons never stop here. What she withheld holds for every later login
at that client, until she is asked again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Response

from simulator.journal.database import Transaction
from simulator.vneid.browser import Browser, see_other
from simulator.vneid.client import Client
from simulator.vneid.desk import Citizen
from simulator.vneid.incoming import form_of
from simulator.vneid.pages.asked import Asked
from simulator.vneid.pages.guard import tx_of
from simulator.vneid.pages.login_page import asker
from simulator.vneid.pages.login_store import Decision, LoginStore
from simulator.vneid.pages.shared_data import OPTIONAL, shared_data
from simulator.vneid.provider import Provider
from simulator.vneid.refusal import refuse
from simulator.web.citizens import find_citizen
from simulator.web.pages import language
from simulator.web.recording import Inbound
from simulator.wire.identity import attributes_told


class Consent:
    """Decides whether the citizen has to be asked, and the views of `/vneid/login/consent`."""

    def __init__(self, provider: Provider, browser: Browser, store: LoginStore) -> None:
        self._provider, self._browser, self._store = provider, browser, store

    def settle(
        self, tx: Transaction, citizen: Citizen, client: Client, asked: Mapping[str, str]
    ) -> tuple[Citizen, bool]:
        """Return (the citizen with what she withholds, whether she has to be asked first); a refusal is raised once."""
        decision = self._store.decision(tx, client.client_id, citizen.personal_id)
        if decision is not None and not decision.agreed:
            self._store.forget_decision(tx, client.client_id, citizen.personal_id)
            if decision.sid == citizen.sid:
                raise refuse("access_denied", "consent_refused")
            decision = None
        prompts = asked.get("prompt", "").split()
        must_ask = "consent" in prompts or (decision is None and citizen.by_hand and prompts != ["none"])
        return replace(citizen, withheld=decision.withheld if decision else ""), must_ask

    def page(self, citizen: Citizen, client: Client, asked: Asked) -> Response:
        """Return the page that asks."""
        provider = self._provider
        person = find_citizen(provider.national, citizen.personal_id)
        assert person is not None
        data = shared_data(provider, person)
        return provider.pages.page(
            "consent.html",
            asker=asker(provider, client.client_id),
            name=person["full_name"],
            fixed=[one for one in data if not one.optional],
            optional=[one for one in data if one.optional],
            withheld=citizen.withheld.split(),
            action=asked.at(f"{provider.path('login')}/consent"),
            other_address=asked.at(provider.path("authorize"), lang="en" if language() == "vi" else "vi"),
        )

    def decide(self, inbound: Inbound) -> Response:
        """Answer the form: keep the decision; the authorization endpoint acts on it."""
        asked, login, form = Asked.of_request(), self._browser.login(), form_of(inbound)
        if login is None or not asked.client_id:
            return see_other(asked.at(self._provider.path("login")))
        shared = form.getlist("share")
        withheld = " ".join(name for name in self._offered(login.personal_id) if name not in shared)
        decision = Decision(login.sid, form.get("decision") == "agree", withheld)
        self._store.decide(tx_of(inbound), asked.client_id, login.personal_id, decision)
        return see_other(asked.after_consent(self._provider))

    def again(self, _inbound: Inbound) -> Response:
        """Answer `GET`, a reload of the page: the authorization endpoint asks again."""
        asked = Asked.of_request()
        return see_other(asked.at(self._provider.path("authorize" if asked.client_id else "login")))

    def _offered(self, personal_id: str) -> Sequence[str]:
        """Return the optional attributes that the page showed of this person."""
        person = find_citizen(self._provider.national, personal_id)
        told = attributes_told(person, self._provider.profile.claims) if person else []
        return [name for name in OPTIONAL if name in told]
