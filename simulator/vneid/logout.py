"""Logout that a client starts (OpenID Connect RP-Initiated Logout 1.0) and logout by the citizen's own button.

A hint that names the login in this browser, or the only login that there is, ends it at once; without such a hint
the citizen is asked. Nothing is sent to an address that the client did not register, and then nothing ends either.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from authlib.common.urls import add_params_to_uri
from flask import Response, redirect, request

from simulator.session.login_faults import LoginFault
from simulator.vneid.back_channel import BackChannel, Ended
from simulator.vneid.browser import COOKIE, Browser
from simulator.vneid.client import Client, first_difference
from simulator.vneid.disturbed_answers import leave_disturbed, tell_of
from simulator.vneid.disturbed_login import disturbed_query
from simulator.vneid.granted import Login
from simulator.vneid.incoming import form_of
from simulator.vneid.logout_hint import Hint, WrongHint, read_hint
from simulator.vneid.pages.address_difference import address_page
from simulator.vneid.provider import PATH, Provider
from simulator.vneid.refusal import TEXTS
from simulator.web.citizens import find_citizen, link_citizen
from simulator.web.recording import Inbound

_ASKED = ("id_token_hint", "post_logout_redirect_uri", "client_id", "state", "logout_hint")


class Logout:
    """The view of `/vneid/logout`; it holds no transaction, because it calls clients."""

    def __init__(self, provider: Provider, browser: Browser, back_channel: BackChannel) -> None:
        self._provider = provider
        self._browser = browser
        self._back_channel = back_channel

    def __call__(self, inbound: Inbound) -> Response:
        """End the login and go back to the client, or say what is wrong."""
        asked = {**request.args, **form_of(inbound).to_dict()}
        try:
            hint = read_hint(self._provider, asked.get("id_token_hint", ""))
            client = self._client(asked, hint)
            target = _target(client, asked)
        except WrongHint as wrong:
            return address_page(self._provider, wrong.text, dict(wrong.details or {}), "post_logout_redirect_uri")
        if client is not None:
            self._provider.identify(inbound, client)
        login = self._browser.login()
        fault = self._fault(inbound, client, hint or login)
        stage = fault.at("logout") if fault else {}
        tell_of(inbound, fault, ("logout",), link_citizen(inbound, fault.scope.personal_id) if fault else ())
        if "answer" in stage:
            return leave_disturbed(inbound, self._provider.pages.problem(TEXTS["logout_disturbed"], 503), stage)
        if self._must_ask(asked, hint, login):
            return self._question(asked, client, login)
        self._end(inbound, login, hint, client, returned=bool(target))
        target = disturbed_query(target, stage) if target else self._provider.path("login")
        response = redirect(target, 302 if client and asked.get("post_logout_redirect_uri") else 303)
        assert isinstance(response, Response)
        response.delete_cookie(COOKIE, path=PATH)
        return response

    def _fault(self, inbound: Inbound, client: Client | None, login: Hint | Login | None) -> LoginFault | None:
        """Return the fault that the login took in which this client asks."""
        taken = self._provider.store.fault_of(login.sid, client.client_id) if client and login else ""
        return self._provider.national.login_faults.get(inbound.query, taken)

    def _client(self, asked: Mapping[str, str], hint: Hint | None) -> Client | None:
        client_id = asked.get("client_id") or (hint.client_id if hint else "")
        if hint and client_id != hint.client_id:
            raise WrongHint(TEXTS["logout_client_differs"].fill(first=hint.client_id, second=client_id))
        return self._provider.client(client_id) if client_id else None

    def _must_ask(self, asked: Mapping[str, str], hint: Hint | None, login: Login | None) -> bool:
        if login is None or (hint is not None and hint.sid == login.sid):
            return False
        return request.method != "POST" or ("confirmed" not in asked and any(name in asked for name in _ASKED))

    def _question(self, asked: Mapping[str, str], client: Client | None, login: Login | None) -> Response:
        person = find_citizen(self._provider.national, login.personal_id) if login else None
        query = urlencode({name: asked[name] for name in _ASKED if name in asked})
        return self._provider.pages.page(
            "logged_in.html",
            name=person["full_name"] if person else "",
            client=client.client_id if client else None,
            action=f"{self._provider.path('logout')}?{query}",
        )

    def _end(
        self, inbound: Inbound, login: Login | None, hint: Hint | None, client: Client | None, returned: bool
    ) -> None:
        sids = {one.sid for one in (login, hint) if one is not None}
        store = self._provider.store
        with self._provider.national.db.write() as tx:
            ended = [one for sid in sorted(sids) for one in store.end_sid(tx, sid)]
        for personal_id in {one.personal_id for one in ended}:
            sessions = link_citizen(inbound, personal_id)
            asker = client.client_id if client else ""
            by = "client" if client else "citizen"
            inbound.fact("logout_done", sessions, client_id=asker, by=by, hinted=hint is not None, returned=returned)
        self._back_channel.tell(Ended(one.client_id, one.personal_id, one.sid, one.fault) for one in ended)


def _target(client: Client | None, asked: Mapping[str, str]) -> str:
    """Return where to send the browser afterwards; empty when the client named nothing."""
    address = asked.get("post_logout_redirect_uri", "")
    if not address:
        return ""
    if client is None:
        raise WrongHint(TEXTS["logout_client_unknown"])
    if not client.check_post_logout_uri(address):
        registered = client.registered.post_logout_redirect_uris
        if not registered:
            raise WrongHint(TEXTS["logout_none_registered"], {"post_logout_redirect_uri": address})
        closest, position = first_difference(address, registered)
        text = TEXTS["logout_differs"].fill(position=position, asked=address[position - 1 : position + 15] or "∅")
        raise WrongHint(text, {"post_logout_redirect_uri": address, "registered": closest})
    return str(add_params_to_uri(address, [("state", asked["state"])])) if asked.get("state") else address
