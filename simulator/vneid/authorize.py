"""The authorization endpoint: who asks, may it, who is the citizen, and back with a code.

A citizen is known by the browser's cookie, or silently by `prompt=none&login_hint=<personal number or persona id>`,
which is how a program drives the whole journey; else the login page asks.
"""

from collections.abc import Mapping
from typing import Any

from authlib.oauth2.rfc6749 import OAuth2Error
from flask import Response

from simulator.core.text import Text
from simulator.vneid.authorization_rules import Demanded, unknown_client, wrong_address, wrong_request
from simulator.vneid.browser import Browser
from simulator.vneid.client import Client
from simulator.vneid.desk import Citizen
from simulator.vneid.disturbed_login import disturbed_callback, disturbed_login
from simulator.vneid.granted import Login
from simulator.vneid.incoming import IncomingRequest
from simulator.vneid.leniency import overlooked
from simulator.vneid.pages.account import account_refusal, level_refusal
from simulator.vneid.pages.address_difference import address_page
from simulator.vneid.pages.asked import Asked
from simulator.vneid.pages.consent import Consent
from simulator.vneid.provider import Provider
from simulator.vneid.refusal import refuse, refuse_with
from simulator.vneid.wrapping import receiver_of, wrap_callback
from simulator.web.citizens import find_citizen, find_named, link_citizen
from simulator.web.recording import Inbound
from simulator.wire.identity import attributes_told, without


class Authorize:
    """The view of `/vneid/authorize`."""

    def __init__(self, provider: Provider, browser: Browser, consent: Consent) -> None:
        self._provider = provider
        self._browser = browser
        self._consent = consent

    def __call__(self, inbound: Inbound) -> Response:
        """Answer an authorization request."""
        request = IncomingRequest(inbound)
        asked = request.payload.data
        client = self._provider.client(asked.get("client_id", ""))
        if client is None:
            text = unknown_client(asked.get("client_id"), self._provider.client_ids())
            return self._provider.pages.problem(text, 400)
        self._provider.identify(inbound, client)
        if not client.is_served_at(self._provider.profile.id):
            return self._of_other_profile(client)
        if not self._provider.is_for(client):
            text = self._provider.text("client_of_other_issuer", client_id=client.client_id, own=self._provider.own)
            return self._provider.pages.problem(text, 400, {"issuer": self._provider.of(client).issuer})
        if disturbed := self._provider.disturbed(inbound):
            return disturbed
        if wrong := wrong_address(client, asked.get("redirect_uri")):
            return address_page(self._provider, *wrong, "redirect_uri")
        return self._for_known_client(inbound, request, client)

    def _for_known_client(self, inbound: Inbound, request: IncomingRequest, client: Client) -> Response:
        asked = request.payload.data
        server = self._provider.server(inbound)
        try:
            if error := wrong_request(asked, request.payload.datalist, self._demanded(client)):
                raise error
            receiver = receiver_of(client, self._provider.profile)
            citizen, cookie = self._citizen(inbound, asked)
            if citizen is None:
                return self._browser.page.show(Asked.of_lists(request.payload.datalist), notice=self._step_up(asked))
            assert inbound.tx is not None
            citizen, must_ask = self._consent.settle(inbound.tx, citizen, client, asked)
            if must_ask:
                return self._consent.page(citizen, client, Asked.of_lists(request.payload.datalist))
            citizen = self._with_fault(inbound, request, client, citizen)
            grant = server.get_consent_grant(request, end_user=citizen)
        except OAuth2Error as error:
            error.redirect_uri, error.state = asked["redirect_uri"], asked.get("state")
            return server.handle_error_response(request, error)
        response: Response = server.create_authorization_response(request, grant_user=citizen, grant=grant)
        wrap_callback(response, receiver, request.fault.at("envelope") if request.fault else {})
        if request.fault is not None:
            response.headers["Location"] = disturbed_callback(response.headers["Location"], request.fault)
        self._record(inbound, citizen, client, asked)
        return self._browser.with_cookie(response, cookie) if cookie else response

    def _step_up(self, asked: Mapping[str, str]) -> Text | None:
        """Return why somebody who is logged in is asked to log in again, when her level is the reason."""
        login, lowest = self._browser.login(), self._lowest(asked)
        if login is None or login.auth_level >= lowest:
            return None
        return self._provider.text("step_up", found=login.auth_level, asked=lowest)

    def _with_fault(self, inbound: Inbound, request: IncomingRequest, client: Client, citizen: Citizen) -> Citizen:
        """Let the login take the fault that waits for it; return the citizen as the fault wants the login to be."""
        assert inbound.tx is not None
        sessions = link_citizen(inbound, citizen.personal_id)
        faults = self._provider.national.login_faults
        request.fault = faults.take(inbound.tx, client.client_id, citizen.personal_id, sessions)
        return citizen if request.fault is None else disturbed_login(citizen, request.fault)

    def _demanded(self, client: Client) -> Demanded:
        return Demanded.of(client, self._provider.profile)

    def _of_other_profile(self, client: Client) -> Response:
        told = {"asked": self._provider.profile.id, "registered": client.registered.profile}
        text = self._provider.text("client_of_other_profile", client_id=client.client_id, **told)
        right = self._provider.of(client)
        address = f"{right.issuer}{right.profile.endpoints['authorize']}"
        return self._provider.pages.problem(text, 400, {"authorization_endpoint": address})

    def _citizen(self, inbound: Inbound, asked: Mapping[str, Any]) -> tuple[Citizen | None, str | None]:
        """Return who is logged in and, after a silent login, the cookie to set."""
        prompts = asked.get("prompt", "").split()
        if prompts == ["none"]:
            return self._silently(inbound, asked)
        if "login" in prompts or "select_account" in prompts:
            return None, None
        login = self._fresh_login(asked)
        if login is None:
            return None, None
        return (Citizen.of(login), None) if login.auth_level >= self._lowest(asked) else (None, None)

    def _fresh_login(self, asked: Mapping[str, Any]) -> Login | None:
        login = self._browser.login()
        too_old = login is not None and _too_old(login.auth_time, asked.get("max_age"), self._provider.now)
        return None if too_old else login

    def _lowest(self, asked: Mapping[str, Any]) -> int:
        """Return the level that a login needs: what is asked for, if anything is."""
        return self._level_asked(asked) or 1

    def _level_asked(self, asked: Mapping[str, Any]) -> int | None:
        return self._provider.profile.level_asked(asked.get("acr_values", ""))

    def _silently(self, inbound: Inbound, asked: Mapping[str, Any]) -> tuple[Citizen, str | None]:
        login, hint, lowest = self._fresh_login(asked), asked.get("login_hint", ""), self._lowest(asked)
        person = find_named(self._provider.national, hint)
        hint = person["personal_id"] if person else hint
        if login is not None and hint in ("", login.personal_id) and login.auth_level >= lowest:
            return Citizen.of(login), None
        if login is not None and not hint:
            error = "unmet_authentication_requirements"
            raise refuse(error, "level_too_low", found=login.auth_level, asked=lowest)
        if not hint:
            raise refuse("login_required", "login_required")
        if person is None:
            raise refuse("login_required", "hint_unknown", number=hint)
        if closed := account_refusal(person):
            raise refuse_with("access_denied", closed)
        if too_low := level_refusal(person, self._level_asked(asked)):
            raise refuse_with("unmet_authentication_requirements", too_low)
        started = self._browser.start_login(inbound, person, self._provider.level_wanted(asked.get("acr_values")))
        return Citizen.of(started), started.cookie

    def _record(self, inbound: Inbound, citizen: Citizen, client: Client, asked: Mapping[str, str]) -> None:
        sessions = link_citizen(inbound, citizen.personal_id)
        person = find_citizen(self._provider.national, citizen.personal_id)
        profile = self._provider.profile
        told = without(profile.claims, citizen.withheld.split())
        inbound.fact(
            "identity_login",
            sessions,
            personal_id=citizen.personal_id,
            client_id=client.client_id,
            attributes=attributes_told(person, told) if person else [],
            acr=profile.acr[citizen.auth_level],
            auth_level=citizen.auth_level,
            asked_acr=asked.get("acr_values", ""),
            profile=profile.id,
        )
        for one in overlooked(client, asked):
            inbound.find([one.finding()], sessions)
            inbound.fact("leniency", sessions, client_id=client.client_id, rule=one.rule, found=one.found)


def _too_old(auth_time: int, max_age: str | None, now: int) -> bool:
    return max_age is not None and max_age.isdecimal() and now - auth_time > int(max_age)
