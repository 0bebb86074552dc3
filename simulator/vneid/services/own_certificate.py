"""A citizen who gets a certificate of her own, as she does in the app, without any system asking for it."""

from flask import Response, redirect, request

from simulator.core.ids import random_id
from simulator.domain.person import Person
from simulator.vneid.browser import COOKIE
from simulator.vneid.services.certificates import PROVIDER_NAME, Certificates
from simulator.vneid.services.office import PATH, Office
from simulator.vneid.services.signing_store import SigningStore
from simulator.vneid.store import VneidStore
from simulator.web.citizens import find_citizen
from simulator.web.phone_requests import AGREED, CERTIFICATE, PhoneRequest
from simulator.web.recording import Inbound


class OwnCertificate:
    """The view of `/vneid/certificate`; it holds no transaction while a key is made."""

    def __init__(self, office: Office, logins: VneidStore, store: SigningStore, certificates: Certificates) -> None:
        self._office = office
        self._logins = logins
        self._store = store
        self._certificates = certificates

    def get(self, _inbound: Inbound) -> Response:
        """Give the citizen who is logged in a certificate, unless she has one, and show her inbox."""
        login = self._logins.login(request.cookies.get(COOKIE, ""))
        person = find_citizen(self._office.national, login.personal_id) if login else None
        if person is None:
            return self._office.pages.page("nobody.html", 401, login=f"{PATH}/login")
        if not self._certificates.has_one(person["personal_id"]):
            self._issue(person)
        response = redirect(f"{PATH}/inbox", 303)
        assert isinstance(response, Response)
        return response

    def _issue(self, person: Person) -> None:
        self._office.authority.prepare()
        issued, now = self._office.authority.issue(person), self._office.now
        told = {"credential": issued.credential, "provider": PROVIDER_NAME}
        asked = PhoneRequest(
            random_id("cert"), CERTIFICATE, "", "", person["personal_id"], now, now, told=told, state=AGREED
        )
        with self._office.national.db.write() as tx:
            self._store.keep(tx, issued, person["personal_id"], asked.id)
            self._office.phone.requests.ask(tx, asked)
