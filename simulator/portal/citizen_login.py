"""The citizen logs in to the portal with VNeID, and out."""

from urllib.parse import urlencode, urlsplit

import requests
from flask import Response, request

from simulator.core.ids import random_token
from simulator.portal.citizen_desk import COOKIE, PATH, CitizenDesk, go
from simulator.portal.citizen_store import CITIZEN_LIFETIME, LOGIN_LIFETIME, PendingLogin
from simulator.portal.relying_party import LoginFailed, RelyingParty
from simulator.web.citizens import link_citizen
from simulator.web.recording import Inbound, ViewResult

_PENDING_COOKIE = "dvcqg_login"
"""Binds a login to the browser that began it, so that nobody can finish it in another one."""


_SENT_ON = "sent_on"
_MARK = (_SENT_ON, "1")


class CitizenLogin:
    """The views of `/citizen/login`, `/citizen/callback` and `/citizen/logout`."""

    def __init__(self, desk: CitizenDesk, party: RelyingParty) -> None:
        self._desk = desk
        self._party = party

    def start(self, inbound: Inbound) -> ViewResult:
        """Send the browser to VNeID; `next` names a path of this portal, `login_hint` a person to log in silently."""
        if elsewhere := self._other_host():
            return go(elsewhere)
        target = request.args.get("next", f"{PATH}/services")
        if not _is_own_path(target):
            return self._desk.refuse(400, "next_not_own", {"next": target})
        expires_at = (self._desk.national.clock.now() + LOGIN_LIFETIME).isoformat()
        login = PendingLogin(random_token(), random_token(), random_token(), target, expires_at)
        assert inbound.tx is not None
        self._desk.store.begin(inbound.tx, login)
        response = go(self._party.authorize_url(login, request.args.get("login_hint", "")))
        self._set(response, _PENDING_COOKIE, login.state)
        return response

    def _other_host(self) -> str | None:
        """Return the public address of this page when it was opened by another name: cookies belong to a name.

        Once only: a proxy that puts its own name into the request would send the browser round for ever.
        """
        public = urlsplit(self._desk.national.public_url)
        if not public.netloc or public.netloc == request.host or _SENT_ON in request.args:
            return None
        return f"{public.scheme}://{public.netloc}{request.path}?{urlencode([*request.args.items(multi=True), _MARK])}"

    def callback(self, inbound: Inbound) -> ViewResult:
        """Finish a login: exchange the code, verify the ID token, log the citizen in and go on."""
        state = request.args.get("state", "")
        with self._desk.national.db.write() as tx:
            login = self._desk.store.take(tx, state, self._desk.now)
        if login is None or request.cookies.get(_PENDING_COOKIE) != state:
            return self._desk.refuse(400, "login_state_wrong")
        if error := request.args.get("error"):
            return self._desk.refuse(403, "login_declined", reason=error)
        try:
            personal_id = self._party.personal_id(request.args.get("code", ""), login)
        except LoginFailed as failed:
            return self._failed(failed)
        except requests.RequestException as error:
            return self._desk.refuse(
                502, "login_unreachable", {"issuer": self._party.issuer}, reason=type(error).__name__
            )
        return self._logged_in(inbound, personal_id, login.next)

    def _failed(self, failed: LoginFailed) -> ViewResult:
        return self._desk.refuse(502, "login_failed", reason_vi=failed.text.vi, reason_en=failed.text.en)

    def _logged_in(self, inbound: Inbound, personal_id: str, target: str) -> Response:
        expires_at = (self._desk.national.clock.now() + CITIZEN_LIFETIME).isoformat()
        with self._desk.national.db.write() as tx:
            cookie = self._desk.store.log_in(tx, personal_id, expires_at)
        link_citizen(inbound, personal_id)
        response = go(target)
        self._set(response, COOKIE, cookie)
        response.delete_cookie(_PENDING_COOKIE, path=PATH)
        return response

    def leave(self, inbound: Inbound) -> ViewResult:
        """Log the citizen out of the portal; VNeID stays logged in."""
        assert inbound.tx is not None
        self._desk.store.log_out(inbound.tx, request.cookies.get(COOKIE, ""))
        response = go(f"{PATH}/services", 303)
        response.delete_cookie(COOKIE, path=PATH)
        return response

    def _set(self, response: Response, name: str, value: str) -> None:
        secure = self._desk.national.public_url.startswith("https:")
        response.set_cookie(name, value, path=PATH, httponly=True, samesite="Lax", secure=secure)


def _is_own_path(target: str) -> bool:
    """A browser reads `//host` and `/\\host` as another host, and drops control characters before it looks."""
    plain = target.isprintable() and "\\" not in target
    return plain and target.startswith("/") and not target.startswith("//")
