"""What the services share: their stores and pages, and how one call of a system is answered, judged and recorded."""

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request

from simulator.core.text import Text
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.person import Person
from simulator.journal.database import Transaction
from simulator.vneid.services.authority import Authority
from simulator.web.citizens import find_citizen, link_citizen
from simulator.web.national import National
from simulator.web.pages import Pages
from simulator.web.phone_decisions import PhoneDecisions
from simulator.web.recording import Answer, Inbound, View
from simulator.web.service_faults import ServiceFaults
from simulator.web.signing_keys import SigningKeys

PATH = "/vneid"
PACKAGE = "simulator.vneid.services"


class Refused(Exception):
    """A call that is refused: our word for the code, and the sentence."""

    def __init__(self, word: str, text: Text, status: int | None = None) -> None:
        super().__init__(text.en)
        self.word = word
        self.text = text
        self.status = status
        """HTTP status, where it is not the usual one of the code."""


@dataclass(frozen=True)
class Api:
    """One family of calls: how its answers look."""

    family: str
    """First half of the kinds of its facts."""
    codes: Mapping[str, tuple[str, int]]
    envelope: Callable[..., dict[str, Any]]


class Office:
    """The services of one national side."""

    def __init__(self, national: National, keys: SigningKeys) -> None:
        self.national = national
        self.keys = keys
        self.pages = Pages(PACKAGE)
        self.offers = national.catalogue.vneid_offers
        self.phone = PhoneDecisions(national)
        self.faults = ServiceFaults(national.db)
        self.authority = Authority(national.settings, national.clock)

    @property
    def now(self) -> int:
        """Return the wall time in seconds since 1970."""
        return self.phone.now

    @property
    def address(self) -> str:
        """Return the public address of VNeID."""
        return f"{self.national.public_url.rstrip('/')}{PATH}"

    def refused(self, word: str, key: str, **values: object) -> Refused:
        """Return a refusal with one of the package's sentences."""
        return Refused(word, self.pages.text(key, **values))

    def citizen(self, personal_id: str) -> Person:
        """Return a citizen, or refuse a number that nobody has."""
        person = find_citizen(self.national, personal_id) if personal_id else None
        if person is None:
            raise self.refused("unknown", "citizen_unknown", number=personal_id or "∅")
        return person

    def view(self, api: Api, contract: str, act: Callable[["Call"], Any]) -> View:
        """Return the view of one operation: refusals become answers, and every call a fact."""

        def handle(inbound: Inbound) -> Answer:
            call, other = Call(self, inbound), None
            try:
                word, text, data = "ok", self.pages.text("done"), act(call)
            except Refused as refused:
                word, text, data, other = refused.word, refused.text, None, refused.status
            code, status = api.codes[word]
            if call.inbound.province is not None:
                inbound.find(self.national.contracts[contract].check_request(call.said), call.sessions)
            told = {**call.noted, "operation": contract.partition("/")[2], "ok": word == "ok", "code": code}
            inbound.fact(f"{api.family}_called", call.sessions, **told)
            return Answer(api.envelope(code, text, data), other or status, {"Cache-Control": "no-store"})

        return handle


@dataclass
class Call:
    """One call of a system."""

    office: Office
    inbound: Inbound
    sessions: tuple[str, ...] = ()
    noted: dict[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> Any:
        """Return the message: the body, or the query of a GET."""
        return request.args.to_dict() if request.method == "GET" else self.inbound.json

    @property
    def tx(self) -> Transaction:
        """Return the transaction of the call."""
        assert self.inbound.tx is not None
        return self.inbound.tx

    def note(self, **data: Any) -> None:
        """Keep what the fact of this call will tell."""
        self.noted.update(data)

    def about(self, personal_id: str) -> None:
        """Say whom the call is about, and link it to her session."""
        self.note(personal_id=personal_id)
        self.sessions = link_citizen(self.inbound, personal_id)

    def calm(self) -> None:
        """Refuse when a weather disturbs VNeID for this caller."""
        disturbance = self.inbound.disturbed("vneid", self.sessions)
        if disturbance is not None:
            told = {"weather": disturbance.weather, "operation": self.inbound.draft.operation}
            self.inbound.fact("disturbed", self.sessions, **told)
            text = self.office.pages.text("disturbed", weather=disturbance.weather)
            raise Refused("disturbed", text, disturbance.status)

    def readable(self) -> None:
        """Refuse a body that is no JSON object of texts in Unicode (half of a surrogate pair can be kept nowhere)."""
        usable = not self.inbound.too_large and isinstance(self.inbound.json, dict) and _is_unicode(self.inbound.json)
        if not usable:
            raise self.office.refused("invalid", "not_json")

    def client(self) -> ClaimSheet:
        """Return whose system calls, proven by the headers `client-id` and `client-secret`."""
        client_id, secret = request.headers.get("client-id", ""), request.headers.get("client-secret", "")
        self.note(client_id=client_id)
        client = self.office.national.provinces.client(client_id)
        sheet = self.office.national.provinces.get(client.province) if client else None
        if sheet is None or client is None:
            raise self.office.refused("credentials", "client_unknown", client_id=client_id or "∅")
        self.inbound.identify(sheet)
        if not client.secret or not same(client.secret, secret):
            raise self.office.refused("credentials", "secret_wrong", client_id=client_id)
        return sheet


def _is_unicode(document: Any) -> bool:
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True


def same(known: str, given: str) -> bool:
    """Return whether two secrets are equal, in constant time."""
    return hmac.compare_digest(known.encode(), given.encode("utf-8", "surrogateescape"))
