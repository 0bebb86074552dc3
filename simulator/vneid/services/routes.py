"""The paths of the services below `/vneid`."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response

from simulator.vneid.services import notices, sharing, signing, wallet
from simulator.vneid.services.certificates import Certificates
from simulator.vneid.services.confirm_page import ConfirmPage
from simulator.vneid.services.inbox_page import InboxPage
from simulator.vneid.services.office import Api, Call, Office
from simulator.vneid.services.own_certificate import OwnCertificate
from simulator.vneid.services.signing_gate import SigningGate
from simulator.vneid.services.signing_store import SigningStore
from simulator.vneid.store import VneidStore
from simulator.web.national import National
from simulator.web.recording import View, ViewResult, recorded
from simulator.web.signing_keys import SigningKeys

SHARING = "/biometric-share-info/api/agent"
SIGNING = "/signing/api/v1"
OWN = "/api/v1"
_EITHER = "POST GET"
"""Where the method was not read: a body or a query is taken."""
_ASK_CITIZEN = ("certificate-register", "sign-hash")
"""Calls of the gateway that put something on a phone and are followed by a webhook."""


def add_service_routes(routes: Blueprint, national: National, keys: SigningKeys) -> None:
    """Add the routes of sharing, signing, notices and wallet."""
    office, logins = Office(national, keys), VneidStore(national.db)
    share, letters, purse = sharing.Sharing(office), notices.NoticeDesk(office), wallet.Wallet(office)
    _Routes(routes, office).add_calls(share, letters, purse)
    _Routes(routes, office).add_signing(logins)
    _Routes(routes, office).add_pages(InboxPage(office, logins, letters.store, purse.presentations))


class _Routes:
    def __init__(self, routes: Blueprint, office: Office) -> None:
        self._routes = routes
        self._office = office

    def add_calls(self, share: sharing.Sharing, letters: notices.NoticeDesk, purse: wallet.Wallet) -> None:
        self._call(sharing.API, "sharing-init", f"{SHARING}/init", "POST", share.init)
        self._call(sharing.API, "sharing-transaction", f"{SHARING}/get-transaction", "GET", share.transaction)
        self._call(sharing.API, "sharing-status", f"{SHARING}/status", "GET", share.status)
        self._call(notices.API, "notification", f"{OWN}/notifications", "POST", letters.send)
        self._call(wallet.API, "wallet-ask", f"{OWN}/wallet/requests", "POST", purse.ask)
        self._call(wallet.API, "wallet-read", f"{OWN}/wallet/requests", "GET", purse.read)
        self._call(wallet.API, "wallet-present", f"{OWN}/wallet/present", "POST", purse.present)
        self._call(wallet.API, "wallet-verify", f"{OWN}/wallet/verify", "POST", purse.verify)

    def add_signing(self, logins: VneidStore) -> None:
        store = SigningStore(self._office.national.db)
        gate = SigningGate(self._office, store)
        certificates = Certificates(self._office, gate, store)
        signer = signing.Signing(self._office, gate, store, certificates)
        self._gateway("signing-token", "/auth/token", "POST", gate.token)
        self._gateway("signing-refresh", "/auth/refresh", "POST", gate.refresh)
        self._gateway("signing-providers", "/providers", "GET", certificates.providers)
        self._gateway("certificate-register", "/certificates/register", "POST", certificates.register)
        self._gateway("certificate-status", "/certificates/get-status", _EITHER, certificates.status)
        self._gateway("certificate-list", "/certificates/list", _EITHER, certificates.listed)
        self._gateway("sign-hash", "/signings/hash", "POST", signer.sign)
        self._gateway("sign-poll", "/signings/polling", _EITHER, signer.poll)
        own = OwnCertificate(self._office, logins, store, certificates)
        self._page("/certificate", "certificate_get", own.get, "POST", calls_out=True)
        self._routes.add_url_rule("/ca.pem", "ca_pem", self._authority_certificate, methods=["GET"])

    def add_pages(self, inbox: InboxPage) -> None:
        page = ConfirmPage(self._office)
        for path in ("share", "confirm"):
            self._page(f"/{path}/<request_id>", f"{path}_show", page.show, "GET", calls_out=True)
            self._page(f"/{path}/<request_id>", f"{path}_answer", page.answer, "POST", calls_out=True)
        self._page("/inbox", "inbox", inbox.inbox, "GET")
        self._page("/wallet", "wallet", inbox.wallet, "GET")
        self._page("/wallet", "wallet_show", inbox.show_papers, "POST")

    def _gateway(self, name: str, path: str, methods: str, act: Callable[[Call], Any]) -> None:
        self._call(signing.API, name, f"{SIGNING}{path}", methods, act)

    def _call(self, api: Api, name: str, path: str, methods: str, act: Callable[[Call], Any]) -> None:
        contract = f"vneid/{name}"
        view = recorded(self._office.national, "vneid", contract)(self._office.view(api, contract, act))
        kept = self._outside(view) if name in _ASK_CITIZEN else view
        self._routes.add_url_rule(path, name, kept, methods=methods.split())

    def _outside(self, view: Callable[..., ViewResult]) -> Callable[..., ViewResult]:
        """Return the view with what must stay outside of its transaction: making keys, and early webhooks."""

        def handle(**values: Any) -> ViewResult:
            self._office.authority.prepare()
            response = view(**values)
            self._office.phone.webhooks.deliver_early()
            return response

        return handle

    def _page(self, path: str, name: str, view: View, method: str, calls_out: bool = False) -> None:
        kept = recorded(self._office.national, "vneid", f"vneid/{name}", transactional=not calls_out)(view)
        self._routes.add_url_rule(path, name, kept, methods=[method])

    def _authority_certificate(self) -> Response:
        return Response(self._office.authority.certificate_pem, mimetype="application/x-pem-file")
