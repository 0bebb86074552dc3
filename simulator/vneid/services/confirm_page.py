"""The page of the stand-in phone: who asks for what, then yes with consent and passcode, or no."""

import hmac
from datetime import datetime
from typing import Any

from flask import Response, redirect

from simulator.core.clock import VIETNAM
from simulator.core.text import Text
from simulator.domain.person import Person
from simulator.vneid.incoming import form_of
from simulator.vneid.services.office import PATH, Office
from simulator.web.citizens import find_citizen
from simulator.web.phone_requests import (
    AGREED,
    CERTIFICATE,
    CREATED,
    EXPIRED,
    MAX_TRIES,
    PENDING,
    REFUSED,
    SHARING,
    SIGNING,
    PhoneRequest,
)
from simulator.web.recording import Inbound

PASSCODE = "246810"
"""Everybody's passcode: a stand-in protects nobody, but the step is there; the page says it."""


class ConfirmPage:
    """The views of `/vneid/share/<id>` and `/vneid/confirm/<id>`; they hold no transaction, because messages go out."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, inbound: Inbound, request_id: str) -> Response:
        """Show a request, or what became of it."""
        found = self._office.phone.requests.get(request_id)
        if found is None:
            return self._unknown(request_id)
        self._identify(inbound, found)
        return self._page(found)

    def answer(self, inbound: Inbound, request_id: str) -> Response:
        """Take the citizen's answer and send her back to the system that asked."""
        found = self._office.phone.requests.get(request_id)
        if found is None:
            return self._unknown(request_id)
        self._identify(inbound, found)
        if found.state_at(self._office.now) not in (PENDING, CREATED):
            return self._page(found)
        form = form_of(inbound)
        if form.get("decision") == "refuse":
            return self._decided(inbound, found, REFUSED, "citizen")
        problems = self._problems(found, bool(form.get("consent")), form.get("passcode", ""))
        if not problems:
            return self._decided(inbound, found, AGREED, "citizen")
        if "passcode" in problems and self._too_many(found):
            return self._decided(inbound, found, REFUSED, "passcode")
        return self._page(found, problems, consented=bool(form.get("consent")))

    def _problems(self, found: PhoneRequest, consented: bool, passcode: str) -> dict[str, Text]:
        """Return what is wrong with an agreement, by the id of the field."""
        problems = {} if consented else {"consent": self._office.pages.text("consent_missing")}
        if not hmac.compare_digest(passcode.strip().encode("utf-8", "replace"), PASSCODE.encode()):
            left = MAX_TRIES - found.tries - 1
            problems["passcode"] = self._office.pages.text("passcode_wrong", left=left)
        return problems

    def _too_many(self, found: PhoneRequest) -> bool:
        with self._office.national.db.write() as tx:
            return self._office.phone.requests.wrong_passcode(tx, found.id) >= MAX_TRIES

    def _decided(self, inbound: Inbound, found: PhoneRequest, state: str, by: str) -> Response:
        self._office.phone.decide(inbound, found, state, by)
        self._office.phone.deliver_due()
        after = self._office.phone.requests.get(found.id) or found
        response = redirect(self._office.phone.return_address(after) or f"{PATH}/confirm/{found.id}", 303)
        assert isinstance(response, Response)
        return response

    def _identify(self, inbound: Inbound, found: PhoneRequest) -> None:
        sheet = self._office.national.provinces.get(found.province)
        if sheet is not None:
            inbound.identify(sheet)
        for session in self._office.national.sessions.match(
            inbound.query, found.province, [("personal_id", found.personal_id)]
        ):
            inbound.link_session(session)

    def _unknown(self, request_id: str) -> Response:
        return self._office.pages.problem(self._office.pages.text("transaction_unknown", found=request_id), 404)

    def _page(self, found: PhoneRequest, problems: dict[str, Text] | None = None, consented: bool = False) -> Response:
        person = find_citizen(self._office.national, found.personal_id)
        if person is None:
            return self._office.pages.problem(self._office.pages.text("citizen_unknown", number=found.personal_id), 404)
        state = found.state_at(self._office.now)
        values: dict[str, Any] = {
            "request": found,
            "state": state,
            "open": state in (PENDING, CREATED),
            "person": person,
            "system": self._asker(found),
            "problems": problems or {},
            "consented": consented,
            "passcode": PASSCODE,
            "until": self._until(found),
            "back": self._office.phone.return_address(found) if state not in (PENDING, CREATED) else "",
            "parts": self._parts(found, person),
        }
        status = 422 if problems else 410 if state == EXPIRED else 200
        return self._office.pages.page("confirm.html", status, **values)

    def _asker(self, found: PhoneRequest) -> Text:
        sheet = self._office.national.provinces.get(found.province)
        return sheet.name if sheet else Text.of(found.client_id)

    def _until(self, found: PhoneRequest) -> str:
        return f"{datetime.fromtimestamp(found.expires_at, VIETNAM):%H:%M:%S}"

    def _parts(self, found: PhoneRequest, person: Person) -> list[tuple[Text, list[tuple[Text, Text]]]]:
        """Return (heading, rows) of what is asked for."""
        told, text = found.told, self._office.pages.text
        if found.kind == SHARING:
            offer = self._office.offers.sharing[told["service"]]
            return [(offer.title, self._office.offers.shown(person, offer.attributes))]
        if found.kind == SIGNING:
            rows = [(Text.of(name), Text.of(digest)) for name, digest in told["documents"]]
            return [(text("documents"), [*rows, (text("credential"), Text.of(told["credential"]))])]
        if found.kind == CERTIFICATE:
            rows = [(text("provider"), Text.of(told["provider"])), (text("credential"), Text.of(told["credential"]))]
            return [(text("certificate"), [*self._office.offers.shown(person, ("full_name", "personal_id")), *rows])]
        papers = [self._office.offers.papers[name] for name in told["papers"]]
        return [(paper.title, self._office.offers.shown(person, paper.attributes)) for paper in papers]
